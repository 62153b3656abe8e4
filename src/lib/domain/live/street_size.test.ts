import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { streetSet } from '../../../../tests/support/street_rows.ts';
import type { RuleSet } from '../rules/rule_set.ts';
import { clearWidth_mm, CLOSED_WIDTH_MM, editedSize, size_mm } from './street_size.ts';

const rules = JSON.parse(readFileSync('geodata/rules/cn.json', 'utf8')) as RuleSet;
const line_m = [
  [0, 0],
  [90, 0],
] as const;

/** One street: its own width and signed limit in mm, 0 unknown. */
function townWith(width_mm: number, max_width_mm: number, closed = false) {
  const clear_width_mm = clearWidth_mm(closed, width_mm, max_width_mm);
  return {
    rules,
    streets: streetSet([{ line_m, clear_width_mm, clear_height_mm: 4000, street_class: 'residential' }]),
    street_limits: { width_mm: Uint16Array.of(width_mm), max_width_mm: Uint16Array.of(max_width_mm) },
  };
}

describe('what a street leaves open once changed', () => {
  it('is what it was where nothing is changed, open or closed', () => {
    expect(editedSize(townWith(5000, 3500), 0, {})).toEqual({ clear_width_mm: 3500, clear_height_mm: 4000 });
    expect(editedSize(townWith(5000, 0, true), 0, {}).clear_width_mm).toBe(CLOSED_WIDTH_MM);
  });

  it('keeps the limit that was not changed', () => {
    const town = townWith(5000, 3500);
    expect(editedSize(town, 0, { width_m: 3.2 }).clear_width_mm).toBe(3200);
    expect(editedSize(town, 0, { width_m: 8 }).clear_width_mm).toBe(3500);
    expect(editedSize(town, 0, { max_width_m: null }).clear_width_mm).toBe(5000);
    expect(editedSize(town, 0, { max_height_m: null })).toEqual({ clear_width_mm: 3500, clear_height_mm: 0 });
  });

  it('estimates a width taken back, by class', () => {
    const estimated_m = rules.estimated_width_m.residential;
    expect(editedSize(townWith(9000, 0), 0, { width_m: null }).clear_width_mm).toBe(size_mm(estimated_m));
  });

  it('closes, and opens to what it was before', () => {
    expect(editedSize(townWith(5000, 3500), 0, { closed: true, width_m: 7 }).clear_width_mm).toBe(
      CLOSED_WIDTH_MM,
    );
    expect(editedSize(townWith(5000, 3500, true), 0, { closed: false }).clear_width_mm).toBe(3500);
    expect(editedSize(townWith(5000, 3500, true), 0, { width_m: 3 }).clear_width_mm).toBe(CLOSED_WIDTH_MM);
  });

  it('never takes a size of next to nothing for unknown', () => {
    expect([size_mm(null), size_mm(0), size_mm(0.0001), size_mm(3.2), size_mm(900)]).toEqual([
      0, 1, 1, 3200, 65535,
    ]);
  });
});
