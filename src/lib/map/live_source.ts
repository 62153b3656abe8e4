import type { FeatureCollection } from 'geojson';
import type { GeoJSONSource } from 'maplibre-gl';
import type { MapLibreMap } from './maplibre.ts';

/** Sources whose data the map is handed directly, past its style. */
export const LIVE_SOURCES = ['changed', 'leads', 'hovered'] as const;
export type LiveSourceId = (typeof LIVE_SOURCES)[number];

/** Data that changes while a hand moves: at most once a frame, never while the map still works on the last; newest wins. */
export class LiveSource {
  private next: (() => FeatureCollection) | null = null;
  private busy = false;

  constructor(
    private readonly map: MapLibreMap,
    private readonly id: LiveSourceId,
  ) {}

  /** `make` runs when its turn comes, if nothing newer came before. */
  set(make: () => FeatureCollection): void {
    this.next = make;
    if (!this.busy) void this.work();
  }

  private async work(): Promise<void> {
    this.busy = true;
    while (this.next) {
      await new Promise(requestAnimationFrame);
      const make = this.next;
      this.next = null;
      await this.map.getSource<GeoJSONSource>(this.id)?.setData(make());
    }
    this.busy = false;
  }
}
