/** The columns a run's rows are kept in, run_id before them; apart from the engine, so that keeping needs none of it. */

const JUDGED = [
  ['vehicle', 'text'],
  ['area_id', 'bigint'],
  ['verdict', 'text'],
  ['failing_leg', 'text'],
  ['arrive', 'text'],
  ['hose', 'text'],
  ['water', 'text'],
  ['arrival_s', 'float8'],
  ['station_id', 'bigint'],
  ['street_id', 'bigint'],
  ['street_fraction', 'float8'],
  ['stop_lon_deg', 'float8'],
  ['stop_lat_deg', 'float8'],
  ['offset_m', 'float8'],
  ['hose_m', 'float8'],
  ['water_layer', 'text'],
  ['water_id', 'bigint'],
  ['water_m', 'float8'],
];
const columns = (names: string[][]) => names.map(([name, type]) => ({ name, type }));

/** Columns of building_verdict. */
export const BUILDING_VERDICT_COLUMNS = columns([
  ['building_id', 'bigint'],
  ['weight', 'float8'],
  ['weight_source', 'text'],
  ...JUDGED,
]);
/** Columns of place_verdict. */
export const PLACE_VERDICT_COLUMNS = columns([['place_id', 'bigint'], ...JUDGED]);

/** Columns of gap. */
export const GAP_COLUMNS = [
  ['rank', 'int'],
  ['area_id', 'bigint'],
  ['verdict', 'text'],
  ['failing_leg', 'text'],
  ['buildings', 'int'],
  ['people', 'float8'],
  ['worst_arrival_s', 'float8'],
  ['geom', 'geometry'],
].map(([name, type]) => ({ name, type }));
