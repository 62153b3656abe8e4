import { metresPerLatDegree, metresPerLonDegree } from '../geometry/metric.ts';
import { pointAt, wayLength_m } from '../network/along.ts';
import type { StreetSet } from '../network/street_set.ts';
import type { Carriageways } from './carriageways.ts';
import type { Walls } from './walls.ts';

/**
 * What is to be known about a place, see the rule set's keys: a wall nearer than `hydrant.wall_distance_m`; within the
 * carriageway of a street that meets or runs beside this one; nearer to one than `hydrant.kerb_from_m`; the street's width
 * is not recorded nor estimated, so that the kerb may lie farther out.
 */
export const KERB_NOTES = ['near-wall', 'in-carriageway', 'near-kerb', 'width-not-recorded'] as const;
export type KerbNote = (typeof KERB_NOTES)[number];

/** A place beside a street, WGS 84 degrees to seven digits. */
export interface KerbPlace {
  street: number;
  along_mm: number;
  lon_deg: number;
  lat_deg: number;
  /** Seen from the street's first vertex. */
  side: 'left' | 'right';
  /** Straight to the nearest building; null where none is nearer than the rule asks. */
  wall_m: number | null;
  notes: KerbNote[];
}

export interface KerbInput {
  streets: StreetSet;
  carriageways: Carriageways;
  walls: Walls;
  /** Whether a street's width is recorded or estimated. */
  widthKnown: (street: number) => boolean;
  /** Beyond the kerb: hydrants stand from here. */
  kerb_from_m: number;
  /** Least distance to a wall; 0 where the rule set asks for none. */
  wall_distance_m: number;
  /** Places up to this far along the street either way are tried where the one asked has a fault. */
  shift_m: number;
}

/** Coordinates have seven digits: a place is where it is written to within this. */
const WRITTEN_M = 0.02;
/** Tried along the street to each side of the place asked, as shares of the shift. */
const SHARES = [0, 0.25, -0.25, 0.5, -0.5, 0.75, -0.75, 1, -1];

/**
 * The best place at the kerb for a point of a street: on either side, half the width and `kerb_from_m` away from its line.
 * Where both sides have a fault, places along the street are tried. Fewer and lesser faults win; then the point nearer to
 * the one asked; then what lies nearer to `towards`, if given; then more room to walls; then the left side.
 */
export function kerbPlace(
  input: KerbInput,
  street: number,
  along_mm: number,
  towards: readonly [lon_deg: number, lat_deg: number] | null = null,
): KerbPlace {
  const length_m = wayLength_m(input.streets, street);
  let best: { place: KerbPlace; rank: number[] } | null = null;
  for (const share of SHARES) {
    const at_m = along_mm / 1000 + share * input.shift_m;
    if (share !== 0 && (at_m < 0 || at_m > length_m)) continue;
    for (const side of ['left', 'right'] as const) {
      const place = placeBeside(input, street, at_m, side);
      const rank = rankOf(place, Math.abs(share), towards);
      if (best === null || isLess(rank, best.rank)) best = { place, rank };
    }
    if (best!.place.notes.every((note) => note === 'width-not-recorded')) break;
  }
  return best!.place;
}

function placeBeside(input: KerbInput, street: number, along_m: number, side: KerbPlace['side']): KerbPlace {
  const { streets, carriageways, walls, kerb_from_m, wall_distance_m } = input;
  const [lon, lat] = pointAt(streets, street, along_m);
  const [east, north] = directionAt(streets, street, along_m);
  const away_m = (carriageways.halfWidth_m(street) + kerb_from_m) * (side === 'left' ? 1 : -1);
  const lon_deg = written(lon - (north * away_m) / metresPerLonDegree(lat));
  const lat_deg = written(lat + (east * away_m) / metresPerLatDegree(lat));
  const clear_m = carriageways.clearance_m(lon_deg, lat_deg, streets.level[street], kerb_from_m);
  const wall_m = walls.distance_m(lon_deg, lat_deg, wall_distance_m);
  const notes: KerbNote[] = [];
  if (wall_m < wall_distance_m - WRITTEN_M) notes.push('near-wall');
  if (clear_m < -WRITTEN_M) notes.push('in-carriageway');
  else if (clear_m < kerb_from_m - WRITTEN_M) notes.push('near-kerb');
  if (!input.widthKnown(street)) notes.push('width-not-recorded');
  return {
    street,
    along_mm: along_m * 1000,
    lon_deg,
    lat_deg,
    side,
    wall_m: wall_m < wall_distance_m ? wall_m : null,
    notes,
  };
}

/** Less is better, the first difference decides. */
function rankOf(place: KerbPlace, share: number, towards: readonly [number, number] | null): number[] {
  const { notes, wall_m, lon_deg, lat_deg } = place;
  const room_m = wall_m ?? Infinity;
  return [
    notes.includes('in-carriageway') ? 1 : 0,
    room_m === 0 ? 1 : 0,
    notes.includes('near-wall') ? 1 : 0,
    notes.includes('near-kerb') ? 1 : 0,
    share,
    towards === null
      ? 0
      : Math.hypot(
          (lon_deg - towards[0]) * metresPerLonDegree(lat_deg),
          (lat_deg - towards[1]) * metresPerLatDegree(lat_deg),
        ),
    -room_m,
  ];
}

function isLess(a: readonly number[], b: readonly number[]): boolean {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return a[i] < b[i];
  return false;
}

/** East and north of one metre along the street there; at a bend that of the piece that begins. */
function directionAt({ coords_deg, first_vertex }: StreetSet, street: number, along_m: number) {
  let rest_m = along_m;
  let direction: [east: number, north: number] = [1, 0];
  for (let v = first_vertex[street]; v + 1 < first_vertex[street + 1]; v++) {
    const lat = (coords_deg[2 * v + 1] + coords_deg[2 * v + 3]) / 2;
    const east_m = (coords_deg[2 * v + 2] - coords_deg[2 * v]) * metresPerLonDegree(lat);
    const north_m = (coords_deg[2 * v + 3] - coords_deg[2 * v + 1]) * metresPerLatDegree(lat);
    const length_m = Math.hypot(east_m, north_m);
    if (length_m === 0) continue;
    direction = [east_m / length_m, north_m / length_m];
    if (rest_m < length_m) break;
    rest_m -= length_m;
  }
  return direction;
}

const written = (deg: number) => Number(deg.toFixed(7));
