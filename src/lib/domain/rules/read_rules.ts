import type { Confidence, Rule, RuleSet } from './rule_set.ts';

/** The numbers asked for, or the keys this rule set has no number for. */
export type RuleNumbers<K extends string> =
  { kind: 'known'; value: Record<K, number>; confidence: Confidence } | { kind: 'missing'; keys: string[] };

/**
 * Numbers of a rule set under the names a calculation gives them. A rule set need not hold them all (older ones, other
 * countries): what depends on a missing one stays unknown, it never falls back to a number in code.
 *
 * @param keys name in the calculation → key of RuleSet.rules.
 */
export function readRules<K extends string>(
  rules: RuleSet['rules'],
  keys: Readonly<Record<K, string>>,
): RuleNumbers<K> {
  const names = Object.keys(keys) as K[];
  const missing = names.map((name) => keys[name]).filter((key) => ruleOf(rules, key) === null);
  if (missing.length > 0) return { kind: 'missing', keys: missing };
  const value = Object.fromEntries(names.map((name) => [name, rules[keys[name]].value])) as Record<K, number>;
  return { kind: 'known', value, confidence: weakest(names.map((name) => rules[keys[name]].confidence)) };
}

/** One rule; null where this rule set does not hold it. */
export const ruleOf = (rules: RuleSet['rules'], key: string): Rule | null =>
  Object.hasOwn(rules, key) ? rules[key] : null;

/** A result is no surer than the least sure number in it: M and L mean "check the official text". */
export function weakest(confidences: readonly Confidence[]): Confidence {
  if (confidences.includes('L')) return 'L';
  return confidences.includes('M') ? 'M' : 'H';
}
