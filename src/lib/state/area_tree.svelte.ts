import type { AreaFigures } from '../contract/api_areas.ts';
import { client } from './client.ts';
import { Latest } from './latest.ts';

/** The tree of areas with their figures in one run, and the area looked at. */
export class AreaTree {
  areas = $state.raw<readonly AreaFigures[] | null>(null);
  /** The area looked at; null for all. */
  chosen_id = $state<number | null>(null);
  failed = $state(false);

  readonly chosen = $derived(this.chosen_id === null ? null : this.#byId(this.chosen_id));
  /** From the top of the tree down to the chosen area. */
  readonly trail = $derived.by(() => {
    const trail: AreaFigures[] = [];
    for (let area = this.chosen; area && !trail.includes(area); area = this.#parent(area))
      trail.unshift(area);
    return trail;
  });
  /** One level below the chosen area; at the top those without a parent. */
  readonly children = $derived(
    (this.areas ?? []).filter(({ area_id, parent_id }) => area_id !== null && parent_id === this.chosen_id),
  );
  /** The chosen area and all below it; everything where none is chosen. */
  readonly branch = $derived.by((): readonly AreaFigures[] => {
    if (!this.areas || this.chosen_id === null) return this.areas ?? [];
    return this.areas.filter((area) => this.#isBelow(area, this.chosen_id!));
  });

  readonly #reading = new Latest();

  constructor(chosen_id: number | null) {
    this.chosen_id = chosen_id;
  }

  read(run_id: number | null): Promise<void> {
    this.failed = false;
    return this.#reading.run(
      async (signal) => (await client()).fetchAreas(run_id, signal),
      ({ areas }) => (this.areas = areas),
      () => (this.failed = true),
    );
  }

  #byId(area_id: number): AreaFigures | null {
    return this.areas?.find((area) => area.area_id === area_id) ?? null;
  }

  #parent(area: AreaFigures): AreaFigures | null {
    return area.parent_id === null ? null : this.#byId(area.parent_id);
  }

  #isBelow(area: AreaFigures, top_id: number): boolean {
    const seen: AreaFigures[] = [];
    for (let at: AreaFigures | null = area; at && !seen.includes(at); at = this.#parent(at)) {
      if (at.area_id === top_id) return true;
      seen.push(at);
    }
    return false;
  }
}
