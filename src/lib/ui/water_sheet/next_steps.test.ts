import { describe, expect, it } from 'vitest';
import type { Figures } from '../../contract/api_shortfall.ts';
import type { SheetSource } from '../../contract/api_water_sheet.ts';
import { SHORTFALL_FIGURE_NAMES } from '../../contract/shortfall_figures.ts';
import { nextSteps, type Sheet } from './next_steps.ts';

const figures = (known: Partial<Figures>): Figures => ({
  ...(Object.fromEntries(SHORTFALL_FIGURE_NAMES.map((name) => [name, 0])) as Figures),
  ...known,
});
const source = (own: Partial<SheetSource>): SheetSource => ({
  layer: 'water_source',
  id: 1,
  area_id: 6,
  lon_deg: 118,
  lat_deg: 24,
  name: null,
  kind: 'pool',
  street_name: null,
  owner: null,
  status: 'working',
  source_class: 'good',
  usable: 'usable',
  checks: [],
  tested_on: '2026-11-01',
  overdue: false,
  buildings: 0,
  ...own,
});
const store = (missing_m3: number, places_missing: number, met_by: 'natural' | null) => ({
  kind: 'asked' as const,
  need_m3: 100,
  held_m3: 100 - missing_m3,
  to_measure: 0,
  missing_m3,
  places_missing,
  met_by,
});
const buildings = {
  total: 10,
  pass: 0,
  fail: 10,
  unknown: 0,
  circle_pass: 0,
  circle_fail: 10,
  circle_unknown: 0,
  only_on_paper: 0,
  need_unknown: 0,
};
const beside = {
  missing_by_rule: null,
  missing_by_demand: null,
  buildings: 10,
  working_rate: null,
  tested_share: null,
};

function village(own: Partial<Sheet>, known: Partial<Figures> = {}, has_mains = false): Sheet {
  const branch = figures(known);
  const season = { store: store(0, 0, null), buildings };
  return {
    state: 'done',
    season: 'wet',
    on: '2026-11-22',
    vehicle: 'best',
    cutoff_s: 300,
    rule_set: { code: 'cn', version: '2026.1' },
    area: {
      area_id: 6,
      parent_id: null,
      name: 'a village',
      kind: 'village',
      has_mains,
      bounds_deg: null,
      own: branch,
      branch,
      own_beside: beside,
      branch_beside: beside,
      rate_target: null,
      targets: [],
    },
    population: null,
    settlement_class: null,
    trail: [],
    sources: [],
    sources_left_out: 0,
    seasons: { wet: season, dry: season },
    measure_first: [],
    ...own,
  };
}
const kinds = (sheet: Sheet) => nextSteps(sheet).map(({ kind }) => kind);

describe('what a village has to do next', () => {
  it('is nothing where all is in order', () => {
    expect(kinds(village({ sources: [source({})] }))).toEqual([]);
  });

  it('puts right what stands before anything is built', () => {
    const season = { store: store(50, 1, null), buildings };
    const sheet = village(
      {
        sources: [source({ id: 1, status: 'broken', usable: 'unusable' }), source({ id: 2, overdue: true })],
        seasons: { wet: season, dry: season },
      },
      { no_water: 10 },
    );
    expect(kinds(sheet)).toEqual(['repair', 'places', 'store', 'reach', 'check']);
    expect(nextSteps(sheet)[0]).toMatchObject({ figure: 'waters_broken' });
  });

  it('asks for no pool where natural water suffices in that season, and for one where it does not', () => {
    const seasons = {
      wet: { store: store(50, 0, 'natural'), buildings },
      dry: { store: store(50, 1, null), buildings },
    };
    expect(kinds(village({ seasons }))).toEqual([]);
    expect(kinds(village({ seasons, season: 'dry' }))).toEqual(['places', 'store']);
  });

  it('asks for hydrants only where mains can feed them', () => {
    const known = { no_water: 10, unservable: 3, missing_by_demand: 2 };
    expect(nextSteps(village({}, known, true))).toEqual([
      { kind: 'hydrants', hydrants: 2, buildings: 7, figure: 'missing_by_demand' },
      { kind: 'reach', buildings: 3, figure: 'unservable' },
    ]);
    expect(nextSteps(village({}, known, false))).toEqual([
      { kind: 'reach', buildings: 10, figure: 'no_water' },
    ]);
  });

  it('names what is wrong with a source that stands', () => {
    const check = {
      check: 'suction-height' as const,
      outcome: 'fail' as const,
      seen: 7,
      limit: 6,
      unit: 'm',
      clause: null,
      confidence: null,
    };
    const [step] = nextSteps(village({ sources: [source({ usable: 'unusable', checks: [check] })] }));
    expect(step).toMatchObject({ kind: 'improve', checks: [{ check: 'suction-height' }] });
  });
});
