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
    features.map(
      ({ id, geometry, properties }): Given => ({
        layer,
        source_id: String(id),
        geometry,
        attributes: properties as LayerRows[LayerId],
      }),
    ),
  );
  return townOfRows(given);
}

/** A file of the real input. */
export async function townOfFile(path: string): Promise<ReadTown> {
  const given: Given[] = [];
  for await (const item of readerFor(path)(path, { layer: null, crs: 'auto', encoding: 'auto', map: {} })) {
    if (item.kind === 'row') given.push(item);
  }
  return townOfRows(given);
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
