import { describe, expect, it } from 'vitest';
import { runsPerVehicle } from '../../src/lib/server/services/coverage/best_run.ts';
import { runCoverage, type CoverageRun } from '../../src/lib/server/services/coverage/run_coverage.ts';
import { stopPoint } from '../../src/lib/server/services/coverage/coverage_tables.ts';
import { seconds } from '../../src/lib/domain/units/units.ts';
import { distance_m } from '../../src/lib/domain/geometry/metric.ts';
import { degreesOf, madeTown, type MadeTown, type Place } from '../support/made_town.ts';

/**
 * A pumper leaves after 60 s and drives 30 km/h (8 1/3 m/s) on a residential street: in 300 s it gets 2,000 m along it.
 * Its attack hose is 200 m, its supply hose 200 m.
 */
const MAIN: MadeTown['streets'][number] = {
  line: [
    [0, 0],
    [400, 0],
    [600, 0],
    [800, 0],
    [3000, 0],
  ],
  width_m: 6,
};
const STATION = { at: [0, 0] as Place };

function judge(made: MadeTown, vehicle: 'pumper' | 'trike' = 'pumper'): CoverageRun {
  return runCoverage(madeTown(made), {
    vehicle,
    cutoff_s: seconds(300),
    turnout_s: null,
    station_kinds: null,
  });
}

function first(made: MadeTown) {
  const run = judge(made);
  const { stop, water, ...rest } = run.buildings[0];
  return {
    ...rest,
    water_id: water.source === null ? null : run.sources[water.source].water_id,
    water_m: water.distance_mm === null ? null : water.distance_mm / 1000,
    offFrom: (place: Place) => {
      const [lon_deg, lat_deg] = degreesOf(place);
      const [stop_lon, stop_lat] = stopPoint(run, stop!);
      return distance_m(lon_deg, lat_deg, stop_lon, stop_lat);
    },
  };
}

describe('the eight verdicts', () => {
  it('covered: in time, hose to the door, tested water near the stop', () => {
    const seen = first({
      streets: [MAIN],
      stations: [STATION],
      hydrants: [{ at: [550, 3] }],
      buildings: [{ at: [500, 5] }],
    });
    expect(seen).toMatchObject({ verdict: 'covered', failing_leg: '', water_id: '1' });
    expect(seen.legs).toEqual({ arrive: 'pass', hose: 'pass', water: 'pass' });
    expect(seen.offFrom([500, 0])).toBeLessThan(0.01);
    expect(seen.hose_m).toBeCloseTo(5, 2);
    expect(seen.water_m).toBeCloseTo(53, 2);
    expect(seen.arrival_ms).toBeCloseTo(60_000 + 500 * 120, -1);
  });

  it('late: the street in front is reached only after the cutoff', () => {
    const seen = first({
      streets: [MAIN],
      stations: [STATION],
      hydrants: [{ at: [2900, 3] }],
      buildings: [{ at: [2900, 5] }],
    });
    expect(seen).toMatchObject({ verdict: 'late', failing_leg: 'arrive', water_id: '1' });
    expect(seen.offFrom([2900, 0])).toBeLessThan(0.01);
    expect(seen.arrival_ms).toBeCloseTo(60_000 + 2900 * 120, -1);
  });

  it('covered from a stop short of the house, where the hose makes up for the last stretch', () => {
    const seen = first({
      streets: [MAIN],
      stations: [STATION],
      hydrants: [{ at: [2000, 3] }],
      buildings: [{ at: [2150, 5] }],
    });
    expect(seen.verdict).toBe('covered');
    expect(seen.offFrom([2000, 0])).toBeLessThan(0.01);
    expect(seen.hose_m).toBeCloseTo(155, 1);
    expect(seen.arrival_ms).toBe(300_000);
  });

  it('unreachable: its street joins no street a station drives on', () => {
    const island: Place[] = [
      [0, 4000],
      [500, 4000],
    ];
    const seen = first({
      streets: [MAIN, { line: island, width_m: 6 }],
      stations: [STATION],
      buildings: [{ at: [250, 4005] }],
    });
    expect(seen).toMatchObject({
      verdict: 'unreachable',
      failing_leg: 'arrive',
      arrival_ms: null,
      station: null,
    });
    expect(seen.offFrom([250, 4000])).toBeLessThan(0.01);
  });

  it('too-narrow: only the width of its lane keeps the vehicle out', () => {
    const lane: Place[] = [
      [600, 0],
      [600, 500],
    ];
    const made = {
      streets: [MAIN, { line: lane, street_class: 'service' as const, width_m: 2 }],
      stations: [STATION],
      buildings: [{ at: [610, 400] as Place }],
    };
    expect(first(made)).toMatchObject({ verdict: 'too-narrow', failing_leg: 'arrive', arrival_ms: null });
    expect(judge(made, 'trike').buildings[0].legs.arrive).toBe('pass');
  });

  it('too-narrow: an obstacle shuts the lane behind it, not in front of it', () => {
    const lane: Place[] = [
      [600, 0],
      [600, 500],
    ];
    const made: MadeTown = {
      streets: [MAIN, { line: lane, street_class: 'service', width_m: 5 }],
      stations: [STATION],
      obstacles: [{ at: [600, 150], clear_width_m: 1.6 }],
      hydrants: [{ at: [600, 100] }],
      buildings: [{ at: [610, 100] }, { at: [610, 480] }],
    };
    expect(judge(made).buildings.map(({ verdict }) => verdict)).toEqual(['covered', 'too-narrow']);
    const trike = judge(made, 'trike').buildings[1].legs;
    expect(trike.arrive).toBe('pass');
  });

  it('hose-short: no street comes within the hose, a footpath leads there', () => {
    const path: Place[] = [
      [400, 0],
      [400, -300],
    ];
    const seen = first({
      streets: [MAIN, { line: path, street_class: 'path' }],
      stations: [STATION],
      hydrants: [{ at: [400, 3] }],
      buildings: [{ at: [400, -305] }],
    });
    expect(seen).toMatchObject({ verdict: 'hose-short', failing_leg: 'hose', water_id: '1' });
    expect(seen.offFrom([400, 0])).toBeLessThan(0.01);
    expect(seen.hose_m).toBeCloseTo(305, 1);
    expect(seen.legs.arrive).toBe('pass');
  });

  it('no-water: the nearest source is beyond the supply hose and is named with its distance', () => {
    const seen = first({
      streets: [MAIN],
      stations: [STATION],
      hydrants: [{ at: [1000, 0] }, { at: [1490, 0], status: 'broken' }],
      buildings: [{ at: [1500, 5] }],
    });
    expect(seen).toMatchObject({ verdict: 'no-water', failing_leg: 'water', water_id: '1' });
    expect(seen.water_m).toBeCloseTo(500, 1);
  });

  it('weak-water: the only source in reach is known to give too little', () => {
    const seen = first({
      streets: [MAIN],
      stations: [STATION],
      hydrants: [{ at: [1000, 0], flow_lps: 5 }],
      buildings: [{ at: [1000, 5] }],
    });
    expect(seen).toMatchObject({ verdict: 'weak-water', failing_leg: 'water', water_id: '1' });
  });

  it('covered by a pool of the rule set’s volume', () => {
    const seen = first({
      streets: [MAIN],
      stations: [STATION],
      pools: [{ at: [1000, 10], volume_m3: 100 }],
      buildings: [{ at: [1000, 5] }],
    });
    expect(seen).toMatchObject({ verdict: 'covered', water_id: 'water_source/1' });
  });
});

describe('each unknown leg', () => {
  it('arrive: in time only through a street of unknown width', () => {
    const lane: Place[] = [
      [800, 0],
      [800, -400],
    ];
    const seen = first({
      streets: [MAIN, { line: lane, street_class: 'service' }],
      stations: [STATION],
      hydrants: [{ at: [800, -250] }],
      buildings: [{ at: [805, -300] }],
    });
    expect(seen).toMatchObject({ verdict: 'unknown', failing_leg: 'arrive' });
    expect(seen.legs).toEqual({ arrive: 'unknown', hose: 'pass', water: 'pass' });
  });

  it('hose: the nearest way is a fragment the data does not join to any street', () => {
    const fragment: Place[] = [
      [480, -60],
      [520, -60],
    ];
    const seen = first({
      streets: [MAIN, { line: fragment, street_class: 'footway' }],
      stations: [STATION],
      hydrants: [{ at: [500, 3] }],
      buildings: [{ at: [500, -65] }],
    });
    expect(seen).toMatchObject({ verdict: 'unknown', failing_leg: 'hose' });
    expect(seen.hose_m).toBeCloseTo(65, 1);
  });

  it('water: the source in reach was never measured', () => {
    const seen = first({
      streets: [MAIN],
      stations: [STATION],
      hydrants: [{ at: [1000, 0], flow_lps: null }],
      buildings: [{ at: [1000, 5] }],
    });
    expect(seen).toMatchObject({ verdict: 'unknown', failing_leg: 'water', water_id: '1' });
  });

  it('a failing leg goes before an unknown one', () => {
    const seen = first({
      streets: [MAIN],
      stations: [STATION],
      hydrants: [{ at: [2900, 0], flow_lps: null }],
      buildings: [{ at: [2900, 5] }],
    });
    expect(seen).toMatchObject({ verdict: 'late', failing_leg: 'arrive' });
    expect(seen.legs.water).toBe('unknown');
  });
});

describe('stations', () => {
  it('one street of unknown width in front of the station leaves the town known', () => {
    const forecourt: Place[] = [
      [0, -40],
      [0, 0],
    ];
    const seen = first({
      streets: [MAIN, { line: forecourt, street_class: 'service' }],
      stations: [{ at: [0, -40] }],
      hydrants: [{ at: [500, 0] }],
      buildings: [{ at: [500, 5] }],
    });
    expect(seen.verdict).toBe('covered');
  });

  it('a town without stations or streets still has a verdict for every building', () => {
    const none = judge({ streets: [], buildings: [{ at: [0, 5] }] });
    expect(none.buildings[0]).toMatchObject({ verdict: 'unreachable', stop: null, hose_m: null });
    const no_station = judge({ streets: [MAIN], buildings: [{ at: [500, 5] }] });
    expect(no_station.buildings[0].verdict).toBe('unreachable');
  });

  it('a station without a crew covers nobody, one whose crew nobody recorded does', () => {
    const made = (crew: number | null): MadeTown => ({
      streets: [MAIN],
      stations: [
        { at: [0, 0], crew },
        { at: [2500, 0], crew: 6 },
      ],
      buildings: [{ at: [500, 5] }],
    });
    for (const crew of [null, 5]) expect(judge(made(crew)).buildings[0].arrival_ms).toBeCloseTo(120_000, -1);
    const empty = judge(made(0));
    expect(empty.stations.map(({ id }) => id)).toEqual([2]);
    expect(empty.buildings[0]).toMatchObject({ station: 0, arrival_ms: 300_000 });
    const owned = madeTown({ streets: [MAIN], stations: [{ at: [0, 0], crew: 0, vehicles: ['mini'] }] });
    expect(runsPerVehicle(owned, 300).map(({ options }) => options.vehicle)).toEqual(['pumper']);
  });

  it('own turn-out wins, one-way is obeyed', () => {
    const made: MadeTown = {
      streets: [{ ...MAIN, oneway: -1 }],
      stations: [{ at: [1000, 0], turnout_s: 10 }],
      buildings: [{ at: [500, 5] }, { at: [1500, 5] }],
    };
    const { buildings } = judge(made);
    expect(buildings[0].arrival_ms).toBeCloseTo(10_000 + 500 * 120, -1);
    expect(buildings[1].verdict).toBe('unreachable');
  });
});
