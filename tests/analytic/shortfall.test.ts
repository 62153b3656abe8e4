import { describe, expect, it } from 'vitest';
import { seconds } from '../../src/lib/domain/units/units.ts';
import type { Judgement } from '../../src/lib/server/services/coverage/judgement.ts';
import { judge } from '../../src/lib/server/services/coverage/judgement.ts';
import { runCoverage, type CoverageRun } from '../../src/lib/server/services/coverage/run_coverage.ts';
import { shortfallFacts } from '../../src/lib/server/services/shortfall/shortfall_facts.ts';
import { openWater, toMeasure } from '../../src/lib/server/services/shortfall/to_measure.ts';
import type { Town } from '../../src/lib/server/services/town/load_town.ts';
import { hydrantsByRule } from '../../src/lib/server/services/water/hydrants_by_rule.ts';
import { streetGaps } from '../../src/lib/server/services/water/street_gaps.ts';
import { StreetNet } from '../../src/lib/server/services/water/street_net.ts';
import { degreesOf, madeTown, RULES, type MadeTown, type Place } from '../support/made_town.ts';
import { randomTown } from '../support/random_town.ts';

const runOf = (town: Town): CoverageRun =>
  runCoverage(town, {
    vehicle: 'pumper',
    cutoff_s: seconds(300),
    turnout_s: null,
    station_kinds: null,
  });
const line = (...places: Place[]) => ({ line: places, width_m: 6 });
const along = (...metres: number[]) => metres.map((x) => ({ at: [x, 2] as Place }));

/** Where sites lie on a street along y = 0, metres. */
function metresOf(made: MadeTown): number[] {
  const run = runOf(madeTown(made));
  const [west] = degreesOf([0, 0]);
  const [east] = degreesOf([1000, 0]);
  return hydrantsByRule(run, () => '')!.sites.map(({ lon_deg }) =>
    Math.round(((lon_deg - west) / (east - west)) * 1000),
  );
}

/** hydrant.spacing_m is 120: d metres between two hydrants ask for ceil(d / 120) - 1 more. */
describe('hydrants missing by rule', () => {
  it('400 m with hydrants at 60, 180 and 340: one between the last two', () => {
    expect(metresOf({ streets: [line([0, 0], [400, 0])], hydrants: along(60, 180, 340) })).toEqual([260]);
  });

  it('a dead end of 250 m beyond the last hydrant: ceil(250 / 120) - 1 = 2', () => {
    expect(metresOf({ streets: [line([0, 0], [250, 0])], hydrants: along(0) })).toEqual([83, 167]);
  });

  it('a footway that crosses is no crossing: 240 m are two parts of 120 m, one hydrant', () => {
    const streets = [
      line([0, 0], [100, 0], [240, 0]),
      {
        line: [
          [100, -50],
          [100, 0],
          [100, 50],
        ] as Place[],
        street_class: 'footway' as const,
      },
    ];
    expect(metresOf({ streets, hydrants: along(0, 240) })).toEqual([120]);
  });

  it('a broken hydrant is no hydrant, one of unknown condition is', () => {
    const of = (status: 'broken' | 'unknown') =>
      metresOf({
        streets: [line([0, 0], [240, 0])],
        hydrants: [...along(0, 240), { at: [120, 2] as Place, status }],
      });
    expect(of('broken')).toEqual([120]);
    expect(of('unknown')).toEqual([]);
  });

  it('an area that no mains serve gets pools, not hydrants; its streets only lead on', () => {
    // 100 m and 140 m of one street: a hydrant at 0, the next at 240. The second part lies in a village without mains
    const area = { parent_id: null, name: null, kind: 'village', population: null };
    const town = madeTown({
      streets: [line([0, 0], [100, 0]), line([100, 0], [240, 0])],
      hydrants: along(0, 240),
      areas: [
        { ...area, id: 1, has_mains: true },
        { ...area, id: 2, has_mains: false },
      ],
    });
    const of = (areas: (number | null)[]) => {
      town.street_labels = town.street_labels.map((label, i) => ({ ...label, area_id: areas[i] }));
      return shortfallFacts(judgementOf(runOf(town))).by_rule!.sites.map(({ area_id }) => area_id);
    };
    // Both served: 240 m ask for one. Only the first: 100 m to its end, where no hydrant of a served street follows
    expect(of([1, 1])).toEqual([1]);
    expect(of([1, 2])).toEqual([]);
    expect(of([2, 2])).toEqual([]);
  });

  /**
   * rural.hydrant_spacing_low_resistance_m is 60. Hydrants at 0, 90, 180 and 270 of 270 m, in three streets of 90 m: 90 <= 120,
   * in order; where low fire resistance prevails 90 > 60, one gap of 90 m a street, and ceil(90 / 60) - 1 = 1 hydrant each.
   */
  it('where low fire resistance prevails hydrants stand 60 m apart', () => {
    const area = { parent_id: null, name: null, kind: 'village', population: null, has_mains: true };
    const of = (low: (boolean | null)[]) => {
      const town = madeTown({
        streets: [line([0, 0], [90, 0]), line([90, 0], [180, 0]), line([180, 0], [270, 0])],
        hydrants: along(0, 90, 180, 270),
        areas: low.map((low_fire_resistance, i) => ({ ...area, id: i + 1, low_fire_resistance })),
      });
      town.street_labels = town.street_labels.map((label, i) => ({ ...label, area_id: i + 1 }));
      const { gaps, by_rule } = shortfallFacts(judgementOf(runOf(town)));
      const missing = by_rule!.sites.map(({ area_id }) => area_id);
      const bound = by_rule!.bound.map(({ count }) => count);
      return [gaps!.map(({ area_id, spacing_m }) => [area_id, spacing_m]), missing, bound];
    };
    expect(of([null, false, null])).toEqual([[], [], [0, 0, 0]]);
    expect(of([null, true, false])).toEqual([[[2, 60]], [2], [0, 1, 0]]);
    expect(of([true, true, null])).toEqual([
      [
        [1, 60],
        [2, 60],
      ],
      [1, 2],
      [1, 1, 0],
    ]);
  });

  it('two streets of 80 m between hydrants round the corners: 1 + 80 + 80 + 1 = 162 m, a gap of all four, one hydrant', () => {
    const town = madeTown({
      streets: [
        line([0, -50], [0, 0]),
        line([0, 0], [80, 0]),
        line([80, 0], [80, 20]),
        line([80, 0], [160, 0]),
        line([160, 0], [160, 50]),
      ],
      hydrants: [{ at: [0, -1] }, { at: [160, 1] }],
    });
    const run = runOf(town);
    const told = streetGaps(run)!.map(({ street, gap_m }) => [street, Math.round(gap_m)]);
    expect(told).toEqual([0, 1, 3, 4].map((street) => [street, 162]));
    const { sites, bound } = hydrantsByRule(run, () => '')!;
    expect(sites).toHaveLength(1);
    expect(bound.get('')).toBeLessThanOrEqual(1);
  });

  it('a rule set without the spacing for low fire resistance asks for the usual one', () => {
    const { 'rural.hydrant_spacing_low_resistance_m': _, ...rules } = RULES.rules;
    const area = { id: 1, parent_id: null, name: null, kind: 'village', population: null, has_mains: true };
    const town = madeTown(
      {
        streets: [line([0, 0], [90, 0])],
        hydrants: along(0, 90),
        areas: [{ ...area, low_fire_resistance: true }],
      },
      { ...RULES, rules },
    );
    town.street_labels = town.street_labels.map((label) => ({ ...label, area_id: 1 }));
    expect(shortfallFacts(judgementOf(runOf(town))).gaps).toEqual([]);
  });

  it('a rule set without the figure has no answer', () => {
    const { 'hydrant.spacing_m': _, ...rules } = RULES.rules;
    const town = madeTown({ streets: [line([0, 0], [400, 0])] }, { ...RULES, rules });
    expect(hydrantsByRule(runOf(town), () => '')).toBeNull();
    expect(shortfallFacts(judgementOf(runOf(town)))).toMatchObject({ gaps: null, by_rule: null });
  });

  it('once they stand no street of a random town has a gap, each area has no fewer than its bound', () => {
    for (let seed = 1; seed <= 40; seed++) {
      const town = randomTown(seed);
      const areaOf = (street: number) => (street % 3) + 1;
      const area = { parent_id: null, name: null, kind: 'village', population: null, has_mains: null };
      const flags = { settlement_class: null, low_fire_resistance: true };
      town.areas = [{ ...area, ...flags, id: 2 }];
      town.street_labels = town.street_labels.map((label, street) => ({ ...label, area_id: areaOf(street) }));
      const { sites, bound } = hydrantsByRule(runOf(town), areaOf)!;
      for (const [area, least] of bound) {
        expect(sites.filter(({ area_id }) => area_id === area).length).toBeGreaterThanOrEqual(least);
      }
      // Ways that lie upon each other have a hydrant each, which a position alone does not tell apart
      const run = runOf(town);
      const { network } = run.walkways.ground;
      const net = StreetNet.of(run)!;
      for (const { street, along_m, lon_deg, lat_deg } of sites) {
        const along_mm = along_m * 1000;
        const edge = net.edges.find(
          (each) =>
            network.edge_street[each] === street &&
            along_mm >= network.edge_start_mm[each] - 0.01 &&
            along_mm <= network.edge_end_mm[each] + 0.01,
        )!;
        net.standing.push({ street, edge, along_mm, lon_deg, lat_deg });
      }
      const left = streetGaps(run, net)!.filter(
        ({ side, gap_m, spacing_m, from_m, to_m }) =>
          side === null && gap_m > spacing_m + 0.02 && to_m - from_m > 0.02,
      );
      expect(left, `seed ${seed}`).toEqual([]);
    }
  });
});

const judgementOf = (run: CoverageRun): Judgement => ({
  town: run.town,
  runs: [run],
  run_of_building: run.buildings.map(() => run),
  run_of_place: run.places.map(() => run),
});

describe('what to measure first', () => {
  // Supply hose of a pumper: 200 m. One unmeasured hydrant stands among three houses, one by a house far off.
  const houses = [100, 120, 140, 700].map((x) => ({ at: [x, 5] as Place, people: 4, use: 'house' }));
  const made: MadeTown = {
    streets: [line([0, 0], [900, 0])],
    stations: [{ at: [0, 0] }],
    hydrants: [
      { at: [690, 2], flow_lps: null },
      { at: [110, 2], status: 'unknown', flow_lps: null, pressure_mpa: null },
    ],
    buildings: houses,
  };
  const measured = (of: MadeTown) => toMeasure(openWater(judgementOf(runOf(madeTown(of))), 'wet'), null);

  it('the hydrant among three houses goes first, then the one by one house', () => {
    expect(measured(made)).toEqual({
      water_unknown: 4,
      settled_by_all: 4,
      rows: [
        {
          layer: 'hydrant',
          id: 2,
          measure: ['status', 'flow', 'pressure'],
          buildings: 3,
          people: 12,
          cumulative: 3,
        },
        { layer: 'hydrant', id: 1, measure: ['flow'], buildings: 1, people: 4, cumulative: 4 },
      ],
    });
  });

  it('only the buildings of the areas asked for count', () => {
    const areas = [1, 2].map((id) => ({
      id,
      parent_id: null,
      name: null,
      kind: 'village',
      population: null,
      has_mains: true,
    }));
    const town = madeTown({
      ...made,
      areas,
      buildings: houses.map((house, i) => ({ ...house, area_id: i < 3 ? 1 : 2 })),
    });
    const open = openWater(judgementOf(runOf(town)), 'wet');
    expect(toMeasure(open, new Set([2])).rows.map(({ id, buildings }) => [id, buildings])).toEqual([[1, 1]]);
    expect(toMeasure(open, new Set([null])).rows).toEqual([]);
  });

  it('found good, the first of a random town settles just the buildings it says', () => {
    let settled = 0;
    for (let seed = 1; seed <= 60; seed++) {
      const town = randomTown(seed);
      const judgement = judge(town, 'best', 300);
      const [first] = toMeasure(openWater(judgement, 'wet'), null).rows;
      if (!first) continue;
      const { rules } = RULES;
      const after: Town = {
        ...town,
        hydrants: town.hydrants.map((hydrant) =>
          first.layer === 'hydrant' && hydrant.id === first.id
            ? {
                ...hydrant,
                status: 'working',
                flow_lps: hydrant.flow_lps ?? rules['hydrant.fire_flow_lps'].value,
                pressure_mpa: hydrant.pressure_mpa ?? rules['hydrant.fire_pressure_mpa'].value,
                dead_end: hydrant.dead_end ?? false,
              }
            : hydrant,
        ),
        water_sources: town.water_sources.map((source) =>
          first.layer === 'water_source' && source.id === first.id
            ? {
                ...source,
                status: 'working',
                flow_lps: source.flow_lps ?? rules['hydrant.fire_flow_lps'].value,
                volume_m3: source.volume_m3 ?? rules['pool.volume_m3'].value,
              }
            : source,
        ),
      };
      const legs = (of: Judgement) => of.run_of_building.map((run, i) => run.buildings[i].legs.water);
      const before = legs(judgement);
      const now = legs(judge(after, 'best', 300));
      const found = before.filter((leg, i) => leg === 'unknown' && now[i] === 'pass').length;
      expect(found, `seed ${seed}, ${first.layer} ${first.id}`).toBe(first.buildings);
      settled += found;
    }
    expect(settled).toBeGreaterThan(50);
  });
});
