import { expect, it } from 'vitest';
import { TOWN_LAYERS } from '../contract/map_address.ts';
import { CUSTOM_LAYERS, inOrder, layerAbove, LAYER_ORDER } from './layer_order.ts';
import { NO_ANSWER } from './layers/answer.ts';
import { PALETTES } from './palette.ts';
import { mapStyle } from './style.ts';
import { PICK_OF } from './town_layers.ts';

const STYLED = LAYER_ORDER.filter((id) => !(CUSTOM_LAYERS as readonly string[]).includes(id));

const style = (shown: ReadonlySet<(typeof TOWN_LAYERS)[number]>) =>
  mapStyle({
    palette: PALETTES.dark,
    origin: 'http://here',
    run_id: 7,
    picked: { kind: 'building', id: 3 },
    picked_at: null,
    area_id: 2,
    lane: { passes_m: 3, complies_m: 4, clause: '', estimated_width_m: { primary: 7, road: null } },
    shown,
    wanted: shown,
    answer: NO_ANSWER,
    what_if: { closed_streets: [5], rings: null },
    scale: 1,
    font_faces: undefined,
  });

it('draws every layer that has a place, in that place', () => {
  expect(style(new Set(TOWN_LAYERS)).layers.map(({ id }) => id)).toEqual(STYLED);
});

it('hides what is switched off and keeps it loaded', () => {
  const { layers, sources } = style(new Set(['street']));
  expect(layers.map(({ id }) => id)).toEqual(STYLED);
  const hidden = layers.filter(({ layout }) => layout && 'visibility' in layout).map(({ id }) => id);
  expect(hidden).toContain('building');
  expect(hidden).not.toContain('street_main');
  expect(sources['hazards']).toMatchObject({ data: { features: [] } });
});

it('answers clicks only with layers it draws', () => {
  for (const id of Object.keys(PICK_OF)) expect(LAYER_ORDER).toContain(id);
});

it('throws for a layer nobody gave a place', () => {
  expect(() => inOrder([{ id: 'land' }, { id: 'moon' }])).toThrow('got "moon"');
});

it('puts a layer that draws itself right under the next one above', () => {
  expect(layerAbove('arrival', ['land', 'street_main', 'gap', 'building'])).toBe('gap');
  expect(layerAbove('arrival', ['land', 'street_main'])).toBeUndefined();
});
