import type { FeatureCollection } from 'geojson';
import type { LayerSpecification, SourceSpecification, StyleSpecification } from 'maplibre-gl';
import type { TownLayerId } from '../contract/map_address.ts';
import { inOrder } from './layer_order.ts';
import { ANSWER, answerLayers } from './layers/answer.ts';
import type { StyleInput, TownLayer } from './layers/town_layer.ts';
import { whatIfLayers, whatIfSources } from './layers/what_if.ts';
import { pickedLayers, pickedSource } from './layers/picked.ts';
import { scaleLayers } from './scale_layers.ts';
import { TOWN, townSource } from './source.ts';
import { LAYERS } from './town_layers.ts';

export interface MapStyleInput extends StyleInput {
  /** The layers switched on; the others are hidden and stay loaded. */
  shown: ReadonlySet<TownLayerId>;
  answer: FeatureCollection;
  /** Where the picked point stands, lon lat in degrees; null for a building or nothing. */
  picked_at: [number, number] | null;
  /** Sizes of lines, marks and text against those of a desk screen: the page's text size over 16 px. */
  scale: number;
  font_faces: StyleSpecification['font-faces'];
}

/** The whole map as one value. */
export function mapStyle(input: MapStyleInput): StyleSpecification {
  const { palette, origin, run_id, answer, scale, font_faces } = input;
  const towns = Object.values(LAYERS);
  const layers: LayerSpecification[] = inOrder([
    { id: 'land', type: 'background', paint: { 'background-color': palette.land } },
    ...towns.flatMap((layer) => visible(layer, input)),
    ...answerLayers(palette),
    ...pickedLayers(palette),
    ...(input.what_if ? whatIfLayers(palette, input.what_if) : []),
  ]);
  const own = towns.map((layer): Record<string, SourceSpecification> => layer.sources?.(input) ?? {});
  return {
    version: 8,
    ...(font_faces && { 'font-faces': font_faces }),
    sources: {
      [TOWN]: townSource(origin, run_id),
      [ANSWER]: { type: 'geojson', data: answer },
      ...pickedSource(input.picked_at),
      ...(input.what_if && whatIfSources()),
      ...Object.assign({}, ...own),
    },
    layers: scaleLayers(layers, scale),
  };
}

function visible(layer: TownLayer, input: MapStyleInput): LayerSpecification[] {
  const styles = layer.style(input);
  if (input.shown.has(layer.id)) return styles;
  return styles.map(
    (style) => ({ ...style, layout: { ...style.layout, visibility: 'none' } }) as LayerSpecification,
  );
}
