import { countAlike, noCounts, type CoverageCounts } from '../coverage/coverage_counts.ts';
import { VERDICTS, type Verdict } from '../coverage/verdict.ts';
import { LEGS_BY_CODE } from './legs_code.ts';
import { WEIGHT_SOURCES, type BuildingColumns } from './town_data.ts';

/** Buildings judged alike: legsCode and verdict. */
const KINDS = LEGS_BY_CODE.length * VERDICTS.length;

/**
 * Counts buildings by verdict, for the whole and by area, as countIn does one at a time; here those judged alike are counted
 * together. Sums of people are made by ascending building, so that they are the same to the last digit.
 */
export class LiveCounts {
  readonly #buildings: BuildingColumns;
  /** Area ids in the order in which buildings come by them, '' outside any. */
  readonly #areas: (number | '')[] = [];
  /** By building: the place of its area. */
  readonly #area_of: Uint32Array;
  /** The counts that no edit changes. */
  readonly #all: CoverageCounts;
  readonly #by_area: CoverageCounts[];

  constructor(buildings: BuildingColumns) {
    this.#buildings = buildings;
    const place_of = new Map<number | '', number>();
    this.#area_of = Uint32Array.from(buildings.area_id, (area_id) => {
      const area = Number.isNaN(area_id) ? '' : area_id;
      let place = place_of.get(area);
      if (place === undefined) place_of.set(area, (place = this.#areas.push(area) - 1));
      return place;
    });
    this.#all = noCounts();
    this.#by_area = this.#areas.map(noCounts);
    for (let building = 0; building < buildings.count; building++) {
      const source = WEIGHT_SOURCES[buildings.weight_source[building]];
      for (const counts of [this.#all, this.#by_area[this.#area_of[building]]]) {
        counts.weight_sources[source] += 1;
        if (source === 'count') counts.people = null;
      }
    }
  }

  /** `verdict` and `legs` by building: index into VERDICTS, legsCode. */
  count(
    verdict: Uint8Array,
    legs: Uint8Array,
  ): { all: CoverageCounts; by_area: Map<number | '', CoverageCounts> } {
    const { count, weight } = this.#buildings;
    const of_kind = new Uint32Array(KINDS * this.#areas.length);
    const people_in = new Float64Array(VERDICTS.length * this.#areas.length);
    const people = new Float64Array(VERDICTS.length);
    for (let building = 0; building < count; building++) {
      const area = this.#area_of[building];
      const judged = verdict[building];
      of_kind[KINDS * area + VERDICTS.length * legs[building] + judged] += 1;
      people_in[VERDICTS.length * area + judged] += weight[building];
      people[judged] += weight[building];
    }
    const all = withPeople(this.#all, people);
    const by_area = new Map<number | '', CoverageCounts>();
    this.#areas.forEach((id, area) => {
      const from = VERDICTS.length * area;
      const here = withPeople(this.#by_area[area], people_in.subarray(from, from + VERDICTS.length));
      by_area.set(id, here);
      for (let kind = 0; kind < KINDS; kind++) {
        const alike = of_kind[KINDS * area + kind];
        if (alike === 0) continue;
        const judged = {
          verdict: VERDICTS[kind % VERDICTS.length],
          legs: LEGS_BY_CODE[Math.floor(kind / VERDICTS.length)],
        };
        countAlike(all, judged, alike);
        countAlike(here, judged, alike);
      }
    });
    return { all, by_area };
  }
}

function withPeople(fixed: CoverageCounts, people: Float64Array): CoverageCounts {
  return {
    ...noCounts(),
    weight_sources: { ...fixed.weight_sources },
    people:
      fixed.people &&
      (Object.fromEntries(VERDICTS.map((verdict, i) => [verdict, people[i]])) as Record<Verdict, number>),
  };
}
