import type { Feature, Geometry, LineString, Position } from 'geojson';
import type { LayerId, LayerRows } from '../../src/lib/contract/layer_rows.ts';
import type { SeedTable, SeedUpdate } from '../../src/lib/contract/seed_table.ts';
import { buildings, type Building } from './buildings.ts';
import { Chance } from './chance.ts';
import { Ground } from './ground.ts';
import { hazards, type Hazard } from './hazards.ts';
import { groundHeight_m, surveyedHeight_m } from './heights.ts';
import { hydrants, type Hydrant } from './hydrants.ts';
import { mains, type Main } from './mains.ts';
import { obstacles } from './obstacles.ts';
import { degreesOf, lineOf, multiOf, pointOf, polygonOf } from './position.ts';
import { places } from './places.ts';
import { between, type Place } from './plane.ts';
import { records } from './records.ts';
import { Spots } from './spots.ts';
import { stations, type Station } from './stations.ts';
import type { StreetLine } from './street_line.ts';
import { streets } from './streets.ts';
import { operatingSurfaces } from './surfaces.ts';
import { TOWN_AREA, VILLAGES } from './villages.ts';
import { waterSources } from './waters.ts';
import { clusters } from './clusters.ts';

/** Source of every row of the sample town. */
export const DEMO_SOURCE = 'demo';
const SEED = 20_261_101;
const BARRED_WINDOWS = 40;
/** Share of years in which an intake gives its flow at low water. */
const GUARANTEE = { 'all-year': 0.95, 'not-in-drought': 0.75 };

type Identified<T> = T & { id: string };

/** The sample town: features by layer as files hold them, and rows of the tables without a file. */
export interface DemoTown {
  layers: Record<LayerId, Feature[]>;
  tables: SeedTable[];
  updates: SeedUpdate[];
  mains: Main[];
  stations: Station[];
  hydrants: Identified<Hydrant>[];
  hazards: Identified<Hazard & { building_id: string }>[];
  barred_windows: { id: string; building_id: string }[];
  water_states: { id: string; status: string }[];
}

/** Makes the sample town, 示例·榕溪镇, a sub-district that does not exist. The same on every machine and every run. */
export function demoTown(): DemoTown {
  const chance = new Chance(SEED);
  const lines = streets(chance.of('streets'));
  const houses = buildings(lines, chance.of('buildings'));
  const ground = new Ground(lines);
  for (const { rings } of houses) ground.take(rings[0]);
  const spots = new Spots(lines, ground);
  const water_mains = mains(lines);
  const forces = stations(spots);
  const waters = waterSources(spots, ground, chance.of('water')).map((water, i) => ({
    ...water,
    id: id('w', i),
  }));
  const posts = hydrants(water_mains, lines, ground, chance.of('hydrants')).map((post, i) => ({
    ...post,
    id: id('h', i),
  }));
  const found = hazards(houses, chance.of('hazards')).map((hazard, i) => ({
    ...hazard,
    id: id('z', i),
    building_id: id('b', hazard.building),
  }));
  const on_streets = obstacles(lines, chance.of('obstacles'));
  const windows = barredWindows(houses, chance.of('windows'));
  const made = {
    layers: {
      area: [TOWN_AREA, ...VILLAGES].map((area) =>
        feature('area', area.id, multiOf([[area.ring]]), area.attributes),
      ),
      street: lines.map((line, i) =>
        feature('street', id('s', i), lineOf(line.points), streetAttributes(line)),
      ),
      hydrant: posts.map((post) => feature('hydrant', post.id, pointOf(post.place), post.attributes)),
      water_source: waters.map(({ id: water_id, shape, season, attributes }) =>
        feature('water_source', water_id, 'point' in shape ? pointOf(shape.point) : polygonOf([shape.ring]), {
          ...attributes,
          season,
          ...('point' in shape && {
            ground_m: groundHeight_m(shape.point),
            low_flow_guarantee: attributes.kind === 'suction_point' && season ? GUARANTEE[season] : null,
          }),
        }),
      ),
      station: forces.map((station) =>
        feature('station', station.id, pointOf(station.place), station.attributes),
      ),
      building: houses.map(({ rings, attributes, middle }, i) =>
        feature('building', id('b', i), multiOf([rings]), {
          ...attributes,
          ground_m: surveyedHeight_m(middle),
        }),
      ),
      obstacle: [
        ...on_streets.map(({ place, street, attributes }, i) =>
          feature('obstacle', id('o', i), pointOf(place), {
            ...attributes,
            street_source_id: id('s', street),
          }),
        ),
        ...windows.map(({ id: window_id, place, attributes }) =>
          feature('obstacle', window_id, pointOf(place), attributes),
        ),
      ],
      place: places(houses, chance.of('places')).map(({ place, attributes }, i) =>
        feature('place', id('p', i), pointOf(place), attributes),
      ),
      cluster: clusters(houses).map(({ ring, attributes }, i) =>
        feature('cluster', id('c', i), multiOf([[ring]]), attributes),
      ),
      hazard: found.map((hazard) => feature('hazard', hazard.id, pointOf(hazard.place), hazard.attributes)),
      operating_surface: operatingSurfaces(houses, ground).map(({ ring, attributes }, i) =>
        feature('operating_surface', id('f', i), multiOf([[ring]]), attributes),
      ),
      water_main: water_mains.map((main, i) => {
        const { diameter_mm, dead_end } = main;
        const at: LineString = { type: 'LineString', coordinates: mainPositions(main) };
        return feature('water_main', id('m', i), at, {
          name: lines[main.street].name,
          diameter_mm,
          pressure_mpa: null,
          dead_end,
          owner: '示例自来水公司',
        });
      }),
    },
    mains: water_mains,
    stations: forces,
    hydrants: posts,
    hazards: found,
    barred_windows: windows.map(({ id: window_id, building }) => ({
      id: window_id,
      building_id: id('b', building),
    })),
    water_states: waters.map(({ id: water_id, attributes }) => ({
      id: water_id,
      status: attributes.status,
    })),
  };
  return { ...made, ...records(made, chance.of('records')) };
}

const id = (letter: string, index: number) =>
  `${letter}${String(index + 1).padStart(letter === 'b' || letter === 's' ? 4 : 3, '0')}`;

function feature<L extends LayerId>(
  _layer: L,
  source_id: string,
  geometry: Geometry,
  attributes: LayerRows[L],
): Feature {
  return {
    type: 'Feature',
    id: source_id,
    geometry,
    properties: { source: DEMO_SOURCE, source_id, ...attributes },
  };
}

function streetAttributes(line: StreetLine): LayerRows['street'] {
  return {
    name: line.name,
    street_class: line.street_class,
    oneway: line.oneway ?? 0,
    maxspeed_kmh: line.maxspeed_kmh ?? null,
    width_m: line.width_m,
    width_source: line.width_source,
    max_width_m: null,
    max_height_m: line.max_height_m ?? null,
    max_weight_t: line.max_weight_t ?? null,
    surface: line.surface,
    access: null,
    bridge: line.bridge ?? false,
    tunnel: false,
    level: line.bridge ? 1 : 0,
    vertex_keys: null,
  };
}

interface BarredWindow {
  id: string;
  place: Place;
  building: number;
  attributes: LayerRows['obstacle'];
}

/** Windows and doors barred on rental houses, on the wall that faces the lane. */
function barredWindows(houses: readonly Building[], chance: Chance): BarredWindow[] {
  const rented = houses.flatMap(({ attributes }, i) => (attributes.use === 'rental-house' ? [i] : []));
  return chance
    .shuffled(rented)
    .slice(0, BARRED_WINDOWS)
    .map((building, k) => {
      const [a, b] = houses[building].rings[0];
      return {
        id: `g${String(k + 1).padStart(3, '0')}`,
        building,
        place: between(a, b, 0.3),
        attributes: {
          kind: 'barred_window',
          fixed: true,
          clear_width_m: null,
          clear_height_m: null,
          status: chance.yes(0.35) ? 'cleared' : 'standing',
          due_on: '2025-12-31',
          street_source_id: null,
        },
      };
    });
}

/** Where the mains lie, for whoever wants to draw them. */
export const mainPositions = (main: Main): Position[] => main.points.map(degreesOf);
