import { readRules } from '../rules/read_rules.ts';
import type { Confidence, RuleSet } from '../rules/rule_set.ts';

export interface ShuttleQuestion {
  /** Tank of each vehicle that takes part. */
  tanks_m3: readonly number[];
  /** Drive with water, and back without. */
  out_s: number;
  back_s: number;
  /** Flow at which one vehicle is filled and emptied. */
  fill_lps: number;
  empty_lps: number;
  /** Vehicles filled, and emptied, at the same time. */
  fill_points: number;
  empty_points: number;
  /** What the water itself gives for as long as it lasts; null where never measured. */
  source_lps: number | null;
}

/** What keeps the flow from being larger. */
export type ShuttleLimit = 'fleet' | 'filling' | 'emptying' | 'source';

export type ShuttleAnswer =
  | {
      kind: 'known';
      /** Least of the four. */
      sustained_lps: number;
      limited_by: ShuttleLimit;
      limits_lps: Record<ShuttleLimit, number>;
      confidence: Confidence;
    }
  | {
      kind: 'unknown';
      missing: ('source' | 'rule')[];
      /** It cannot be more than this, whatever the source gives; null without the rule set's figures. */
      at_most_lps: number | null;
    };

/**
 * Flow that tankers going to and fro keep up. With usable water `v = share x tank`:
 * - fleet: sum of `v / (t_fill + t_out + t_empty + t_back)`, `t_fill = v / fill + manoeuvre`, `t_empty` likewise;
 * - filling: `points x sum(v) / sum(t_fill)` when vehicles fill in turn without a break; emptying likewise;
 * - source: what the water gives.
 * Exact for equal tankers; where tanks differ, filling and emptying are taken in turn. The tank less 10 %, divided by
 * filling, emptying and driving time, is the ISO tanker shuttle formula, seen on a form for its use
 * (southern-fire.com, Water Master Shuttle Form); NFPA 1142's annex, with the same sum, could not be opened.
 *
 * @throws RangeError for times below 0, and for flows, tanks or points that are not positive.
 */
export function shuttleFlow(question: ShuttleQuestion, rules: RuleSet['rules']): ShuttleAnswer {
  const { tanks_m3, out_s, back_s, fill_lps, empty_lps, fill_points, empty_points, source_lps } = question;
  refuse(question);
  const settings = readRules(rules, {
    usable_share: 'shuttle.usable_share',
    manoeuvre_s: 'shuttle.manoeuvre_s',
  });
  if (settings.kind === 'missing') return { kind: 'unknown', missing: ['rule'], at_most_lps: null };
  const { usable_share, manoeuvre_s } = settings.value;
  const loads = tanks_m3.map((tank_m3) => {
    const litres = tank_m3 * 1000 * usable_share;
    return { litres, fill_s: litres / fill_lps + manoeuvre_s, empty_s: litres / empty_lps + manoeuvre_s };
  });
  const total = (pick: (load: (typeof loads)[number]) => number) =>
    loads.reduce((sum, load) => sum + pick(load), 0);
  const inTurn = (points: number, seconds: number) =>
    loads.length === 0 ? 0 : (points * total(({ litres }) => litres)) / seconds;
  const known = {
    fleet: total(({ litres, fill_s, empty_s }) => litres / (fill_s + out_s + empty_s + back_s)),
    filling: inTurn(
      fill_points,
      total(({ fill_s }) => fill_s),
    ),
    emptying: inTurn(
      empty_points,
      total(({ empty_s }) => empty_s),
    ),
  };
  if (source_lps === null) {
    return { kind: 'unknown', missing: ['source'], at_most_lps: Math.min(...Object.values(known)) };
  }
  const limits_lps: Record<ShuttleLimit, number> = { ...known, source: source_lps };
  const names = Object.keys(limits_lps) as ShuttleLimit[];
  const limited_by = names.reduce((least, name) => (limits_lps[name] < limits_lps[least] ? name : least));
  return {
    kind: 'known',
    sustained_lps: limits_lps[limited_by],
    limited_by,
    limits_lps,
    confidence: settings.confidence,
  };
}

function refuse({ tanks_m3, source_lps, ...question }: ShuttleQuestion): void {
  for (const name of ['out_s', 'back_s'] as const) {
    if (!(question[name] >= 0)) throw new RangeError(`${name} is ${question[name]}, expected at least 0`);
  }
  for (const name of ['fill_lps', 'empty_lps', 'fill_points', 'empty_points'] as const) {
    if (!(question[name] > 0)) throw new RangeError(`${name} is ${question[name]}, expected above 0`);
  }
  const bad = tanks_m3.find((tank_m3) => !(tank_m3 > 0));
  if (bad !== undefined) throw new RangeError(`Tank of ${bad} m3, expected above 0`);
  if (source_lps !== null && !(source_lps >= 0)) {
    throw new RangeError(`source_lps is ${source_lps}, expected at least 0`);
  }
}
