import type { FeatureCollection } from 'geojson';
import type { LayerSpecification, StyleSpecification } from 'maplibre-gl';
import { ANSWER, answerLayers } from './layers/answer.ts';
import { areaLabelLayers, areaLayers } from './layers/area.ts';
import { buildingLayers } from './layers/building.ts';
import { hydrantLayers } from './layers/hydrant.ts';
import { obstacleLayers } from './layers/obstacle.ts';
import { placeLayers } from './layers/place.ts';
import { stationLayers } from './layers/station.ts';
import { streetLabelLayers, streetLayers } from './layers/street.ts';
import { waterLayers, waterPointLayers } from './layers/water.ts';
import type { Palette } from './palette.ts';
import { scaleLayers } from './scale_layers.ts';
import { TOWN, townSource } from './source.ts';

export interface StyleInput {
  palette: Palette;
  /** Where the tiles come from: scheme, host and port. */
  origin: string;
  selected: number | null;
  answer: FeatureCollection;
  /** Sizes of lines, marks and text against those of a desk screen: the page's text size over 16 px. */
  scale: number;
}

/** The whole map as one value. The order of this list is the order on screen, bottom to top. */
export function mapStyle({ palette, origin, selected, answer, scale }: StyleInput): StyleSpecification {
  const layers: LayerSpecification[] = [
    { id: 'land', type: 'background', paint: { 'background-color': palette.land } },
    ...waterLayers(palette),
    ...streetLayers(palette),
    ...buildingLayers(palette, selected),
    ...areaLayers(palette),
    ...answerLayers(palette),
    ...obstacleLayers(),
    ...waterPointLayers(palette),
    ...hydrantLayers(palette),
    ...streetLabelLayers(palette),
    ...placeLayers(palette),
    ...areaLabelLayers(palette),
    ...stationLayers(palette),
  ];
  return {
    version: 8,
    sources: { [TOWN]: townSource(origin), [ANSWER]: { type: 'geojson', data: answer } },
    layers: scaleLayers(layers, scale),
  };
}
