import { readerFor } from '../../geodata/import/detect.ts';
import type { ImportRow } from '../../src/lib/contract/import.ts';
import { STREET_CLASSES, type StreetSet } from '../../src/lib/domain/network/street_set.ts';

type Street = ImportRow<'street'>;

/** The streets of a file, as the product's own reader gives them; limits on size and speed are left out. */
export async function streetsOfFile(path: string): Promise<StreetSet> {
  const rows: Street[] = [];
  const options = { layer: 'street', crs: 'auto', encoding: 'auto', map: {} } as const;
  for await (const item of readerFor(path)(path, options)) {
    if (item.kind === 'row' && item.layer === 'street') rows.push(item as Street);
  }
  const ways = rows.flatMap(({ geometry, attributes }) => {
    if (geometry.type === 'LineString') return [{ line: geometry.coordinates, attributes }];
    if (geometry.type !== 'MultiLineString') throw new Error(`street of type ${geometry.type}`);
    return geometry.coordinates.map((line) => ({ line, attributes }));
  });
  const first_vertex = new Uint32Array(ways.length + 1);
  ways.forEach(({ line }, i) => (first_vertex[i + 1] = first_vertex[i] + line.length));
  const columns = new Uint8Array(ways.length);
  return {
    count: ways.length,
    id: Float64Array.from(ways.keys()),
    coords_deg: Float64Array.from(ways.flatMap(({ line }) => line.flatMap(([lon, lat]) => [lon, lat]))),
    first_vertex,
    vertex_key: Float64Array.from(
      ways.flatMap(({ line, attributes }) => attributes.vertex_keys ?? line.map(() => 0)),
    ),
    street_class: Uint8Array.from(ways, ({ attributes }) => STREET_CLASSES.indexOf(attributes.street_class)),
    oneway: Int8Array.from(ways, ({ attributes }) => attributes.oneway),
    maxspeed_kmh: columns,
    clear_width_mm: new Uint16Array(columns),
    clear_height_mm: new Uint16Array(columns),
    max_weight_kg: new Uint32Array(columns),
    level: Int8Array.from(ways, ({ attributes }) => attributes.level),
  };
}
