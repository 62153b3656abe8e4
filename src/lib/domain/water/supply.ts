import { readRules } from '../rules/read_rules.ts';
import type { RuleSet } from '../rules/rule_set.ts';
import { sustainedFlow_lps } from './pool.ts';
import type { KnownRequirement } from './required_flow.ts';
import type { SourceClass } from './source_class.ts';

interface InReach<Key> {
  /** The caller's own name for it. */
  key: Key;
  source_class: SourceClass;
  /** Straight from the building. */
  straight_m: number;
}

export interface HydrantInReach<Key = string> extends InReach<Key> {
  kind: 'hydrant';
  flow_lps: number | null;
  /** On a main fed from one end only; null not recorded. */
  dead_end: boolean | null;
}

/** Pools and tanks: they give what they hold, spread over the duration. */
export interface StoreInReach<Key = string> extends InReach<Key> {
  kind: 'store';
  volume_m3: number | null;
}

/** Natural intakes, wells and cranes. */
export interface FlowingInReach<Key = string> extends InReach<Key> {
  kind: 'flowing';
  flow_lps: number | null;
}

/** A source within supply hose of a building's stop, along ways. */
export type SourceInReach<Key = string> = HydrantInReach<Key> | StoreInReach<Key> | FlowingInReach<Key>;

/** What is asked for. */
export type AskedFlow = Pick<KnownRequirement, 'kind' | 'flow_lps' | 'duration_h'> | { kind: 'unknown' };

export type NotCounted =
  | 'too-weak'
  | 'unusable'
  | 'not-measured'
  | 'too-near'
  | 'too-far'
  | 'dead-end-main'
  | 'main-not-recorded'
  | 'no-rule';

export interface Supply<Key = string> {
  /** What is known to be there and may be counted; unknown counts nothing. */
  known_lps: number;
  /** The most it can be, whatever is found out: Infinity where a flow was never measured. */
  possible_lps: number;
  /** Sources whose worth or whose main is not recorded: they might add to it. */
  unknown: number;
  verdict: 'pass' | 'fail' | 'unknown';
  counted: Key[];
  not_counted: { key: Key; reason: NotCounted }[];
}

/**
 * What the sources in reach of a building give together, against what it asks for (GB 50974-2014 6.1.5): hydrants
 * from `hydrant.counted_from_m` to `hydrant.counted_to_m` straight from the building are summed; of those on a dead-end main
 * only one counts. Hydrants whose main is not recorded are taken as on one dead-end main, and leave open whether they add
 * up. Water stored counts as volume / duration, within `pool.intake_radius_m`. Sources too weak by themselves are not
 * summed: the rule asks 15 L/s of the worst hydrant.
 */
export function supplyOf<Key = string>(
  sources: readonly SourceInReach<Key>[],
  requirement: AskedFlow,
  rules: RuleSet['rules'],
): Supply<Key> {
  const limits = readRules(rules, {
    from_m: 'hydrant.counted_from_m',
    to_m: 'hydrant.counted_to_m',
    store_m: 'pool.intake_radius_m',
  });
  if (limits.kind === 'missing') return withoutRule(sources);
  const { from_m, to_m, store_m } = limits.value;
  const duration_h = requirement.kind === 'known' ? requirement.duration_h : null;
  const not_counted: Supply<Key>['not_counted'] = [];
  const giving: { source: SourceInReach<Key>; flow_lps: number }[] = [];
  const unmeasured: SourceInReach<Key>[] = [];
  for (const source of sources) {
    const reason = outOfCount(source, from_m, to_m, store_m);
    const flow_lps = reason === null ? flowOf(source, duration_h) : null;
    if (flow_lps !== null) giving.push({ source, flow_lps });
    else {
      not_counted.push({ key: source.key, reason: reason ?? 'not-measured' });
      if (reason === null || reason === 'not-measured') unmeasured.push(source);
    }
  }
  const single = giving
    .filter(({ source }) => source.kind === 'hydrant' && source.dead_end !== false)
    .sort((a, b) => b.flow_lps - a.flow_lps);
  const left_out = new Set(single.slice(1));
  for (const { source } of left_out) {
    not_counted.push({ key: source.key, reason: onDeadEnd(source) ? 'dead-end-main' : 'main-not-recorded' });
  }
  const counted = giving.filter((each) => !left_out.has(each));
  const known_lps = sum(counted);
  const unrecorded = left_out.size > 0 ? single.filter(({ source }) => !onDeadEnd(source)) : [];
  const one_lps = Math.max(
    0,
    ...single.filter(({ source }) => onDeadEnd(source)).map((each) => each.flow_lps),
  );
  const if_looped_lps = sum(giving) - sum(single) + sum(unrecorded) + one_lps;
  const unmeasured_lps = unmeasured.reduce(
    (total, source) => total + (flowOf(source, duration_h) ?? Infinity),
    0,
  );
  const possible_lps = Math.max(known_lps, if_looped_lps) + unmeasured_lps;
  return {
    known_lps,
    possible_lps,
    unknown: unmeasured.length + unrecorded.length,
    verdict: verdictOf(known_lps, possible_lps, requirement),
    counted: counted.map(({ source }) => source.key),
    not_counted,
  };
}

/** What a rule set says that has no distances to count sources within: nothing is counted, and what might suffice stays open. */
function withoutRule<Key>(sources: readonly SourceInReach<Key>[]): Supply<Key> {
  const open = sources.filter(({ source_class }) => source_class === 'good' || source_class === 'unknown');
  return {
    known_lps: 0,
    possible_lps: open.length > 0 ? Infinity : 0,
    unknown: open.length,
    verdict: open.length > 0 ? 'unknown' : 'fail',
    counted: [],
    not_counted: open.map(({ key }) => ({ key, reason: 'no-rule' })),
  };
}

/** Far below what is measured, far above what sums of a few flows are off by. */
const ROUNDING_LPS = 1e-9;

function verdictOf(known_lps: number, possible_lps: number, requirement: AskedFlow): Supply['verdict'] {
  if (possible_lps === 0) return 'fail';
  if (requirement.kind === 'unknown') return 'unknown';
  const enough_lps = requirement.flow_lps - ROUNDING_LPS;
  if (known_lps >= enough_lps) return 'pass';
  return possible_lps >= enough_lps ? 'unknown' : 'fail';
}

function outOfCount(
  source: SourceInReach<unknown>,
  from_m: number,
  to_m: number,
  store_m: number,
): NotCounted | null {
  if (source.source_class === 'none') return 'unusable';
  if (source.source_class === 'weak') return 'too-weak';
  if (source.kind === 'hydrant' && source.straight_m < from_m) return 'too-near';
  if (source.kind === 'hydrant' && source.straight_m > to_m) return 'too-far';
  if (source.kind === 'store' && source.straight_m > store_m) return 'too-far';
  return source.source_class === 'unknown' ? 'not-measured' : null;
}

/** Null where it was not measured, or where a store has no duration to last for. */
function flowOf(source: SourceInReach<unknown>, duration_h: number | null): number | null {
  if (source.kind !== 'store') return source.flow_lps;
  if (source.volume_m3 === null || duration_h === null) return null;
  return sustainedFlow_lps(source.volume_m3, duration_h);
}

const onDeadEnd = (source: SourceInReach<unknown>) => source.kind === 'hydrant' && source.dead_end === true;
const sum = (giving: readonly { flow_lps: number }[]) =>
  giving.reduce((total, { flow_lps }) => total + flow_lps, 0);
