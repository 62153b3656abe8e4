import { describe, expect, it } from 'vitest';
import rule_set from '../../../../geodata/rules/cn.json' with { type: 'json' };
import { streetSet, type StreetRow } from '../../../../tests/support/street_rows.ts';
import type { VehicleRule } from '../rules/rule_set.ts';
import { arcCosts, arcLengths_mm, BLOCKED, OPEN, UNKNOWN, type CostOptions } from './costs.ts';
import { packNetwork } from './pack.ts';

const pumper: VehicleRule = rule_set.vehicles.pumper;
const obeying: CostOptions = { oneway: 'obey', cap_at_maxspeed: true };

/** Cost and pass of the arc along each of some streets a hundred metres long. */
function judge(rows: Omit<StreetRow, 'line_m'>[], options: Partial<CostOptions> = {}, length_m = 100) {
  const streets = streetSet(
    rows.map((row, i) => ({
      ...row,
      line_m: [
        [0, 50 * i],
        [length_m, 50 * i],
      ],
    })),
  );
  const { network } = packNetwork(streets, { include: () => true, join_m: 0.1, cuts: [], oneway: 'ignore' });
  const { cost_ms, pass } = arcCosts(network, streets, pumper, { ...obeying, ...options });
  const each = (column: ArrayLike<number>, against: 0 | 1) =>
    rows.map((_, edge) => column[network.edge_arc[2 * edge + against]]);
  return { cost_ms: each(cost_ms, 0), pass: each(pass, 0), pass_against: each(pass, 1), network };
}

describe('arc costs', () => {
  it('drives at the speed of the class: main 40, side 30, lane 15 km/h', () => {
    const { cost_ms } = judge([
      { street_class: 'primary' },
      { street_class: 'residential' },
      { street_class: 'service' },
    ]);
    expect(cost_ms).toEqual([9000, 12000, 24000]);
  });

  it('is capped by maxspeed only where asked, and never sped up by it', () => {
    const rows: Omit<StreetRow, 'line_m'>[] = [
      { street_class: 'primary', maxspeed_kmh: 20 },
      { street_class: 'primary', maxspeed_kmh: 120 },
    ];
    expect(judge(rows).cost_ms).toEqual([18000, 9000]);
    expect(judge(rows, { cap_at_maxspeed: false }).cost_ms).toEqual([9000, 9000]);
  });

  it('costs a millisecond at least', () => {
    expect(judge([{}], {}, 0.002).cost_ms).toEqual([1]);
  });

  it('passes what is exactly wide, high and strong enough, and says unknown for an unknown width alone', () => {
    const wide = { clear_width_mm: 3000 };
    const rows = [
      wide,
      { clear_width_mm: 2999 },
      { clear_width_mm: 0 },
      { ...wide, clear_height_mm: 3600 },
      { ...wide, clear_height_mm: 3599 },
      { ...wide, max_weight_kg: 16_000 },
      { ...wide, max_weight_kg: 15_999 },
      { clear_width_mm: 0, clear_height_mm: 2000 },
    ];
    expect(judge(rows).pass).toEqual([OPEN, BLOCKED, UNKNOWN, OPEN, BLOCKED, OPEN, BLOCKED, BLOCKED]);
  });

  it('blocks driving against one-way where it is obeyed, and footways always', () => {
    const wide = { clear_width_mm: 6000 };
    const rows: Omit<StreetRow, 'line_m'>[] = [
      { ...wide, oneway: 1 },
      { ...wide, oneway: -1 },
      { ...wide, street_class: 'footway' },
    ];
    const obeyed = judge(rows);
    expect([obeyed.pass, obeyed.pass_against]).toEqual([
      [OPEN, BLOCKED, BLOCKED],
      [BLOCKED, OPEN, BLOCKED],
    ]);
    const ignored = judge(rows, { oneway: 'ignore' });
    expect([ignored.pass, ignored.pass_against]).toEqual([
      [OPEN, OPEN, BLOCKED],
      [OPEN, OPEN, BLOCKED],
    ]);
  });

  it('measures arcs in whole millimetres', () => {
    expect(Array.from(arcLengths_mm(judge([{}], {}, 12.3456).network))).toEqual([12346, 12346]);
  });
});
