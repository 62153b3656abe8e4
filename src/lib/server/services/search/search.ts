import { SEARCH_KINDS, type SearchAnswer, type SearchResult } from '../../../contract/api_search.ts';
import type { Actor, Database } from '../../db/database.ts';
import { layerBounds } from '../../queries/layer_bounds.ts';
import { namedRows, type NamedRow } from '../../queries/named_rows.ts';
import { tileVersion } from '../../queries/tile_version.ts';
import { coordinatesIn } from './coordinate_text.ts';
import { matchRank, plainName, searchName, type SearchName } from './name_match.ts';

interface NameIndex {
  key: string;
  rows: readonly NamedRow[];
  /** By row; rows of one name share an entry. */
  names: readonly SearchName[];
  bounds_deg: [number, number, number, number] | null;
}

/** Names as an actor sees them, by database; read again when the data changed. */
const kept = new WeakMap<Database, NameIndex>();

/**
 * Finds what somebody typed: coordinates, then names by how well they fit (whole, beginning, part, pinyin
 * initials, pinyin), areas before stations, places, streets, hydrants and buildings, then the shorter name.
 */
export async function search(
  database: Database,
  actor: Actor,
  typed: string,
  limit: number,
): Promise<SearchAnswer> {
  const { rows, names, bounds_deg } = await nameIndex(database, actor);
  const wanted = plainName(typed);
  const found: { row: NamedRow; rank: number }[] = [];
  rows.forEach((row, i) => {
    const rank = matchRank(names[i], wanted);
    if (rank !== null) found.push({ row, rank });
  });
  const order = (kind: NamedRow['kind']) => SEARCH_KINDS.indexOf(kind);
  found.sort(
    (a, b) =>
      a.rank - b.rank ||
      order(a.row.kind) - order(b.row.kind) ||
      a.row.name.length - b.row.name.length ||
      a.row.id - b.row.id,
  );
  const coordinates = coordinatesIn(typed, bounds_deg).map(([lon_deg, lat_deg]): SearchResult => ({
    kind: 'coordinate',
    id: null,
    name: `${lat_deg}, ${lon_deg}`,
    detail: null,
    lon_deg,
    lat_deg,
    bounds_deg: null,
  }));
  return { results: [...coordinates, ...found.map(({ row }) => row)].slice(0, limit) };
}

async function nameIndex(database: Database, actor: Actor): Promise<NameIndex> {
  const db = database.as(actor);
  const key = JSON.stringify([actor.areas, (await tileVersion(db)).stamp]);
  const known = kept.get(database);
  if (known?.key === key) return known;
  const rows = await namedRows(db);
  const by_name = new Map<string, SearchName>();
  const names = rows.map(({ name }) => {
    const ready = by_name.get(name) ?? searchName(name);
    by_name.set(name, ready);
    return ready;
  });
  const index = { key, rows, names, bounds_deg: await layerBounds(db) };
  kept.set(database, index);
  return index;
}
