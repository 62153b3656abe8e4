import { distance_m } from '../../../domain/geometry/metric.ts';
import { pointAt } from '../../../domain/network/along.ts';
import { SnapIndex } from '../../../domain/network/snap.ts';
import { isDrivable, isWalkable, STREET_CLASSES } from '../../../domain/network/street_set.ts';
import { ruleOf } from '../../../domain/rules/read_rules.ts';
import { Carriageways } from '../../../domain/siting/carriageways.ts';
import { kerbPlace, type KerbInput, type KerbNote } from '../../../domain/siting/kerb_places.ts';
import { pointsAlong } from '../../../domain/siting/points_along.ts';
import { PointsNear } from '../../../domain/siting/points_near.ts';
import type { PointState } from '../../../domain/siting/site_points.ts';
import { Walls } from '../../../domain/siting/walls.ts';
import { hydrantCandidates } from '../../../domain/water/hydrant_candidates.ts';
import type { CoverageRun } from '../coverage/run_coverage.ts';

/** Lines that candidates are set along. */
export const SITE_LINES = ['streets', 'mains'] as const;
export type SiteLines = (typeof SITE_LINES)[number];

/** What is to be known about a place: of its kerb, see KERB_NOTES; of its main: fed from one end only, size not recorded. */
export type SiteNote = KerbNote | 'dead-end-main' | 'main-diameter-not-recorded';

/** Where a hydrant could stand. */
export interface HydrantPlace {
  lon_deg: number;
  lat_deg: number;
  /** The street it stands by, and how far along. */
  street: number;
  along_mm: number;
  /** Straight to the nearest building; null where none is nearer than the rule asks. */
  wall_m: number | null;
  /** The main it stands on or is joined to by a branch of `main_m`; null along streets. */
  main_id: number | null;
  main_m: number | null;
  notes: SiteNote[];
}

/** A point that no hydrant is put at, and why. */
export interface OtherPoint {
  lon_deg: number;
  lat_deg: number;
  state: Exclude<PointState, 'candidate'>;
}

export interface HydrantPlaceOptions {
  along: SiteLines;
  /** Leaves out places with a fault (a wall too near, in a carriageway) instead of noting it. */
  strict: boolean;
  /** Whether anybody could be served from about there. */
  near: (lon_deg: number, lat_deg: number) => boolean;
}

/** A main this far from every kerb has no street that a pumper draws from, where the rule set has no `street.hydrant_side_m`. */
const MAIN_TO_STREET_M = 25;
const FAULTS: Partial<Record<SiteNote, OtherPoint['state']>> = {
  'in-carriageway': 'in-carriageway',
  'near-wall': 'near-wall',
  'near-kerb': 'in-carriageway',
};

/** Whether a note names something the rules would not have, not just something nobody recorded. */
export const isFault = (note: SiteNote) => FAULTS[note] !== undefined;

/**
 * Places for hydrants every `hydrant.candidate_spacing_m` along streets or mains: at the kerb, clear of walls where there
 * is such a place (see kerbPlace), no nearer to a standing hydrant than `hydrant.least_distance_m` where the rule set has
 * one. A place along a main lies on it where that is at the kerb of a street already, else at the nearest kerb.
 */
export function hydrantPlaces(
  run: CoverageRun,
  { along, strict, near }: HydrantPlaceOptions,
): { places: HydrantPlace[]; others: OtherPoint[] } {
  const { town } = run;
  const { rules } = town.rules;
  const kerb = kerbInput(run);
  const apart_m = ruleOf(rules, 'hydrant.least_distance_m')?.value ?? 0;
  const standing = new PointsNear(town.hydrants);
  const places: HydrantPlace[] = [];
  const others: OtherPoint[] = [];
  const offer = (place: HydrantPlace) => {
    const { lon_deg, lat_deg, notes } = place;
    const fault = strict ? notes.find((note) => FAULTS[note] !== undefined) : undefined;
    const state = fault
      ? FAULTS[fault]!
      : apart_m > 0 && standing.any(lon_deg, lat_deg, apart_m)
        ? 'near-hydrant'
        : null;
    if (state === null) places.push(place);
    else others.push({ lon_deg, lat_deg, state });
  };
  if (along === 'streets') alongStreets(run, kerb, near, offer, others);
  else alongMains(run, kerb, near, offer, others);
  return { places, others };
}

type KerbRules = KerbInput & { kerb_to_m: number };

/** Null where the rule set says nothing about kerbs: places lie on the lines then. */
function kerbInput({ town, options }: CoverageRun): KerbRules | null {
  const { rules, vehicles } = town.rules;
  const from = ruleOf(rules, 'hydrant.kerb_from_m');
  if (!from) return null;
  const { width_mm } = town.street_limits;
  return {
    streets: town.streets,
    carriageways: new Carriageways(
      town.streets,
      width_mm,
      // A street of unknown width that the vehicle drives on is as wide as it needs, at least.
      vehicles[options.vehicle].passes_clear_width_m,
    ),
    walls: new Walls(town.footprints),
    widthKnown: (street) => width_mm[street] > 0,
    kerb_from_m: from.value,
    kerb_to_m: Math.max(from.value, ruleOf(rules, 'hydrant.kerb_to_m')?.value ?? Infinity),
    wall_distance_m: ruleOf(rules, 'hydrant.wall_distance_m')?.value ?? 0,
    shift_m: rules['hydrant.candidate_spacing_m'].value / 2,
  };
}

function mayStandBy({ town }: CoverageRun, street: number): boolean {
  const street_class = STREET_CLASSES[town.streets.street_class[street]];
  return isDrivable(street_class) && isWalkable(street_class);
}

function alongStreets(
  run: CoverageRun,
  kerb: KerbRules | null,
  near: HydrantPlaceOptions['near'],
  offer: (place: HydrantPlace) => void,
  others: OtherPoint[],
): void {
  const { town, walkways } = run;
  const spacing_m = town.rules.rules['hydrant.candidate_spacing_m'].value;
  const points = hydrantCandidates(
    town.streets,
    walkways.ground,
    (street) => mayStandBy(run, street),
    spacing_m,
  );
  for (const { street, along_mm } of points) {
    const [lon_deg, lat_deg] = pointAt(town.streets, street, along_mm / 1000).map(written);
    if (!near(lon_deg, lat_deg)) others.push({ lon_deg, lat_deg, state: 'serves-nobody' });
    else if (kerb === null) offer({ lon_deg, lat_deg, street, along_mm, ...PLAIN });
    else offer({ ...PLAIN, ...kerbPlace(kerb, street, along_mm) });
  }
}

const PLAIN = { wall_m: null, main_id: null, main_m: null, notes: [] };

function alongMains(
  run: CoverageRun,
  kerb: KerbRules | null,
  near: HydrantPlaceOptions['near'],
  offer: (place: HydrantPlace) => void,
  others: OtherPoint[],
): void {
  const { town, drive } = run;
  const { rules } = town.rules;
  const on_street = (edge: number) => mayStandBy(run, drive.edge_street[edge]);
  if (!Array.from({ length: drive.edge_count }, (_, edge) => edge).some(on_street)) return;
  const streets = new SnapIndex(drive, town.streets, on_street);
  const side_m = ruleOf(rules, 'street.hydrant_side_m')?.value ?? MAIN_TO_STREET_M;
  const least_mm = ruleOf(rules, 'main.least_diameter_mm')?.value ?? 0;
  for (const main of town.mains) {
    const notes: SiteNote[] = [];
    if (main.dead_end === true) notes.push('dead-end-main');
    if (main.diameter_mm === null) notes.push('main-diameter-not-recorded');
    const too_small = main.diameter_mm !== null && main.diameter_mm < least_mm;
    for (const point of pointsAlong(main.coords_deg, rules['hydrant.candidate_spacing_m'].value)) {
      const [lon_deg, lat_deg] = [written(point[0]), written(point[1])];
      const other = (state: OtherPoint['state']) => others.push({ lon_deg, lat_deg, state });
      const { edge, along_mm, distance_m: away_m } = streets.nearest(lon_deg, lat_deg);
      const street = drive.edge_street[edge];
      const half_m = kerb?.carriageways.halfWidth_m(street) ?? town.street_limits.width_mm[street] / 2000;
      if (too_small) other('small-main');
      else if (!near(lon_deg, lat_deg)) other('serves-nobody');
      else if (away_m > half_m + side_m) other('no-street');
      else {
        const place = { street, along_mm, main_id: main.id };
        const wall_m = kerb === null ? null : wallAt(kerb, lon_deg, lat_deg);
        if (kerb === null || (wall_m === null && isAtKerb(kerb, street, lon_deg, lat_deg, away_m - half_m))) {
          offer({ ...place, lon_deg, lat_deg, wall_m: null, main_m: 0, notes });
        } else {
          const beside = kerbPlace(kerb, street, along_mm, [lon_deg, lat_deg]);
          const main_m = distance_m(lon_deg, lat_deg, beside.lon_deg, beside.lat_deg);
          offer({ ...place, ...beside, main_m, notes: [...beside.notes, ...notes] });
        }
      }
    }
  }
}

function wallAt({ walls, wall_distance_m }: KerbRules, lon_deg: number, lat_deg: number): number | null {
  const wall_m = walls.distance_m(lon_deg, lat_deg, wall_distance_m);
  return wall_m < wall_distance_m ? wall_m : null;
}

function isAtKerb(
  { carriageways, streets, kerb_from_m, kerb_to_m }: KerbRules,
  street: number,
  lon_deg: number,
  lat_deg: number,
  beyond_m: number,
): boolean {
  const clear_m = carriageways.clearance_m(lon_deg, lat_deg, streets.level[street], kerb_from_m);
  return clear_m >= kerb_from_m && beyond_m <= kerb_to_m;
}

/** Where it is written to lie, to the centimetre, is where it is taken to lie. */
const written = (deg: number) => Number(deg.toFixed(7));

/** How far beyond a street's line its places may lie, metres: what a look from the line must allow for. */
export function placesBeyond_m({ town }: CoverageRun): number {
  const widest_mm = town.street_limits.width_mm.reduce((most, mm) => Math.max(most, mm), 10_000);
  const { rules } = town.rules;
  const side_m = ruleOf(rules, 'street.hydrant_side_m')?.value ?? MAIN_TO_STREET_M;
  return widest_mm / 2000 + side_m + rules['hydrant.candidate_spacing_m'].value;
}
