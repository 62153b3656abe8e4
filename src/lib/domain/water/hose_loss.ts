import type { HoseLoss } from '../rules/water_rules.ts';

/** Metres of water in one MPa: 1e6 Pa / (1000 kg/m3 x 9.80665 m/s2). */
export const METRES_OF_WATER_PER_MPA = 1e6 / (1000 * 9.80665);

/**
 * Friction in one hose line, metres of water for every metre of hose: S q^2 / per_m, with S by diameter (a handbook's
 * figures that could not be opened, confidence L: check the official text). Null where the table has no such hose.
 *
 * @throws RangeError for a flow below 0.
 */
export function lossPerMetre_m(hose: HoseLoss, diameter_mm: number, flow_lps: number): number | null {
  if (!(flow_lps >= 0)) throw new RangeError(`Flow ${flow_lps} L/s, expected at least 0`);
  const row = hose.hoses.find((each) => each.diameter_mm === diameter_mm);
  return row ? (row.resistance * flow_lps * flow_lps) / hose.per_m : null;
}
