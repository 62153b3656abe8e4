import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, inject, test } from 'vitest';
import {
  FileRefused,
  type ImportItem,
  type ImportNote,
  type ImportRow,
} from '../../src/lib/contract/import.ts';
import type { LayerId } from '../../src/lib/contract/layer_rows.ts';
import { isDrivable } from '../../src/lib/domain/network/street_set.ts';
import { osmBlob, osmPbf, type OsmContent, type OsmFileOptions } from '../../tests/support/osm_pbf_writer.ts';
import { describeWithData, testData } from '../../tests/support/test_data.ts';
import { readOsmPbf } from './osm_pbf.ts';

let files = 0;
const tempFile = (bytes: Uint8Array) => {
  const path = join(inject('runFolder'), `osm_${process.pid}_${files++}.osm.pbf`);
  writeFileSync(path, bytes);
  return path;
};

async function read(path: string, layer: LayerId | null = null, crs = 'auto'): Promise<ImportItem[]> {
  const items: ImportItem[] = [];
  for await (const item of readOsmPbf(path, { layer, crs, encoding: 'auto', map: {} })) items.push(item);
  return items;
}

async function readContent(
  content: OsmContent | OsmContent[],
  options?: OsmFileOptions,
  layer: LayerId | null = null,
) {
  const items = await read(tempFile(osmPbf(content, options)), layer);
  return {
    rows: items.filter((item): item is ImportRow => item.kind === 'row'),
    notes: items.filter((item): item is ImportNote => item.kind === 'note'),
  };
}

async function refusal(path: string, layer: LayerId | null = null, crs = 'auto') {
  const error = await read(path, layer, crs).then(
    () => null,
    (error: unknown) => error,
  );
  expect(error).toBeInstanceOf(FileRefused);
  return error as FileRefused;
}

/** Three nodes of a street with a hydrant, ids beyond 32 bits. */
const BIG = 2 ** 40;
const TOWN: OsmContent = {
  nodes: [
    { id: BIG, lon: 118.1234567, lat: 24.5 },
    { id: BIG + 1, lon: 118.124, lat: 24.5000001, tags: { emergency: 'fire_hydrant' } },
    { id: BIG + 7, lon: -0.0000001, lat: -24.5 },
  ],
  ways: [{ id: 7, refs: [BIG, BIG + 1, BIG + 7], tags: { highway: 'residential', name: 'A' } }],
};
const HYDRANT = {
  layer: 'hydrant',
  source_id: `node/${BIG + 1}`,
  geometry: { type: 'Point', coordinates: [118.124, 24.5000001] },
};
const STREET = {
  layer: 'street',
  row: 'way/7',
  source_id: 'way/7',
  geometry: {
    type: 'LineString',
    coordinates: [
      [118.1234567, 24.5],
      [118.124, 24.5000001],
      [-1e-7, -24.5],
    ],
  },
  attributes: { name: 'A', vertex_keys: [BIG, BIG + 1, BIG + 7] },
};

describe('what a file may be made of', () => {
  test.each<[string, OsmFileOptions]>([
    ['dense nodes, zlib', {}],
    ['plain nodes', { dense: false }],
    ['unpacked blobs', { packing: 'raw' }],
    [
      'another granularity and offsets',
      { granularity_nd: 10, lon_offset_nd: 1_000_000_000, lat_offset_nd: -2_000_000_000 },
    ],
  ])('%s', async (_, options) => {
    const { rows, notes } = await readContent(TOWN, options);
    expect(rows).toMatchObject([HYDRANT, STREET]);
    expect(notes).toEqual([]);
  });

  test('elements in any order, over several blocks', async () => {
    const { rows } = await readContent([
      { relations: [], ways: TOWN.ways },
      { nodes: TOWN.nodes!.slice(2) },
      { nodes: TOWN.nodes!.slice(0, 2).reverse() },
    ]);
    expect(rows).toMatchObject([HYDRANT, STREET]);
  });

  test('negative ids of an editor that has not uploaded yet', async () => {
    const { rows } = await readContent({
      nodes: [
        { id: -1, lon: 1, lat: 1 },
        { id: -2, lon: 2, lat: 2 },
      ],
      ways: [{ id: -3, refs: [-1, -2], tags: { highway: 'track' } }],
    });
    expect(rows).toMatchObject([{ source_id: 'way/-3', attributes: { vertex_keys: [-1, -2] } }]);
  });

  test('of a node given twice the later place counts', async () => {
    const nodes = [
      { id: 1, lon: 1, lat: 1 },
      { id: 2, lon: 2, lat: 2 },
    ];
    const { rows } = await readContent([
      { nodes },
      { nodes: [{ id: 1, lon: 5, lat: 5 }], ways: [{ id: 3, refs: [1, 2], tags: { highway: 'track' } }] },
    ]);
    expect(rows[0].geometry).toEqual({
      type: 'LineString',
      coordinates: [
        [5, 5],
        [2, 2],
      ],
    });
  });

  test('pipelines that carry water, cut where their nodes are not in the file', async () => {
    const nodes = [1, 2, 4].map((id) => ({ id, lon: id / 1000, lat: 0 }));
    const pipe = { man_made: 'pipeline', location: 'underground' };
    const { rows } = await readContent({
      nodes,
      ways: [
        { id: 1, refs: [1, 2], tags: { ...pipe, substance: 'water', diameter: '200' } },
        { id: 2, refs: [1, 2], tags: { ...pipe, substance: 'gas' } },
        { id: 3, refs: [1, 2], tags: pipe },
        { id: 4, refs: [1, 2, 3, 4], tags: { ...pipe, substance: 'water' } },
      ],
    });
    expect(rows).toMatchObject([
      { layer: 'water_main', source_id: 'way/1', attributes: { diameter_mm: 200, dead_end: null } },
      {
        layer: 'water_main',
        source_id: 'way/4',
        geometry: {
          coordinates: [
            [0.001, 0],
            [0.002, 0],
          ],
        },
      },
    ]);
  });

  test('of a way given twice the first counts', async () => {
    const { rows, notes } = await readContent({ ...TOWN, ways: [...TOWN.ways!, ...TOWN.ways!] });
    expect(rows).toMatchObject([HYDRANT, STREET]);
    expect(notes).toMatchObject([{ layer: null, row: 'way/7', code: 'duplicate-id', effect: 'noted' }]);
  });

  test('locations stored with the ways', async () => {
    const { rows } = await readContent(
      {
        ways: [
          {
            id: 1,
            refs: [4, 9],
            locations: [
              [1, 2],
              [3, 4],
            ],
            tags: { highway: 'path' },
          },
        ],
      },
      { optional_features: ['LocationsOnWays'] },
    );
    expect(rows[0].geometry).toEqual({
      type: 'LineString',
      coordinates: [
        [1, 2],
        [3, 4],
      ],
    });
  });

  test('blobs of unknown kind are passed over', async () => {
    const bytes = osmPbf(TOWN);
    const { rows } = await read(tempFile(Buffer.concat([bytes, osmBlob('Index', new Uint8Array(9))]))).then(
      (items) => ({ rows: items }),
    );
    expect(rows).toMatchObject([HYDRANT, STREET]);
  });
});

describe('files that are refused', () => {
  test('empty', async () => {
    expect(await refusal(tempFile(new Uint8Array()))).toMatchObject({ code: 'empty-file', row: 'byte 0' });
  });

  test.each([
    ['XML', '<?xml version="1.0"?><osm version="0.6"></osm>'],
    ['JSON', '{"type":"FeatureCollection","features":[]}'],
    ['zeros', '\0'.repeat(100)],
    ['three bytes', 'abc'],
  ])('%s', async (_, text) => {
    expect((await refusal(tempFile(Buffer.from(text)))).code).toMatch(/^(not-osm-pbf|truncated)$/);
  });

  test('cut off anywhere', async () => {
    const whole = osmPbf([TOWN, TOWN]);
    const header_end = osmPbf([]).length;
    const first_block_end = osmPbf(TOWN).length;
    for (let size = 1; size < whole.length; size++) {
      if (size === header_end || size === first_block_end) continue;
      const { code, row } = await refusal(tempFile(whole.subarray(0, size)));
      expect(code).toMatch(size < header_end ? /^(not-osm-pbf|truncated)$/ : /^truncated$/);
      expect(row).toBe(
        `byte ${size < header_end ? 0 : size < first_block_end ? header_end : first_block_end}`,
      );
    }
  });

  test('with a byte changed anywhere: refused by name or read, never another error', async () => {
    const whole = osmPbf(TOWN, { packing: 'raw' });
    const codes = new Set<string>();
    for (let at = 0; at < whole.length; at++) {
      const bytes = Buffer.from(whole);
      bytes[at] ^= 0xff;
      await read(tempFile(bytes)).catch((error: unknown) => {
        expect(error).toBeInstanceOf(FileRefused);
        codes.add((error as FileRefused).code);
      });
    }
    expect([...codes]).toEqual(expect.arrayContaining(['not-osm-pbf', 'truncated', 'corrupt-block']));
  });

  test('a packed block that does not unpack', async () => {
    const bytes = osmPbf(TOWN);
    bytes[bytes.length - 20] ^= 0xff;
    expect(await refusal(tempFile(bytes))).toMatchObject({ code: 'corrupt-block' });
  });

  test('tags of dense nodes that never end', async () => {
    const bytes = osmPbf(
      { nodes: [{ id: 1, lon: 0, lat: 0, tags: { emergency: 'fire_hydrant' } }] },
      { packing: 'raw' },
    );
    const at = bytes.lastIndexOf(Buffer.from([(10 << 3) | 2, 3, 1, 2, 0]));
    bytes[at + 4] = 2;
    expect(await refusal(tempFile(bytes))).toMatchObject({ code: 'corrupt-block' });
  });

  test.each(['lzma', 'lz4', 'zstd'] as const)('packed with %s', async (packing) => {
    const { code, message } = await refusal(tempFile(osmPbf(TOWN, { packing })));
    expect(code).toBe('unsupported-compression');
    expect(message).toContain(packing);
  });

  test('histories and unknown features', async () => {
    const file = (feature: string) =>
      tempFile(osmPbf(TOWN, { required_features: ['OsmSchema-V0.6', feature] }));
    expect((await refusal(file('HistoricalInformation'))).code).toBe('history-file');
    expect((await refusal(file('Teleports'))).message).toContain('Teleports');
  });

  test('without a row of the layer asked, or of any', async () => {
    expect((await refusal(tempFile(osmPbf(TOWN)), 'building')).code).toBe('no-row-of-layer');
    expect((await refusal(tempFile(osmPbf({ nodes: [{ id: 1, lon: 0, lat: 0 }] })))).code).toBe('no-rows');
  });

  test('said to be in another coordinate system', async () => {
    expect((await refusal(tempFile(osmPbf(TOWN)), null, 'gcj02')).code).toBe('crs-not-wgs84');
  });
});

/** A node every 0.001 degree: id 1 + x + 10 y. */
const GRID = Array.from({ length: 100 }, (_, i) => ({
  id: i + 1,
  lon: (i % 10) / 1000,
  lat: Math.floor(i / 10) / 1000,
}));
const at = (x: number, y: number) => 1 + x + 10 * y;
const square = (x: number, y: number, side: number) => [
  at(x, y),
  at(x + side, y),
  at(x + side, y + side),
  at(x, y + side),
  at(x, y),
];

describe('streets', () => {
  test('are cut where the extract ends, noted once', async () => {
    const { rows, notes } = await readContent({
      nodes: GRID,
      ways: [
        { id: 1, refs: [at(0, 0), at(1, 0), 900, at(2, 0), at(3, 0), 901], tags: { highway: 'service' } },
        { id: 2, refs: [900, at(0, 0), 901], tags: { highway: 'service' } },
        { id: 3, refs: [at(0, 1), at(0, 1), at(1, 1)], tags: { highway: 'service' } },
      ],
    });
    expect(rows.map((row) => row.source_id)).toEqual(['way/1', 'way/1#2', 'way/3']);
    expect(rows[1].attributes).toMatchObject({ vertex_keys: [at(2, 0), at(3, 0)] });
    expect(rows[2].attributes).toMatchObject({ vertex_keys: [at(0, 1), at(1, 1)] });
    expect(notes).toMatchObject([
      { row: 'way/2', code: 'missing-nodes', effect: 'noted' },
      { row: 'file', code: 'clipped-streets', effect: 'noted', message: expect.stringMatching(/^1 /) },
    ]);
  });

  test('drawn as areas stay lines', async () => {
    const { rows } = await readContent({
      nodes: GRID,
      ways: [{ id: 1, refs: square(0, 0, 2), tags: { highway: 'pedestrian', area: 'yes' } }],
    });
    expect(rows).toMatchObject([{ layer: 'street', geometry: { type: 'LineString' } }]);
  });
});

test('an obstacle belongs to the lowest drivable street through its node; on footways it is none', async () => {
  const nodes = GRID.map((node) =>
    [at(1, 0), at(5, 5)].includes(node.id) ? { ...node, tags: { barrier: 'gate' } } : node,
  );
  const { rows } = await readContent(
    {
      nodes,
      ways: [
        { id: 1, refs: [at(0, 0), at(1, 0)], tags: { highway: 'residential' } },
        { id: 2, refs: [at(1, 0), at(2, 0)], tags: { highway: 'service' } },
        { id: 3, refs: [at(1, 0), at(1, 1), at(5, 5)], tags: { highway: 'footway' } },
      ],
    },
    {},
    'obstacle',
  );
  expect(rows).toMatchObject([
    {
      source_id: `node/${at(1, 0)}`,
      attributes: { kind: 'gate', fixed: false, status: 'standing', street_source_id: 'way/2' },
    },
  ]);
});

describe('outlines', () => {
  const multipolygon = (id: number, tags: Record<string, string>, members: [id: number, role: string][]) => ({
    id,
    tags: { type: 'multipolygon', ...tags },
    members: members.map(([id, role]) => ({ type: 'way' as const, id, role })),
  });

  test('of closed ways and of relations with holes', async () => {
    const { rows } = await readContent({
      nodes: GRID,
      ways: [
        { id: 1, refs: square(0, 0, 1), tags: { building: 'yes' } },
        { id: 2, refs: [at(2, 2), at(6, 2), at(6, 6)] },
        { id: 3, refs: [at(6, 6), at(2, 6), at(2, 2)] },
        { id: 4, refs: square(3, 3, 1) },
      ],
      relations: [
        multipolygon(9, { building: 'school', amenity: 'school' }, [
          [2, 'outer'],
          [3, 'outer'],
          [4, 'inner'],
        ]),
      ],
    });
    expect(rows.map((row) => [row.layer, row.source_id])).toEqual([
      ['building', 'way/1'],
      ['building', 'relation/9'],
      ['place', 'relation/9'],
    ]);
    expect(rows[1].geometry).toMatchObject({ type: 'Polygon', coordinates: [{ length: 5 }, { length: 5 }] });
  });

  test('what has none is told with its reason', async () => {
    const { rows, notes } = await readContent({
      nodes: [...GRID, { id: 500, lon: 0, lat: 0, tags: { building: 'yes' } }],
      ways: [
        { id: 1, refs: [at(0, 0), at(1, 0), at(1, 1)], tags: { building: 'yes' } },
        { id: 2, refs: [at(0, 0), at(1, 0), 900, at(0, 0)], tags: { building: 'yes' } },
        { id: 3, refs: [at(0, 0), at(1, 0), at(2, 0), at(0, 0)], tags: { building: 'yes' } },
        { id: 4, refs: [at(0, 0), at(1, 0), at(1, 1)] },
        { id: 5, refs: square(4, 4, 1), tags: { building: 'yes' } },
      ],
      relations: [
        multipolygon(6, { building: 'yes' }, [[4, 'outer']]),
        multipolygon(7, { building: 'yes' }, [
          [4, 'outer'],
          [99, 'outer'],
        ]),
        { ...multipolygon(8, { building: 'yes' }, []), tags: { type: 'site', building: 'yes' } },
      ],
    });
    expect(rows.map((row) => row.source_id)).toEqual(['way/5']);
    expect(notes.map((note) => [note.row, note.code, note.effect])).toEqual([
      ['node/500', 'wrong-geometry', 'noted'],
      ['relation/8', 'no-outline', 'noted'],
      ['way/1', 'open-way', 'rejected'],
      ['way/2', 'missing-nodes', 'noted'],
      ['way/3', 'no-area', 'rejected'],
      ['relation/6', 'open-ring', 'rejected'],
      ['relation/7', 'incomplete-relation', 'noted'],
    ]);
  });

  test('a building tagged on relation and outer way is one; where the relation fails, the way stands', async () => {
    const both = (members: [id: number, role: string][]) =>
      readContent({
        nodes: GRID,
        ways: [
          { id: 1, refs: square(0, 0, 5), tags: { building: 'yes' } },
          { id: 2, refs: square(1, 1, 1) },
        ],
        relations: [multipolygon(9, { building: 'yes' }, members)],
      });
    const whole = await both([
      [1, 'outer'],
      [2, 'inner'],
    ]);
    expect(whole.rows.map((row) => row.source_id)).toEqual(['relation/9']);
    expect(whole.notes).toMatchObject([{ row: 'way/1', code: 'outer-of-relation', effect: 'noted' }]);
    const broken = await both([
      [1, 'outer'],
      [99, 'inner'],
    ]);
    expect(broken.rows.map((row) => row.source_id)).toEqual(['way/1']);
  });

  test('administrative areas: from relations, and from closed ways that are part of none', async () => {
    const admin = { boundary: 'administrative', admin_level: '8' };
    const { rows } = await readContent(
      {
        nodes: GRID,
        ways: [
          { id: 1, refs: square(0, 0, 2), tags: admin },
          { id: 2, refs: square(5, 5, 2), tags: { ...admin, name: 'B' } },
          { id: 3, refs: [at(0, 0), at(0, 9)], tags: admin },
        ],
        relations: [
          {
            ...multipolygon(9, {}, [[1, 'outer']]),
            tags: { type: 'boundary', ...admin, name: 'A', population: '1,200' },
          },
        ],
      },
      {},
      'area',
    );
    expect(rows.map((row) => [row.source_id, row.attributes])).toMatchObject([
      ['way/2', { name: 'B', kind: 'town' }],
      ['relation/9', { name: 'A', kind: 'town', population: 1200 }],
    ]);
  });

  test('rivers are lines, closed water is an outline', async () => {
    const { rows } = await readContent(
      {
        nodes: GRID,
        ways: [
          { id: 1, refs: [at(0, 0), at(9, 0)], tags: { waterway: 'river' } },
          { id: 2, refs: square(2, 2, 1), tags: { natural: 'water', water: 'lake', waterway: 'river' } },
          { id: 3, refs: square(5, 5, 1), tags: { waterway: 'canal' } },
        ],
      },
      {},
      'water_source',
    );
    expect(rows.map((row) => [row.geometry.type, row.attributes])).toMatchObject([
      ['LineString', { kind: 'river' }],
      ['Polygon', { kind: 'lake' }],
      ['LineString', { kind: 'canal' }],
    ]);
  });
});

test('a hydrant at an impossible latitude is rejected by name', async () => {
  const { rows, notes } = await readContent({
    nodes: [
      { id: 1, lon: 8, lat: 200, tags: { emergency: 'fire_hydrant' } },
      { id: 2, lon: 8, lat: 50, tags: { emergency: 'fire_hydrant' } },
    ],
  });
  expect(rows.map((row) => row.source_id)).toEqual(['node/2']);
  expect(notes).toMatchObject([
    { layer: 'hydrant', row: 'node/1', code: 'latitude-out-of-range', effect: 'rejected' },
  ]);
});

const EXTRACTS = [
  // file, hydrants, stations, buildings, drivable ways
  ['osm/liechtenstein-latest.osm.pbf', 12, 7, 15_834, 4_958],
  ['osm/andorra-latest.osm.pbf', 13, 5, 5_031, 3_225],
  ['osm/monaco-valhalla.osm.pbf', 3, 2, 1_151, 892],
  ['osm/heidelberg.test.osm.pbf', 12, 2, 5, 15_788],
] as const;

describeWithData(
  'real extracts',
  EXTRACTS.map(([path]) => path),
  () => {
    test.each(EXTRACTS)('%s', async (path, hydrants, stations, buildings, drivable_ways) => {
      const items = await read(testData(path)!);
      const rows = items.filter((item): item is ImportRow => item.kind === 'row');
      const count = (layer: LayerId) => rows.filter((row) => row.layer === layer).length;
      expect([count('hydrant'), count('station'), count('building')]).toEqual([
        hydrants,
        stations,
        buildings,
      ]);
      const drivable = rows.filter(
        (row) => row.layer === 'street' && isDrivable((row as ImportRow<'street'>).attributes.street_class),
      );
      expect(new Set(drivable.map((row) => row.source_id?.replace(/#.*/, ''))).size).toBe(drivable_ways);
      expect(new Set(rows.map((row) => `${row.layer} ${row.source_id}`)).size).toBe(rows.length);
    });

    test('cut off in the middle', async () => {
      const bytes = readFileSync(testData(EXTRACTS[2][0])!);
      expect((await refusal(tempFile(bytes.subarray(0, 200_000)))).code).toBe('truncated');
    });
  },
);
