import type { Feature, Geometry, Position } from 'geojson';
import { readerFor } from '../../geodata/import/detect.ts';
import { demoTown } from '../../geodata/demo/town.ts';
import { encodeEwkb } from '../../src/lib/contract/ewkb.ts';
import type { ImportRow } from '../../src/lib/contract/import.ts';
import type { LayerId, LayerRows } from '../../src/lib/contract/layer_rows.ts';
import { townOf, type Town, type TownRows } from '../../src/lib/server/services/town/load_town.ts';
import { RULES } from './made_town.ts';

/** Rows and arrays of a town straight from what a reader gives, without a database. */
export interface ReadTown {
  rows: TownRows;
  town: Town;
}

type Given = Pick<ImportRow, 'layer' | 'source_id' | 'geometry' | 'attributes'>;

/** The sample town. */
export function sampleTown(): ReadTown {
  const { layers } = demoTown();
  const given = (Object.entries(layers) as [LayerId, Feature[]][]).flatMap(([layer, features]) =>
    features.map(({ id, geometry, properties }): Given => ({
      layer,
      source_id: String(id),
      geometry,
      attributes: properties as LayerRows[LayerId],
    })),
  );
  return townOfRows(given);
}

/**
 * A file of the real input. Where it holds hardly a house, houses are put up along its streets: `houses` of them, evenly
 * over its ways, 12 m off.
 */
export async function townOfFile(path: string, { houses = 3000 } = {}): Promise<ReadTown> {
  const given: Given[] = [];
  for await (const item of readerFor(path)(path, { layer: null, crs: 'auto', encoding: 'auto', map: {} })) {
    if (item.kind === 'row') given.push(item);
  }
  const built = given.filter(({ layer }) => layer === 'building').length;
  return townOfRows(built < FEW_HOUSES ? [...given, ...housesAlong(given, houses)] : given);
}

const FEW_HOUSES = 100;

function housesAlong(given: readonly Given[], count: number): Given[] {
  const ways = given.filter(({ layer }) => layer === 'street').flatMap(({ geometry }) => linesOf(geometry));
  return Array.from({ length: count }, (_, i): Given => {
    const line = ways[Math.floor((i * ways.length) / count)];
    const [a, b] = [line[i % (line.length - 1)], line[(i % (line.length - 1)) + 1]];
    const [lon, lat] = [a[0] + 0.4 * (b[0] - a[0]) + 1.2e-4, a[1] + 0.4 * (b[1] - a[1]) + 1.2e-4];
    const ring = [
      [lon, lat],
      [lon + 1e-4, lat],
      [lon + 1e-4, lat + 1e-4],
      [lon, lat],
    ];
    const people = i % 3 === 0 ? (i % 7) + 0.25 : null;
    return {
      layer: 'building',
      source_id: `house/${i}`,
      geometry: { type: 'MultiPolygon', coordinates: [[ring]] },
      attributes: {
        name: null,
        use: null,
        height_m: null,
        floors: null,
        structure: null,
        people,
        ground_m: null,
      },
    };
  });
}

const AREAS = 4;

/** Areas are dealt out in turn, not by place: what is counted by area is what counts here. */
function townOfRows(given: readonly Given[]): ReadTown {
  const of = <L extends LayerId>(layer: L) =>
    given
      .filter((row) => row.layer === layer)
      .map(({ source_id, geometry, attributes }, i) => ({
        id: i + 1,
        source: 'read',
        source_id: source_id ?? '',
        geometry,
        ...(attributes as LayerRows[L]),
        ...middleOf(geometry),
      }));
  const rows: TownRows = {
    rules: RULES,
    streets: of('street')
      .flatMap((row) => linesOf(row.geometry).map((line) => ({ ...row, line })))
      .map(({ line, ...row }, i) => ({
        ...row,
        id: i + 1,
        area_id: null,
        closed: false,
        geom: encodeEwkb({ type: 'LineString', coordinates: line }),
      })),
    buildings: of('building').map((row) => ({
      ...row,
      area_id: row.id % (AREAS + 1) === 0 ? null : row.id % (AREAS + 1),
      populated_area_id: null,
      footprint_m2: 80,
      geom: encodeEwkb(row.geometry as never),
    })),
    obstacles: of('obstacle'),
    stations: of('station').map((row) => ({ ...row, area_id: null })),
    hydrants: of('hydrant').map((row) => ({ ...row, area_id: null })),
    mains: [],
    water_sources: of('water_source').map((row) => ({
      ...row,
      area_id: null,
      geom: encodeEwkb(row.geometry as never),
    })),
    places: [],
    areas: Array.from({ length: AREAS }, (_, i) => ({
      id: i + 1,
      parent_id: null,
      name: null,
      kind: 'village',
      population: null,
      has_mains: null,
      settlement_class: null,
      low_fire_resistance: null,
    })),
  };
  return { rows, town: townOf(rows) };
}

function linesOf(geometry: Geometry): Position[][] {
  if (geometry.type === 'LineString') return [geometry.coordinates];
  if (geometry.type === 'MultiLineString') return geometry.coordinates;
  throw new TypeError(`street of type ${geometry.type}`);
}

function middleOf(geometry: Geometry): { lon_deg: number; lat_deg: number } {
  if (geometry.type === 'GeometryCollection') throw new TypeError('a geometry collection');
  const flat = geometry.coordinates.flat(4) as number[];
  const middle = (values: number[]) => {
    const [least, most] = values.reduce(
      ([low, high], value) => [Math.min(low, value), Math.max(high, value)],
      [Infinity, -Infinity],
    );
    return (least + most) / 2;
  };
  return {
    lon_deg: middle(flat.filter((_, i) => i % 2 === 0)),
    lat_deg: middle(flat.filter((_, i) => i % 2 === 1)),
  };
}
