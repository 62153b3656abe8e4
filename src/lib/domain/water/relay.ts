import { readRules, weakest } from '../rules/read_rules.ts';
import type { Confidence, RuleSet } from '../rules/rule_set.ts';
import { lossPerMetre_m, METRES_OF_WATER_PER_MPA } from './hose_loss.ts';

/** A point of the way the hose lies along, from the water (0) on. */
export interface ProfilePoint {
  along_m: number;
  /** Above any common level. */
  height_m: number;
}

export interface RelayQuestion {
  flow_lps: number;
  /** Two points at least, `along_m` rising from 0; heights between them on straight lines. Null where heights are unknown. */
  profile: readonly ProfilePoint[] | null;
}

export type RelayPlan =
  | {
      kind: 'possible';
      /** Parallel hose lines, each with its own pumps: as many as the flow of one pump makes necessary. */
      lines: number;
      /** Pumps one behind the other in each line. */
      stages: number;
      /** lines x stages. */
      pumps: number;
      /** Of all lines together. */
      hose_m: number;
      /** Where each stage's pump stands, from the water; the first is 0. */
      pump_at_m: number[];
      confidence: Confidence;
    }
  | { kind: 'impossible'; reason: 'pump-too-weak' }
  | { kind: 'unknown'; missing: ('heights' | 'rule')[] };

/**
 * Portable pumps one behind the other, each drawing from a tank that the one before fills. With `H` the pump's head at its
 * rated flow, friction `J` in m of water per m of hose (hose_loss.ts), ground height `z`: what is left at y of a pump
 * at x is `H - J (y - x) - (z(y) - z(x))`. It must not fall below `relay.residual_pressure_mpa` anywhere, nor below
 * `relay.end_pressure_mpa` at the end. Each pump is carried as far as that allows, which needs the fewest: where a stage ends at
 * its limit, `z + J x` is as high as that stage can lift it. On level or even ground this is
 * `stages = 1 + ceil((J L + rise - (H - end)) / (H - residual))`. Energy equation of pipe flow; the pump's figures are local
 * settings (confidence L).
 *
 * @throws RangeError for a flow that is not positive or a profile that does not rise in `along_m` from 0.
 */
export function relayPlan({ flow_lps, profile }: RelayQuestion, rules: RuleSet): RelayPlan {
  if (!(flow_lps > 0)) throw new RangeError(`Flow ${flow_lps} L/s, expected above 0`);
  const settings = readRules(rules.rules, {
    pump_mpa: 'relay.pump_pressure_mpa',
    pump_lps: 'relay.pump_flow_lps',
    residual_mpa: 'relay.residual_pressure_mpa',
    end_mpa: 'relay.end_pressure_mpa',
    hose_mm: 'relay.hose_diameter_mm',
  });
  const hose = rules.water?.hose_loss;
  if (settings.kind === 'missing' || !hose) return { kind: 'unknown', missing: ['rule'] };
  if (profile === null) return { kind: 'unknown', missing: ['heights'] };
  refuseProfile(profile);
  const { pump_mpa, pump_lps, residual_mpa, end_mpa, hose_mm } = settings.value;
  const lines = Math.ceil(flow_lps / pump_lps - 1e-9);
  const loss_m = lossPerMetre_m(hose, hose_mm, flow_lps / lines);
  if (loss_m === null) return { kind: 'unknown', missing: ['rule'] };
  const pump_at_m = pumpPlaces(profile, loss_m, {
    head_m: pump_mpa * METRES_OF_WATER_PER_MPA,
    residual_m: residual_mpa * METRES_OF_WATER_PER_MPA,
    end_m: end_mpa * METRES_OF_WATER_PER_MPA,
  });
  if (pump_at_m === null) return { kind: 'impossible', reason: 'pump-too-weak' };
  const stages = pump_at_m.length;
  return {
    kind: 'possible',
    lines,
    stages,
    pumps: lines * stages,
    hose_m: lines * profile[profile.length - 1].along_m,
    pump_at_m,
    confidence: weakest([settings.confidence, hose.confidence]),
  };
}

/** Whether the pumps and hose an area has carry a relay out; null is not recorded, and never enough. */
export function relaySuffices(
  plan: RelayPlan,
  pumps: number | null,
  hose_m: number | null,
): 'pass' | 'fail' | 'unknown' {
  if (plan.kind === 'impossible') return 'fail';
  if (plan.kind === 'unknown') return 'unknown';
  if ((pumps !== null && pumps < plan.pumps) || (hose_m !== null && hose_m < plan.hose_m)) return 'fail';
  return pumps === null || hose_m === null ? 'unknown' : 'pass';
}

interface Heads {
  head_m: number;
  residual_m: number;
  end_m: number;
}

/** Null where a pump cannot even lift the water to the pressure it must leave. */
function pumpPlaces(
  profile: readonly ProfilePoint[],
  loss_m: number,
  { head_m, residual_m, end_m }: Heads,
): number[] | null {
  if (head_m <= residual_m) return null;
  const places = [profile[0].along_m];
  const end = profile.length - 1;
  const lifted_m = profile.map(({ along_m, height_m }) => height_m + loss_m * along_m);
  let next = 1;
  let from_m = lifted_m[0];
  for (;;) {
    const limit_m = from_m + head_m - residual_m;
    let best = { along_m: places[places.length - 1], lifted_m: from_m, next };
    while (next <= end && lifted_m[next] <= limit_m) {
      if (lifted_m[next] > best.lifted_m) {
        best = { along_m: profile[next].along_m, lifted_m: lifted_m[next], next: next + 1 };
      }
      next++;
    }
    if (next > end) {
      if (lifted_m[end] <= from_m + head_m - end_m) return places;
      if (best.lifted_m <= from_m) return null;
      places.push(best.along_m);
      from_m = best.lifted_m;
      next = best.next;
      continue;
    }
    const share = (limit_m - lifted_m[next - 1]) / (lifted_m[next] - lifted_m[next - 1]);
    const { along_m } = profile[next - 1];
    places.push(along_m + share * (profile[next].along_m - along_m));
    from_m = limit_m;
  }
}

function refuseProfile(profile: readonly ProfilePoint[]): void {
  if (profile.length < 2) throw new RangeError(`Profile of ${profile.length} points, expected at least 2`);
  if (profile[0].along_m !== 0) {
    throw new RangeError(`Profile begins at ${profile[0].along_m} m, expected 0`);
  }
  for (let i = 1; i < profile.length; i++) {
    if (!(profile[i].along_m > profile[i - 1].along_m)) {
      throw new RangeError(
        `Profile point ${i} at ${profile[i].along_m} m, expected above ${profile[i - 1].along_m}`,
      );
    }
  }
}
