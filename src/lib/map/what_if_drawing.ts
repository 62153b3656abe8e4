import type { FeatureCollection } from 'geojson';
import { arrivalBands } from './arrival_bands.ts';
import { ArrivalLayer } from './arrival_layer.ts';
import { BuildingStates } from './building_states.ts';
import { changedBuildings } from './changed_buildings.ts';
import { EDGE_PICTURE_STRIDE } from '../domain/live/live_answer.ts';
import { layerAbove } from './layer_order.ts';
import { LiveSource } from './live_source.ts';
import type { MapLibreMap } from './maplibre.ts';
import type { Palette } from './palette.ts';
import { EMPTY, TOWN } from './source.ts';
import type { HandleLayer, WhatIf } from './what_if.ts';

/** Keeps one map in step with a what-if, past the map's style: arrivals, verdicts, changes, leads, hidden marks. */
export class WhatIfDrawing {
  private readonly arrivals: ArrivalLayer;
  private readonly states: BuildingStates;
  private changed: LiveSource;
  private leads: LiveSource;
  private hidden = new Map<string, { layer: HandleLayer; row: number }>();
  private last: Parameters<WhatIfDrawing['show']>;
  /** The style whose features were told their state: another one knows nothing. */
  private told: MapLibreMap['style'];

  constructor(
    private readonly map: MapLibreMap,
    first: WhatIf,
    palette: Palette,
    scale: number,
  ) {
    const { town, base, update, tile_verdict } = first;
    const edges = update.edge_picture.length / EDGE_PICTURE_STRIDE;
    this.arrivals = new ArrivalLayer(town.segments, edges, lookOf(first, palette, scale));
    this.states = new BuildingStates(
      map,
      town.buildings.id,
      tile_verdict === undefined ? base.verdict : tile_verdict,
    );
    this.changed = new LiveSource(map, 'changed');
    this.leads = new LiveSource(map, 'leads');
    this.last = [first, palette, scale];
    this.told = map.style;
    map.on('style.load', this.restyled);
  }

  show(what_if: WhatIf, palette: Palette, scale: number): void {
    const { town, base, update } = what_if;
    this.last = [what_if, palette, scale];
    const style_is_coming = this.map.style !== this.told;
    if (style_is_coming) return;
    this.keepPlace();
    this.arrivals.setLook(lookOf(what_if, palette, scale));
    this.arrivals.setPicture(update.edge_picture);
    this.states.show(update.verdict);
    this.changed.set(() => changedBuildings(town.buildings, base.verdict, update.verdict));
    this.leads.set(() => leadsOf(what_if));
    this.hideMarks(what_if);
  }

  /** The layer that draws itself is in no style: whenever layers came or went, it is put where it belongs. */
  keepPlace(): void {
    const { map, arrivals } = this;
    if (!map.style || map.style !== this.told) return;
    const order = map.getLayersOrder();
    const above = layerAbove('arrival', order);
    const at = order.indexOf('arrival');
    if (at < 0) map.addLayer(arrivals, above);
    else if (order[at + 1] !== above) map.moveLayer('arrival', above);
  }

  dispose(): void {
    const { map } = this;
    map.off('style.load', this.restyled);
    if (!map.style || map.style !== this.told) return;
    if (map.getLayer('arrival')) map.removeLayer('arrival');
    this.states.clear();
    this.changed.set(() => EMPTY);
    this.leads.set(() => EMPTY);
    for (const mark of this.hidden.values()) this.map.removeFeatureState(refOf(mark), 'hidden');
  }

  /** Comes after every change of the style, and after it was built anew, as when the graphics card was lost. */
  private readonly restyled = (): void => {
    if (this.map.style === this.told) return this.keepPlace();
    this.told = this.map.style;
    this.states.forget();
    this.hidden.clear();
    this.changed = new LiveSource(this.map, 'changed');
    this.leads = new LiveSource(this.map, 'leads');
    this.show(...this.last);
  };

  /** Marks of the tiles that a handle stands for now, or that are taken away. */
  private hideMarks({ handles, removed = [] }: WhatIf): void {
    const moved = handles.filter(({ added, changed }) => changed && !added);
    const wanted = new Map([...moved, ...removed].map((mark) => [`${mark.layer}/${mark.row}`, mark]));
    for (const [key, mark] of this.hidden) {
      if (!wanted.has(key)) this.map.removeFeatureState(refOf(mark), 'hidden');
    }
    for (const [key, mark] of wanted) {
      if (!this.hidden.has(key)) this.map.setFeatureState(refOf(mark), { hidden: true });
    }
    this.hidden = wanted;
  }
}

const refOf = ({ layer, row }: { layer: HandleLayer; row: number }) => ({
  source: TOWN,
  sourceLayer: layer,
  id: row,
});

const lookOf = ({ town, cutoff_s }: WhatIf, palette: Palette, scale: number) => ({
  bands: arrivalBands(town.rules.rings_s, cutoff_s, palette),
  casing: palette.arrival_casing,
  scale,
});

/** From each handle to the place on the street it works from. */
function leadsOf({ handles, update }: WhatIf): FeatureCollection {
  const places = new Map(handles.map((handle) => [`${handle.layer}/${handle.row}`, handle]));
  return {
    type: 'FeatureCollection',
    features: update.placed.flatMap(({ layer, row, lon_deg, lat_deg }) => {
      const handle = places.get(`${layer}/${row}`);
      if (!handle) return [];
      const end = [lon_deg, lat_deg];
      const line = [[handle.lon_deg, handle.lat_deg], end];
      return [
        { type: 'Feature', properties: {}, geometry: { type: 'LineString', coordinates: line } },
        { type: 'Feature', properties: {}, geometry: { type: 'Point', coordinates: end } },
      ];
    }),
  };
}
