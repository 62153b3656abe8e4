import { describe, expect, it } from 'vitest';
import { LiveTown } from '../../src/lib/domain/live/live_town.ts';
import type { WorkKind, WorkVehicle } from '../../src/lib/domain/live/work_items.ts';
import { workList } from '../../src/lib/domain/live/work_list.ts';
import { townData } from '../../src/lib/server/services/live/town_data.ts';
import { madeTown, type MadeTown, type Place } from '../support/made_town.ts';

/** A main street with a manned station at its west end and side streets to the north, each 300 m long. */
const townWith = (made: Partial<MadeTown>, sides_x_m: number[] = [500]): MadeTown => ({
  streets: [
    { line: [[0, 0], ...sides_x_m.map((x): Place => [x, 0]), [1500, 0]], width_m: 6 },
    ...sides_x_m.map((x) => ({
      line: [
        [x, 0],
        [x, 300],
      ] as Place[],
      width_m: 5,
    })),
  ],
  stations: [{ at: [0, 5] }],
  hydrants: [{ at: [500, 3] }],
  ...made,
});

/** Houses at the far end of a side street: 250 m and more from the main street, no hose reaches them from there. */
const housesOn = (x_m: number, count: number, people?: number) =>
  Array.from({ length: count }, (_, i) => ({ at: [x_m + 10, 250 + 15 * i] as Place, people }));

function listOf(made: MadeTown, kind: WorkKind, vehicle: WorkVehicle = 'pumper') {
  const data = townData(madeTown(made), 'stamp');
  return workList(data, new LiveTown(data), { kind, vehicle, cutoff_s: 300 })!;
}

describe('what every obstacle costs', () => {
  it('one that shuts a side street costs its three houses, for every vehicle', () => {
    const { rows, steps } = listOf(
      townWith({
        obstacles: [{ at: [500, 30], clear_width_m: 1 }],
        buildings: housesOn(500, 3, 4),
      }),
      'obstacle',
    );
    const gain = { buildings: 3, people: 12, to_unknown: 0 };
    expect(rows).toMatchObject([
      { row: 1, street_id: 2, alone: { best: gain, trike: gain, mini: gain, pumper: gain, ladder: gain } },
    ]);
    expect(steps).toMatchObject([{ rows: [1], gain }]);
  });

  it('people are told only where weight means people', () => {
    const { rows } = listOf(
      townWith({ obstacles: [{ at: [500, 30], clear_width_m: 1 }], buildings: housesOn(500, 2) }),
      'obstacle',
    );
    expect(rows[0].alone.pumper).toMatchObject({ buildings: 2, people: null });
  });

  it('two in series cost nothing one by one and are one step together', () => {
    const { rows, steps } = listOf(
      townWith(
        {
          obstacles: [
            { at: [900, 30], clear_width_m: 1 },
            { at: [500, 30], clear_width_m: 1 },
            { at: [500, 40], clear_width_m: 1.2 },
          ],
          buildings: [...housesOn(500, 3, 4), ...housesOn(900, 1, 9)],
        },
        [500, 900],
      ),
      'obstacle',
    );
    expect(rows.map(({ alone }) => alone.pumper.buildings)).toEqual([1, 0, 0]);
    expect(steps).toMatchObject([
      { rows: [2, 3], gain: { buildings: 3, people: 12 } },
      { rows: [1], gain: { buildings: 1, people: 9 } },
    ]);
    expect(rows.map(({ step }) => step)).toEqual([1, 0, 0]);
  });

  it('houses before the second of two make the first worth clearing alone, and first', () => {
    const { rows, steps } = listOf(
      townWith({
        obstacles: [
          { at: [500, 260], clear_width_m: 1 },
          { at: [500, 20], clear_width_m: 1 },
        ],
        streets: [
          { line: [[0, 0], [500, 0], [1500, 0]], width_m: 6 }, // prettier-ignore
          { line: [[500, 0], [500, 250], [500, 600]], width_m: 5 }, // prettier-ignore
        ],
        buildings: [{ at: [510, 230] }, { at: [510, 240] }, { at: [510, 580] }],
      }),
      'obstacle',
    );
    expect(rows.map(({ alone }) => alone.pumper.buildings)).toEqual([0, 2]);
    expect(steps).toMatchObject([
      { rows: [2], gain: { buildings: 2 } },
      { rows: [1], gain: { buildings: 1 } },
    ]);
  });

  it('one that only a ladder truck cannot pass costs nobody else anything', () => {
    const { rows } = listOf(
      townWith({ obstacles: [{ at: [500, 30], clear_width_m: 3.2 }], buildings: housesOn(500, 3) }),
      'obstacle',
      'ladder',
    );
    const buildings = Object.entries(rows[0].alone).map(([vehicle, gain]) => [vehicle, gain.buildings]);
    expect(Object.fromEntries(buildings)).toEqual({ best: 0, trike: 0, mini: 0, pumper: 0, ladder: 3 });
  });

  it('a bar hung too low counts as one for those it is too low for', () => {
    const { rows } = listOf(
      townWith({
        obstacles: [{ at: [500, 30], kind: 'height bar', clear_width_m: 5, clear_height_m: 3 }],
        buildings: housesOn(500, 3),
      }),
      'obstacle',
    );
    const { trike, mini, pumper, ladder } = rows[0].alone;
    expect([trike, mini, pumper, ladder].map(({ buildings }) => buildings)).toEqual([0, 0, 3, 3]);
  });

  it('one nobody measured leaves arrival unknown; cleared, it is certain', () => {
    const { rows } = listOf(
      townWith({
        obstacles: [{ at: [500, 30], kind: 'stall', clear_width_m: null }],
        buildings: housesOn(500, 2),
      }),
      'obstacle',
    );
    expect(rows[0].alone.pumper).toMatchObject({ buildings: 2, to_unknown: 0 });
  });

  it('what it shuts may be a street nobody measured', () => {
    const made = townWith({
      obstacles: [{ at: [500, 30], clear_width_m: 1 }],
      buildings: housesOn(500, 2),
    });
    delete made.streets[1].width_m;
    made.streets[1].street_class = 'unclassified';
    const data = townData(madeTown(made), 'stamp');
    data.streets.clear_width_mm[1] = 0;
    data.street_limits.width_mm[1] = 0;
    data.drive.edge_clear_width_mm.forEach((_, edge) => {
      if (data.drive.edge_street[edge] === 1) data.drive.edge_clear_width_mm[edge] = 0;
    });
    const { rows, steps } = workList(data, new LiveTown(data), {
      kind: 'obstacle',
      vehicle: 'pumper',
      cutoff_s: 300,
    })!;
    expect(rows[0].alone.pumper).toMatchObject({ buildings: 0, to_unknown: 2 });
    expect(steps).toMatchObject([{ rows: [1], gain: { buildings: 0, to_unknown: 2 } }]);
  });

  it('one far from every street costs nothing and is in no step', () => {
    const { rows, steps } = listOf(
      townWith({ obstacles: [{ at: [200, 150], clear_width_m: 0 }], buildings: housesOn(500, 1) }),
      'obstacle',
    );
    expect(rows).toMatchObject([{ row: 1, street_id: null, step: null, alone: { best: { buildings: 0 } } }]);
    expect(steps).toEqual([]);
  });

  it('ends without a list where it is told to', () => {
    const data = townData(madeTown(townWith({ obstacles: [{ at: [500, 30], clear_width_m: 1 }] })), 'stamp');
    const asked = { kind: 'obstacle', vehicle: 'best', cutoff_s: 300 } as const;
    expect(workList(data, new LiveTown(data), { ...asked, stopped: () => true })).toBeNull();
  });
});

describe('what every broken hydrant costs', () => {
  const brokenBy = (hydrant: { flow_lps: number | null; pressure_mpa: number | null }) =>
    listOf(
      townWith({
        hydrants: [
          { at: [503, 280], status: 'broken', ...hydrant },
          { at: [3, 3], status: 'working' },
        ],
        buildings: housesOn(500, 3, 2),
      }),
      'hydrant',
    );

  it('repaired it gives water to the houses within its hose, measured as before', () => {
    const { rows, steps } = brokenBy({ flow_lps: 20, pressure_mpa: 0.2 });
    expect(rows.map(({ row }) => row)).toEqual([1]);
    expect(rows[0].alone.pumper).toEqual({ buildings: 3, people: 6, to_unknown: 0, covered: 3 });
    expect(steps).toMatchObject([{ rows: [1], gain: { buildings: 3 } }]);
  });

  it('never measured it leaves their water unknown, counted apart', () => {
    const { rows } = brokenBy({ flow_lps: null, pressure_mpa: null });
    expect(rows[0].alone.pumper).toEqual({ buildings: 0, people: 0, to_unknown: 3, covered: 0 });
  });

  it('too weak when it last worked it gives nothing back', () => {
    const { rows, steps } = brokenBy({ flow_lps: 2, pressure_mpa: 0.01 });
    expect(rows[0].alone.pumper).toMatchObject({ buildings: 0, to_unknown: 0 });
    expect(steps).toEqual([]);
  });
});

describe('what every empty station costs', () => {
  it('with a crew it reaches what lies beyond the others; a recorded or unrecorded crew is no empty station', () => {
    const { rows, steps } = listOf(
      {
        streets: [{ line: [[0, 0], [8000, 0]], width_m: 6 }], // prettier-ignore
        stations: [
          { at: [0, 5], crew: null },
          { at: [7000, 5], crew: 0 },
          { at: [7900, 5], crew: 0 },
          { at: [10, 5], crew: 4 },
        ],
        buildings: [{ at: [7000, 10], people: 3 }, { at: [7100, 10], people: 3 }, { at: [100, 10] }],
      },
      'station',
    );
    expect(rows.map(({ row }) => row)).toEqual([2, 3]);
    expect(rows.map(({ alone }) => alone.pumper.buildings)).toEqual([2, 2]);
    expect(steps).toMatchObject([{ rows: [2], gain: { buildings: 2, people: 6 } }]);
  });
});

describe('hydrants of a sum', () => {
  // 1,000 m2 x 3 x 3 m = 9,000 m3: 25 L/s (GB 50974-2014 3.3.2, from memory). Each gives 15, two on a looped main 30.
  const school = { at: [500, -10] as Place, use: 'school', floors: 3, footprint_m2: 1000, people: 200 };
  const broken = (x_m: number) => ({
    ...{ at: [x_m, 3] as Place, status: 'broken' as const, flow_lps: 15, dead_end: false },
  });

  it('two that a school asks for both give back nothing one by one and are one step together', () => {
    const hydrants = [broken(450), broken(550)];
    const { rows, steps } = listOf(townWith({ hydrants, buildings: [school] }), 'hydrant');
    expect(rows.map(({ alone }) => alone.pumper)).toMatchObject([{ buildings: 0 }, { buildings: 0 }]);
    expect(steps).toMatchObject([{ rows: [1, 2], gain: { buildings: 1, people: 200, covered: 1 } }]);
  });

  it('of three, two are enough', () => {
    const hydrants = [broken(450), broken(500), broken(550)];
    const { steps } = listOf(townWith({ hydrants, buildings: [school] }), 'hydrant');
    expect(steps.map(({ rows }) => rows.length)).toEqual([2]);
  });

  it('one that gives nothing back alone does once the other was repaired for a house', () => {
    // the first hydrant, 70 m off, serves the house; the second is 220 m from it, beyond the hose; the school asks for both
    const house = { at: [330, 5] as Place, people: 3 };
    const hydrants = [broken(400), broken(550)];
    const { steps } = listOf(townWith({ hydrants, buildings: [school, house] }), 'hydrant');
    expect(steps).toMatchObject([
      { rows: [1], gain: { buildings: 1, people: 3 } },
      { rows: [2], gain: { buildings: 1, people: 200 } },
    ]);
  });
});
