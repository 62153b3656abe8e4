import { WATERS } from './land.ts';
import type { Place } from './plane.ts';
import { villageAt, type VillageId } from './villages.ts';

/** The valley floor falls with the river; the ground rises away from the streams. Metres above an invented datum. */
const SPRING_M = 118;
const FALL = 0.005;
const SLOPE = 0.05;
const HILLS_M = 45;

/** Villages whose houses have a height on record. */
const SURVEYED: ReadonlySet<VillageId> = new Set(['v5', 'v7', 'v8']);

/** Height of the ground to the decimetre. */
export function groundHeight_m(place: Place): number {
  const heights_m = WATERS.map(({ middle }) => {
    const { along_m, distance_m } = middle.nearest(place);
    return SPRING_M - FALL * along_m + Math.min(HILLS_M, SLOPE * distance_m);
  });
  return Math.round(Math.min(...heights_m) * 10) / 10;
}

/** The same where a survey has been; else null. */
export function surveyedHeight_m(place: Place): number | null {
  const village = villageAt(place);
  return village !== null && SURVEYED.has(village.id) ? groundHeight_m(place) : null;
}
