import type { z } from 'zod';
import type { BuildingColumns, MainColumns, StreetLimits, TownData } from '../domain/live/town_data.ts';
import type { Network } from '../domain/network/network.ts';
import type { StreetSet } from '../domain/network/street_set.ts';
import type { AskingBuildings } from '../domain/water/asking_buildings.ts';
import {
  refuseAsking,
  refuseBuildings,
  refuseLists,
  refuseMains,
  refuseNetwork,
  refuseStreets,
} from './packed_town_checks.ts';
import { obstaclesSchema, sourcesSchema, stationsSchema, townSchema } from './packed_town_lists.ts';
import {
  decodeSections,
  encodeSections,
  type Column,
  type Section,
  type SectionKind,
} from './packed_sections.ts';
import { PackedTownError } from './packed_town_error.ts';

/** Every column of a table and its kind. */
type Columns<Table> = {
  [Name in keyof Table as Table[Name] extends Column ? Name : never]: Exclude<SectionKind, 'json'>;
};

const STREETS: Columns<StreetSet> = {
  id: 'f64',
  coords_deg: 'f64',
  first_vertex: 'u32',
  vertex_key: 'f64',
  street_class: 'u8',
  oneway: 'i8',
  maxspeed_kmh: 'u8',
  clear_width_mm: 'u16',
  clear_height_mm: 'u16',
  max_weight_kg: 'u32',
  level: 'i8',
};

const LIMITS: Columns<StreetLimits> = { width_mm: 'u16', max_width_mm: 'u16' };

const NETWORK: Columns<Network> = {
  node_deg: 'f64',
  first_arc: 'u32',
  arc_head: 'u32',
  arc_edge: 'u32',
  edge_arc: 'u32',
  edge_start_node: 'u32',
  edge_end_node: 'u32',
  edge_street: 'u32',
  edge_start_mm: 'u32',
  edge_end_mm: 'u32',
  edge_clear_width_mm: 'u16',
  edge_clear_height_mm: 'u16',
  street_first_edge: 'u32',
};

const BUILDINGS: Columns<BuildingColumns> = {
  id: 'f64',
  area_id: 'f64',
  lon_deg: 'f64',
  lat_deg: 'f64',
  weight: 'f64',
  weight_source: 'u8',
  door_edge: 'u32',
  door_along_mm: 'f64',
  door_straight_m: 'f64',
  door_path_mapped: 'u8',
};

const MAINS: Columns<MainColumns> = { dead_end: 'u8', first_vertex: 'u32', coords_deg: 'f64' };

const ASKING: Columns<AskingBuildings> = {
  building: 'u32',
  flow_lps: 'f64',
  duration_h: 'f64',
  first_ring: 'u32',
  ring_start: 'u32',
  coords_deg: 'f64',
};

/** A town as the bytes of packed_town.md. */
export function encodePackedTown(data: TownData): Uint8Array<ArrayBuffer> {
  const { stamp, rules, stations, obstacles, sources } = data;
  return encodeSections([
    jsonSection('town', { stamp, rules }),
    jsonSection('stations', stations),
    jsonSection('obstacles', obstacles),
    jsonSection('sources', sources),
    ...columnSections('streets', STREETS, data.streets),
    ...columnSections('street_limits', LIMITS, data.street_limits),
    ...columnSections('drive', NETWORK, data.drive),
    ...columnSections('walk', NETWORK, data.walk),
    ...columnSections('mains', MAINS, data.mains),
    ...columnSections('asking', ASKING, data.asking),
    ...columnSections('buildings', BUILDINGS, data.buildings),
  ]);
}

/**
 * The town in the bytes. Columns are views of them (of one copy where they begin between multiples of 8), so the
 * bytes must stay as they are.
 *
 * @throws PackedTownError for anything but a whole, undamaged town of this version whose columns agree.
 */
export function decodePackedTown(bytes: Uint8Array): TownData {
  const sections = decodeSections(bytes);
  const streets = readColumns(sections, 'streets', STREETS);
  const drive = readColumns(sections, 'drive', NETWORK);
  const walk = readColumns(sections, 'walk', NETWORK);
  const buildings = readColumns(sections, 'buildings', BUILDINGS);
  const data: TownData = {
    ...readJson(sections, 'town', townSchema),
    streets: { count: streets.id.length, ...streets },
    street_limits: readColumns(sections, 'street_limits', LIMITS),
    drive: { ...networkCounts(drive), ...drive },
    walk: { ...networkCounts(walk), ...walk },
    stations: readJson(sections, 'stations', stationsSchema),
    obstacles: readJson(sections, 'obstacles', obstaclesSchema),
    sources: readJson(sections, 'sources', sourcesSchema),
    mains: readColumns(sections, 'mains', MAINS),
    buildings: { count: buildings.id.length, ...buildings },
    asking: readColumns(sections, 'asking', ASKING),
  };
  refuseStreets(data.streets, data.street_limits);
  refuseNetwork('drive', data.drive, data.streets);
  refuseNetwork('walk', data.walk, data.streets);
  refuseBuildings(data.buildings, data.walk);
  refuseMains(data.mains);
  refuseAsking(data.asking, data.buildings);
  refuseLists(data);
  return data;
}

const networkCounts = ({ first_arc, edge_street, arc_head }: Pick<Network, keyof typeof NETWORK>) => ({
  node_count: first_arc.length - 1,
  edge_count: edge_street.length,
  arc_count: arc_head.length,
});

const jsonSection = (name: string, value: unknown): Section => ({
  name,
  kind: 'json',
  data: new TextEncoder().encode(JSON.stringify(value)),
});

const columnSections = <Table>(table: string, columns: Columns<Table>, of: Table): Section[] =>
  Object.entries<SectionKind>(columns).map(([column, kind]) => ({
    name: `${table}.${column}`,
    kind,
    data: of[column as keyof Table] as Column,
  }));

function readColumns<Table>(
  sections: ReadonlyMap<string, Section>,
  table: string,
  columns: Columns<Table>,
): Pick<Table, keyof Columns<Table> & keyof Table> {
  const read = Object.entries<SectionKind>(columns).map(([column, kind]) => [
    column,
    sectionOf(sections, `${table}.${column}`, kind).data,
  ]);
  return Object.fromEntries(read);
}

function readJson<Schema extends z.ZodType>(
  sections: ReadonlyMap<string, Section>,
  name: string,
  schema: Schema,
): z.infer<Schema> {
  const { data } = sectionOf(sections, name, 'json');
  const read = schema.safeParse(parsed(name, data));
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw new PackedTownError('content', `section ${name}: ${issue.path.join('.')}: ${issue.message}`);
}

function parsed(name: string, data: Column): unknown {
  try {
    // A copy: a decoder takes no view of memory that threads share.
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(data.slice()));
  } catch (error) {
    throw new PackedTownError('content', `section ${name} is no JSON: ${(error as Error).message}`);
  }
}

function sectionOf(sections: ReadonlyMap<string, Section>, name: string, kind: SectionKind): Section {
  const section = sections.get(name);
  if (section?.kind === kind) return section;
  const seen = section ? `is of kind ${section.kind}` : 'is missing';
  throw new PackedTownError('content', `section ${name} ${seen}; expected ${kind}`);
}
