import { expect, it } from 'vitest';
import { readItems, scratchFolder } from '../../tests/support/read_items.ts';
import { readerFor } from './detect.ts';
import { vehicleCodes } from './vocabulary.ts';

const file = scratchFolder();

it.each([
  [['mini'], ['mini']],
  [
    ['mini', 'trike'],
    ['mini', 'trike'],
  ],
  ['["mini", "pumper"]', ['mini', 'pumper']],
  ['水罐车2辆、云梯车', ['pumper', 'ladder']],
  ['小型消防车；电动三轮', ['mini', 'trike']],
  ['微型消防车和步行', ['mini', 'walk']],
  ['泵浦车/登高平台', ['pumper', 'ladder']],
  ['pumper;ladder', ['pumper', 'ladder']],
  ['pumper ladder', ['pumper', 'ladder']],
  ['fire engine and 2 tankers', ['pumper']],
])('reads %j', (value, codes) => {
  expect(vehicleCodes(value)).toEqual({ codes, unknown: [] });
});

it('tells nothing from what it does not know', () => {
  expect(vehicleCodes(null)).toBeNull();
  expect(vehicleCodes([])).toBeNull();
  expect(vehicleCodes('无')).toBeNull();
  expect(vehicleCodes(['mini', 'helicopter'])).toEqual({ codes: ['mini'], unknown: ['helicopter'] });
});

it('keeps the vehicles of a micro station given as a JSON array, and notes the one nobody knows', async () => {
  const station = (id: string, properties: object) => ({
    type: 'Feature',
    id,
    properties: { kind: 'micro', ...properties },
    geometry: { type: 'Point', coordinates: [118.1, 24.5] },
  });
  const path = file(
    'fire_stations.geojson',
    JSON.stringify({
      type: 'FeatureCollection',
      features: [
        station('a', { vehicles: ['mini'] }),
        station('b', { vehicles: ['trike', '直升机'] }),
        station('c', { vehicles: '直升机' }),
        station('d', {}),
      ],
    }),
  );
  const { rows, notes } = await readItems<'station'>(readerFor(path), path);
  expect(rows.map(({ attributes }) => attributes.vehicles)).toEqual([['mini'], ['trike'], [], []]);
  expect(notes.map(({ code }) => code).sort()).toEqual(['unknown-vehicle', 'unreadable-value']);
});
