import { describe, expect, test } from 'vitest';
import { areaRow } from './osm_areas.ts';
import { obstacleRow } from './osm_obstacles.ts';
import { placeRow } from './osm_places.ts';
import { buildingRow, hydrantRow, stationRow, streetRow, waterMainRow } from './osm_tags.ts';
import { waterRow } from './osm_water.ts';

const tags = (of: Record<string, string>) => new Map(Object.entries(of));
const street = (of: Record<string, string>) => streetRow(tags(of), [1, 2]);

describe('streets', () => {
  test('known classes, links as their road, nothing else', () => {
    expect(street({ highway: 'residential' })?.street_class).toBe('residential');
    expect(street({ highway: 'trunk_link' })?.street_class).toBe('trunk');
    for (const highway of [
      'construction',
      'proposed',
      'platform',
      'raceway',
      'via_ferrata',
      'elevator',
      'toString',
    ])
      expect(street({ highway })).toBeNull();
    expect(street({})).toBeNull();
  });

  test.each([
    [{ oneway: 'yes' }, 1],
    [{ oneway: '1' }, 1],
    [{ oneway: '-1' }, -1],
    [{ oneway: 'reverse' }, -1],
    [{ oneway: 'reversible' }, 0],
    [{ oneway: 'alternating' }, 0],
    [{ junction: 'roundabout' }, 1],
    [{ junction: 'circular' }, 1],
    [{ junction: 'roundabout', oneway: 'no' }, 0],
    [{ highway: 'motorway' }, 1],
    [{ highway: 'motorway', oneway: 'no' }, 0],
    [{ highway: 'motorway_link' }, 0],
    [{ oneway: 'yes', 'oneway:psv': 'no' }, 1],
    [{ oneway: 'yes', 'oneway:emergency': 'no' }, 0],
    [{ highway: 'cycleway', oneway: 'yes' }, 0],
  ])('direction of %j', (of, oneway) => {
    expect(street({ highway: 'residential', ...of })?.oneway).toBe(oneway);
  });

  test('widths say where they come from', () => {
    const width = (of: Record<string, string>) => {
      const row = street({ highway: 'service', ...of });
      return [row?.width_m, row?.width_source];
    };
    expect(width({ width: '3.5' })).toEqual([3.5, 'measured']);
    expect(width({ width: '9', 'width:carriageway': '6' })).toEqual([6, 'measured']);
    expect(width({ width: '3', 'source:width': 'estimated' })).toEqual([3, 'estimated']);
    expect(width({ est_width: '3' })).toEqual([3, 'estimated']);
    expect(width({ width: 'narrow' })).toEqual([null, 'unknown']);
    expect(width({})).toEqual([null, 'unknown']);
  });

  test('limits, access and the rest', () => {
    expect(
      street({
        highway: 'service',
        name: '人民路',
        maxspeed: '30',
        maxwidth: '2.5',
        'maxwidth:physical': '2.3',
        maxheight: 'default',
        'maxheight:physical': '3.8',
        maxweight: '7.5',
        surface: 'asphalt',
        access: 'private',
        tunnel: 'yes',
      }),
    ).toEqual({
      name: '人民路',
      street_class: 'service',
      oneway: 0,
      maxspeed_kmh: 30,
      width_m: null,
      width_source: 'unknown',
      max_width_m: 2.3,
      max_height_m: 3.8,
      max_weight_t: 7.5,
      surface: 'asphalt',
      access: 'private',
      bridge: false,
      tunnel: true,
      level: -1,
      vertex_keys: [1, 2],
    });
  });

  test.each([
    [{ bridge: 'yes' }, 1],
    [{ bridge: 'yes', layer: '2' }, 2],
    [{ tunnel: 'yes', layer: '0' }, 0],
    [{ tunnel: 'building_passage' }, 0],
    [{ bridge: 'no' }, 0],
    [{ layer: '-3' }, -3],
  ])('level of %j', (of, level) => expect(street({ highway: 'service', ...of })?.level).toBe(level));
});

test('buildings, sheds and roofs included, entrances not', () => {
  expect(
    buildingRow(
      tags({
        building: 'apartments',
        'building:levels': '6',
        height: '18.5 m',
        'building:material': 'brick',
      }),
    ),
  ).toEqual({
    name: null,
    use: 'apartments',
    height_m: 18.5,
    floors: 6,
    structure: 'brick',
    people: null,
    ground_m: null,
  });
  expect(buildingRow(tags({ building: 'yes' }))?.use).toBeNull();
  expect(buildingRow(tags({ building: 'roof' }))).not.toBeNull();
  for (const building of ['no', 'entrance']) expect(buildingRow(tags({ building }))).toBeNull();
  expect(buildingRow(tags({ 'building:part': 'yes' }))).toBeNull();
});

describe('hydrants', () => {
  test('everything known', () => {
    expect(
      hydrantRow(
        tags({
          emergency: 'fire_hydrant',
          ref: 'H-7',
          'fire_hydrant:type': 'pillar',
          'fire_hydrant:diameter': 'DN100',
          'fire_hydrant:pressure': '4.5',
          flow_rate: '1200 l/min',
          operator: '水务公司',
          'survey:date': '2024-05-01',
          operational_status: 'operational',
        }),
      ),
    ).toEqual({
      name: 'H-7',
      kind: 'pillar',
      diameter_mm: 100,
      flow_lps: 20,
      pressure_mpa: 0.45,
      status: 'working',
      tested_on: null,
      owner: '水务公司',
      street_name: null,
      dead_end: null,
      ground_m: null,
    });
  });

  test.each([
    ['12.5', 12.5],
    ['-3 m', -3],
    ['40 ft', 12.192],
    ['ground', null],
    ['99999', null],
    [undefined, null],
  ])('ele=%s is %s m', (ele, ground_m) => {
    const of: Record<string, string> = ele === undefined ? {} : { ele };
    expect(hydrantRow(tags({ emergency: 'fire_hydrant', ...of }))?.ground_m).toBe(ground_m);
    expect(buildingRow(tags({ building: 'yes', ...of }))?.ground_m).toBe(ground_m);
    expect(waterRow(tags({ natural: 'water', ...of }), 'polygon')?.ground_m).toBe(ground_m);
  });

  test.each([
    [{ emergency: 'fire_hydrant' }, 'unknown'],
    [{ emergency: 'fire_hydrant', operational_status: 'broken' }, 'broken'],
    [{ emergency: 'fire_hydrant', disused: 'yes' }, 'broken'],
    [{ 'disused:emergency': 'fire_hydrant' }, 'broken'],
    [{ 'abandoned:emergency': 'fire_hydrant' }, 'broken'],
    [{ emergency: 'fire_hydrant', operational_status: 'working' }, 'working'],
  ])('status of %j', (of, status) =>
    expect(hydrantRow(tags(of as Record<string, string>))?.status).toBe(status),
  );
});

test.each([
  [{ intermittent: 'yes' }, 'not-in-drought'],
  [{ intermittent: 'no' }, 'all-year'],
  [{ seasonal: 'summer' }, 'not-in-drought'],
  [{ seasonal: 'no' }, null],
  [{}, null],
])('season of a stream with %j is %s', (of, season) =>
  expect(waterRow(tags({ waterway: 'stream', ...(of as Record<string, string>) }), 'line')?.season).toBe(
    season,
  ),
);

describe('water mains', () => {
  test('a pipeline that says it carries water', () => {
    const of = {
      man_made: 'pipeline',
      substance: 'water',
      diameter: '300',
      operator: '水务公司',
      ref: 'M-1',
    };
    expect(waterMainRow(tags(of))).toEqual({
      name: 'M-1',
      diameter_mm: 300,
      pressure_mpa: null,
      dead_end: null,
      owner: '水务公司',
    });
    expect(waterMainRow(tags({ ...of, pressure: '4', diameter: '12"' }))).toMatchObject({
      pressure_mpa: 0.4,
      diameter_mm: 304.8,
    });
  });

  test.each([
    { man_made: 'pipeline' },
    { man_made: 'pipeline', substance: 'gas' },
    { man_made: 'pipeline', substance: 'sewage' },
    { man_made: 'pipeline', substance: 'hot_water' },
    { man_made: 'water_works', substance: 'water' },
    { waterway: 'stream' },
  ] as Record<string, string>[])('%j is none', (of) => expect(waterMainRow(tags(of))).toBeNull());
});

test('fire stations: brigades, and enterprise ones of works', () => {
  expect(stationRow(tags({ amenity: 'fire_station' }))?.kind).toBe('brigade');
  expect(stationRow(tags({ amenity: 'fire_station', 'operator:type': 'volunteer' }))?.kind).toBe('brigade');
  expect(stationRow(tags({ amenity: 'fire_station', 'fire_station:type': 'industrial' }))?.kind).toBe(
    'enterprise',
  );
  expect(stationRow(tags({ amenity: 'school' }))).toBeNull();
});

test.each([
  [{ emergency: 'water_tank' }, 'point', 'tank'],
  [{ emergency: 'fire_water_pond' }, 'polygon', 'pond'],
  [{ emergency: 'suction_point' }, 'line', 'suction_point'],
  [{ man_made: 'water_well' }, 'point', 'well'],
  [{ natural: 'water', water: 'lake' }, 'polygon', 'lake'],
  [{ natural: 'water', water: 'river' }, 'polygon', 'river'],
  [{ natural: 'water' }, 'polygon', 'pond'],
  [{ natural: 'water', water: 'wastewater' }, 'polygon', undefined],
  [{ natural: 'water' }, 'point', undefined],
  [{ landuse: 'reservoir' }, 'polygon', 'lake'],
  [{ landuse: 'basin', basin: 'detention' }, 'polygon', undefined],
  [{ waterway: 'stream' }, 'line', 'river'],
  [{ waterway: 'canal' }, 'line', 'canal'],
  [{ waterway: 'stream', tunnel: 'culvert' }, 'line', undefined],
  [{ waterway: 'drain' }, 'line', undefined],
  [{ leisure: 'swimming_pool' }, 'polygon', undefined],
] as const)('water of %j as a %s is %s', (of, shape, kind) => {
  expect(waterRow(tags({ ...of }), shape)?.kind).toBe(kind);
});

test('obstacles: what is fixed, what opens, and the clear width it leaves', () => {
  const row = (of: Record<string, string>) => obstacleRow(tags(of));
  expect(row({ barrier: 'bollard' })).toMatchObject({ kind: 'bollard', fixed: true, clear_width_m: null });
  expect(row({ barrier: 'bollard', bollard: 'removable' })?.fixed).toBe(false);
  expect(row({ barrier: 'bollard', width: '0.2' })?.clear_width_m).toBeNull();
  expect(row({ barrier: 'gate', width: '3.2' })).toMatchObject({ fixed: false, clear_width_m: 3.2 });
  expect(row({ barrier: 'block', 'maxwidth:physical': '1.8' })).toMatchObject({
    fixed: true,
    clear_width_m: 1.8,
  });
  expect(row({ barrier: 'height_restrictor', maxheight: '2.1' })?.clear_height_m).toBe(2.1);
  expect(row({ barrier: 'sculpture' })).toMatchObject({ kind: 'sculpture', fixed: null });
  for (const barrier of ['kerb', 'entrance', 'cattle_grid', 'toll_booth', 'border_control', 'no'])
    expect(row({ barrier })).toBeNull();
});

test.each([
  [{ boundary: 'administrative', admin_level: '4' }, 'province'],
  [{ boundary: 'administrative', admin_level: '5', name: '泉州市' }, 'city'],
  [{ boundary: 'administrative', admin_level: '5', name: 'Regierungsbezirk Karlsruhe' }, 'other'],
  [{ boundary: 'administrative', admin_level: '6' }, 'county'],
  [{ boundary: 'administrative', admin_level: '8', place: 'city' }, 'town'],
  [{ boundary: 'administrative', admin_level: '10' }, 'village'],
  [{ boundary: 'administrative' }, 'other'],
  [{ place: 'hamlet' }, 'village'],
  [{ place: 'suburb' }, 'other'],
  [{ place: 'island' }, undefined],
  [{ boundary: 'protected_area' }, undefined],
])('area of %j is %s', (of, kind) => expect(areaRow(tags(of as Record<string, string>))?.kind).toBe(kind));

test.each([
  [{ amenity: 'school' }, 'school'],
  [{ amenity: 'charging_station', bicycle: 'yes' }, 'ebike_charging'],
  [{ amenity: 'charging_station' }, undefined],
  [{ amenity: 'bench', shop: 'supermarket' }, 'supermarket'],
  [{ shop: 'greengrocer' }, 'shop'],
  [{ shop: 'vacant' }, undefined],
  [{ amenity: 'constructor' }, undefined],
])('place of %j is %s', (of, kind) => expect(placeRow(tags(of as Record<string, string>))?.kind).toBe(kind));
