import fc from 'fast-check';
import { describe, expect, expectTypeOf, it } from 'vitest';
import type { z } from 'zod';
import { editSchema, editsSchema, MOST_EDITS } from '../../src/lib/contract/edits.ts';
import { FIRST_ADDED_ROW, type Edit } from '../../src/lib/domain/live/edit.ts';
import { applyEdits, type EditedRows } from '../../src/lib/server/services/scenario/apply_edits.ts';
import { RULES } from '../support/made_town.ts';

type Row = Record<string, unknown> & { id: number };
type Layer = Edit['layer'];

const LIST = {
  station: 'stations',
  obstacle: 'obstacles',
  hydrant: 'hydrants',
  street: 'streets',
} as const satisfies Record<Layer, keyof EditedRows>;

const NUMBERS = [1, 2, 5, 9];
const ROWS = {
  stations: NUMBERS.map((id) => ({
    ...{ id, name: `站${id}`, kind: 'micro', turnout_s: null, crew: 5, vehicles: ['mini'] },
    ...{ area_id: 3, lon_deg: 118, lat_deg: 25 },
  })),
  obstacles: NUMBERS.map((id) => ({
    ...{ id, source: 's', kind: 'gate', clear_width_m: null, clear_height_m: 3 },
    ...{ street_source_id: 'w1', lon_deg: 118, lat_deg: 25 },
  })),
  hydrants: NUMBERS.map((id) => ({
    ...{ id, name: null, area_id: 3, status: 'broken', flow_lps: null, pressure_mpa: null },
    ...{ tested_on: '2026-01-02', dead_end: false, ground_m: 12, lon_deg: 118, lat_deg: 25 },
  })),
  streets: NUMBERS.map((id) => ({
    ...{ id, source: 's', source_id: `w${id}`, name: null, street_class: 'residential', oneway: 0 },
    ...{ maxspeed_kmh: null, width_m: 4, width_source: 'measured', max_width_m: null, max_height_m: null },
    ...{ max_weight_t: null, closed: false, level: 0, vertex_keys: null, geom: new Uint8Array() },
  })),
  mains: [],
  rules: RULES,
} as unknown as EditedRows;

const position = fc.tuple(
  fc.double({ min: -180, max: 180, noNaN: true }),
  fc.double({ min: -90, max: 90, noNaN: true }),
);
const orNull = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null });
const metres = fc.double({ min: 0.01, max: 100, noNaN: true });
const BODIES = {
  station: {
    name: orNull(fc.constantFrom('甲', '乙')),
    kind: fc.constantFrom('micro', 'brigade', 'national', 'enterprise'),
    turnout_s: orNull(fc.nat(600)),
    vehicles: fc.subarray(['walk', 'trike', 'mini', 'pumper', 'ladder']),
  },
  obstacle: {
    kind: fc.constantFrom('gate', 'stall'),
    clear_width_m: orNull(metres),
    clear_height_m: orNull(metres),
  },
  hydrant: {
    name: orNull(fc.constant('丙')),
    status: fc.constantFrom('working', 'broken', 'unknown'),
    flow_lps: orNull(fc.nat(30)),
    pressure_mpa: orNull(fc.constant(0.2)),
  },
  street: {
    closed: fc.boolean(),
    width_m: orNull(metres),
    max_width_m: orNull(metres),
    max_height_m: orNull(metres),
  },
};

/** A step as drawn; `pick` chooses among the rows it may be about when its turn comes. */
const drawn = fc.constantFrom<Layer>('station', 'obstacle', 'hydrant', 'street').chain((layer) =>
  fc.record({
    layer: fc.constant(layer),
    kind: fc.constantFrom('add', 'change', 'change', 'remove'),
    pick: fc.nat(1000),
    at_deg: orNull(position),
    whole: fc.record(BODIES[layer] as Record<string, fc.Arbitrary<unknown>>),
    part: fc.record(BODIES[layer] as Record<string, fc.Arbitrary<unknown>>, { requiredKeys: [] }),
  }),
);

/** Steps that can be made: about rows of the town, rows nobody has (7), and rows added before and still there. */
const steps = fc.array(drawn, { maxLength: 60 }).map((all) => {
  let next = FIRST_ADDED_ROW;
  const standing: Record<Layer, number[]> = { station: [], obstacle: [], hydrant: [], street: [] };
  return all.map(({ layer, kind, pick, at_deg, whole, part }): Edit => {
    if (kind === 'add' && layer !== 'street') {
      standing[layer].push(next);
      return { kind, layer, row: next++, at_deg: at_deg ?? [0, 0], body: whole } as unknown as Edit;
    }
    const rows = [...NUMBERS, 7, ...standing[layer]];
    const row = rows[pick % rows.length];
    if (kind === 'remove' && layer !== 'street') {
      standing[layer] = standing[layer].filter((other) => other !== row);
      return { kind, layer, row };
    }
    const moved = layer !== 'street' && at_deg && { at_deg };
    return { kind: 'change', layer, row, ...moved, body: part } as Edit;
  });
});

/** One step after another, as a person would; a row taken away comes back as it was where a later step changes it. */
function oneByOne(edits: readonly Edit[]) {
  const { mains: _mains, rules: _rules, ...tables } = structuredClone(ROWS);
  const town = tables as unknown as Record<string, Row[]>;
  const gone: Record<string, number[]> = {};
  edits.forEach((edit, step) => {
    const list = LIST[edit.layer];
    const before = town[list].find(({ id }) => id === edit.row);
    const original = (ROWS[list] as unknown as Row[]).find(({ id }) => id === edit.row);
    if (edit.kind !== 'add' && edit.row < FIRST_ADDED_ROW && !original) {
      (gone[`${edit.layer} ${edit.row}`] ??= []).push(step);
      return;
    }
    town[list] = town[list].filter(({ id }) => id !== edit.row);
    if (edit.kind === 'remove') return;
    const row: Row = { ...(before ?? original ?? BLANK[edit.layer]), ...edit.body, id: edit.row };
    if ('at_deg' in edit && edit.at_deg) {
      [row.lon_deg, row.lat_deg] = edit.at_deg;
      if (edit.layer === 'obstacle') row.street_source_id = null;
      if (edit.layer === 'hydrant') [row.dead_end, row.ground_m] = [null, null];
    }
    if (edit.layer === 'street' && 'width_m' in edit.body) {
      row.width_source = edit.body.width_m === null ? 'unknown' : 'estimated';
    }
    town[list].push(row);
  });
  for (const list of Object.values(town)) list.sort((a, b) => a.id - b.id);
  return { town, gone };
}

const BLANK: Record<Layer, object> = {
  station: { area_id: null, crew: null, pumps: null, tankers: null, tanker_m3: null },
  obstacle: { source: 'scenario', street_source_id: null },
  hydrant: { area_id: null, tested_on: null, dead_end: null, ground_m: null },
  street: {},
};

describe('steps on rows', () => {
  it('come to the same folded as one by one, and leave the rows they were given alone', () => {
    const before = structuredClone(ROWS);
    fc.assert(
      fc.property(steps, (edits) => {
        const { rows, problems } = applyEdits(ROWS, edits);
        const { town, gone } = oneByOne(edits);
        const { mains, rules, ...tables } = rows;
        expect(tables).toEqual(town);
        expect([mains, rules]).toEqual([ROWS.mains, ROWS.rules]);
        expect(
          Object.fromEntries(problems.map(({ layer, row, steps }) => [`${layer} ${row}`, steps])),
        ).toEqual(gone);
        expect(problems.map(({ steps: [first] }) => first)).toEqual(
          Object.values(gone)
            .map(([first]) => first)
            .sort((a, b) => a - b),
        );
      }),
      { numRuns: 1500 },
    );
    expect(ROWS).toEqual(before);
  });

  it('cross the wire unchanged', () => {
    fc.assert(
      fc.property(steps, (edits) => {
        const sent: unknown = JSON.parse(JSON.stringify(edits));
        expect(editsSchema.parse(sent)).toEqual(sent);
      }),
      { numRuns: 300 },
    );
  });

  it('read off the wire are those the engine takes', () => {
    expectTypeOf<z.infer<typeof editSchema>>().toEqualTypeOf<Edit>();
    const step: Edit = { kind: 'remove', layer: 'station', row: 1 };
    expect(editSchema.parse(step)).toEqual(step);
  });

  it('share what they do not touch', () => {
    const { rows } = applyEdits(ROWS, [{ kind: 'remove', layer: 'station', row: 2 }]);
    expect(rows.streets).toBe(ROWS.streets);
    expect(rows.hydrants).toBe(ROWS.hydrants);
    expect(rows.stations[0]).toBe(ROWS.stations[0]);
  });
});

describe('steps that are refused', () => {
  const place: [number, number] = [118, 25];
  const hydrant = { name: null, status: 'working', flow_lps: 1, pressure_mpa: null };
  const add = { kind: 'add', layer: 'hydrant', row: FIRST_ADDED_ROW, at_deg: place, body: hydrant };
  it.each<[string, unknown[], string]>([
    ['a place off the earth', [{ ...add, at_deg: [181, 25] }], '0.at_deg.0'],
    ['a place that is no number', [{ ...add, at_deg: [null, 25] }], '0.at_deg.0'],
    ['a number of a row that stands', [{ ...add, row: 7 }], '0.row'],
    ['a row added twice', [add, add], ''],
    ['a row changed before it is added', [{ ...add, kind: 'change', body: {} }, add], ''],
    ['flow beyond any hydrant', [{ ...add, body: { ...hydrant, flow_lps: 1001 } }], '0.body.flow_lps'],
    ['an unknown column', [{ ...add, body: { ...hydrant, geom: 'x' } }], '0.body'],
    ['a missing column', [{ ...add, body: { status: 'working' } }], '0.body.name'],
    ['a street taken away', [{ kind: 'remove', layer: 'street', row: 1 }], '0.layer'],
    ['a street moved', [{ kind: 'change', layer: 'street', row: 1, at_deg: place, body: {} }], '0'],
    [
      'a street of no width',
      [{ kind: 'change', layer: 'street', row: 1, body: { width_m: 0 } }],
      '0.body.width_m',
    ],
    ['a building', [{ kind: 'remove', layer: 'building', row: 1 }], '0.layer'],
    ['another kind', [{ kind: 'swap', layer: 'station', row: 1 }], '0.kind'],
    ['too many', Array(MOST_EDITS + 1).fill({ kind: 'remove', layer: 'station', row: 1 }), ''],
  ])('%s', (_, edits, path) => {
    const read = editsSchema.safeParse(edits);
    expect(read.success).toBe(false);
    expect(read.error!.issues[0].path.join('.')).toBe(path);
  });
});
