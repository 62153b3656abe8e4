/**
 * The streets and footways of a town as flat columns: what the packer takes in.
 * Row `i` is one way. Coordinates are WGS 84 degrees, lon before lat.
 */
export interface StreetSet {
  count: number;
  /** Row ids in the database, ascending; written to files as text. */
  id: Float64Array;
  /** lon,lat pairs of all vertices, way after way. */
  coords_deg: Float64Array;
  /** First vertex of way i; length count + 1, so way i has vertices [first_vertex[i], first_vertex[i+1]). */
  first_vertex: Uint32Array;
  /**
   * Identity of each vertex in its source (an OSM node id), 0 where the source has none. Ways meet where
   * these are equal; vertices without one meet where they lie within the join distance.
   */
  vertex_key: Float64Array;
  /** Index into STREET_CLASSES. */
  street_class: Uint8Array;
  /** 1 along the vertices, -1 against them, 0 both ways. */
  oneway: Int8Array;
  /** Signed speed limit in km/h, 0 where none is known. */
  maxspeed_kmh: Uint8Array;
  /** Clear width in mm that decides passage (the least of street width and width limit); 0 unknown. */
  clear_width_mm: Uint16Array;
  /** Clear height in mm; 0 where no limit is known (open sky). */
  clear_height_mm: Uint16Array;
  /** Weight limit in kg; 0 where no limit is known. */
  max_weight_kg: Uint32Array;
  /** Vertical order of a crossing without a junction (bridge +1, tunnel -1). */
  level: Int8Array;
}

/** The street classes the product knows, main roads first; the vocabulary of OpenStreetMap's highway key. */
export const STREET_CLASSES = [
  'motorway',
  'trunk',
  'primary',
  'secondary',
  'tertiary',
  'unclassified',
  'residential',
  'road',
  'living_street',
  'service',
  'track',
  'pedestrian',
  'footway',
  'path',
  'steps',
  'cycleway',
  'bridleway',
  'corridor',
] as const;
export type StreetClass = (typeof STREET_CLASSES)[number];

/** Speed tiers of rules.md; `foot` carries no vehicle. */
export type StreetTier = 'main' | 'side' | 'lane' | 'foot';

export const STREET_TIER: Record<StreetClass, StreetTier> = {
  motorway: 'main',
  trunk: 'main',
  primary: 'main',
  secondary: 'main',
  tertiary: 'main',
  unclassified: 'side',
  residential: 'side',
  road: 'side',
  living_street: 'lane',
  service: 'lane',
  track: 'lane',
  pedestrian: 'foot',
  footway: 'foot',
  path: 'foot',
  steps: 'foot',
  cycleway: 'foot',
  bridleway: 'foot',
  corridor: 'foot',
};

/** Ways a fire vehicle may use at all; private access does not stop a fire engine. */
export const isDrivable = (street_class: StreetClass) => STREET_TIER[street_class] !== 'foot';

/** Ways a crew may walk and lay hose along: everything but motorways. */
export const isWalkable = (street_class: StreetClass) => street_class !== 'motorway';

/** Some of the ways, in the order named (ascending, so that ids stay so). */
export function selectStreets(streets: StreetSet, kept: readonly number[]): StreetSet {
  const first_vertex = new Uint32Array(kept.length + 1);
  kept.forEach((street, i) => {
    first_vertex[i + 1] = first_vertex[i] + streets.first_vertex[street + 1] - streets.first_vertex[street];
  });
  const coords_deg = new Float64Array(2 * first_vertex[kept.length]);
  const vertex_key = new Float64Array(first_vertex[kept.length]);
  kept.forEach((street, i) => {
    const [from, to] = [streets.first_vertex[street], streets.first_vertex[street + 1]];
    coords_deg.set(streets.coords_deg.subarray(2 * from, 2 * to), 2 * first_vertex[i]);
    vertex_key.set(streets.vertex_key.subarray(from, to), first_vertex[i]);
  });
  return {
    count: kept.length,
    coords_deg,
    first_vertex,
    vertex_key,
    id: Float64Array.from(kept, (street) => streets.id[street]),
    street_class: Uint8Array.from(kept, (street) => streets.street_class[street]),
    oneway: Int8Array.from(kept, (street) => streets.oneway[street]),
    maxspeed_kmh: Uint8Array.from(kept, (street) => streets.maxspeed_kmh[street]),
    clear_width_mm: Uint16Array.from(kept, (street) => streets.clear_width_mm[street]),
    clear_height_mm: Uint16Array.from(kept, (street) => streets.clear_height_mm[street]),
    max_weight_kg: Uint32Array.from(kept, (street) => streets.max_weight_kg[street]),
    level: Int8Array.from(kept, (street) => streets.level[street]),
  };
}
