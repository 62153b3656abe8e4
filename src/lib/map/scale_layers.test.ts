import { describe, expect, it } from 'vitest';
import { TOWN_LAYERS } from '../contract/map_address.ts';
import { PALETTES } from './palette.ts';
import { scaleLayers, scaleOutputs } from './scale_layers.ts';
import { mapStyle } from './style.ts';
import { NO_ANSWER } from './layers/answer.ts';

describe('scaleOutputs', () => {
  it.each([
    [3, 6],
    [
      ['interpolate', ['linear'], ['zoom'], 9, 0.5, 14, ['step', ['zoom'], 1, 10, 3]],
      ['interpolate', ['linear'], ['zoom'], 9, 1, 14, ['step', ['zoom'], 2, 10, 6]],
    ],
    [
      ['match', ['get', 'kind'], ['a', 'b'], 1.5, 'c', 2, 1],
      ['match', ['get', 'kind'], ['a', 'b'], 3, 'c', 4, 2],
    ],
  ])('doubles the outputs of %j and nothing else', (value, doubled) => {
    expect(scaleOutputs(value, 2)).toEqual(doubled);
  });

  it('refuses what it does not know', () => {
    expect(() => scaleOutputs(['get', 'size'], 2)).toThrow('expected a number');
  });
});

describe('scaleLayers', () => {
  const style = (scale: number) =>
    mapStyle({
      palette: PALETTES.light,
      origin: 'http://here',
      run_id: null,
      picked: null,
      picked_at: null,
      area_id: null,
      lane: { passes_m: 3, complies_m: 4, clause: '', estimated_width_m: { primary: 7, road: null } },
      shown: new Set(TOWN_LAYERS),
      wanted: new Set(TOWN_LAYERS),
      answer: NO_ANSWER,
      what_if: { closed_streets: [5], rings: null },
      scale,
      font_faces: undefined,
    });

  it('knows every size of the style', () => {
    const [plain, large] = [style(1), style(2)];
    const station = (from: typeof plain) => from.layers.find(({ id }) => id === 'station');
    expect(large.layers.map(({ id }) => id)).toEqual(plain.layers.map(({ id }) => id));
    expect(station(plain)).toMatchObject({ layout: { 'text-size': 13 } });
    expect(station(large)).toMatchObject({ layout: { 'text-size': 26 } });
  });

  it('leaves everything as it is at 1', () => {
    const { layers } = style(1);
    expect(scaleLayers(layers, 1)).toBe(layers);
  });
});
