import type { Settlement } from '../rules/water_rules.ts';

/** First fit wins: an urban village (城中村) is served as a town. */
const WORDS: readonly (readonly [Settlement, RegExp])[] = [
  ['town', /城中村|城乡结合|城郊|城区|城镇|镇区|集镇|街道|社区|\b(urban|city|town|suburb\w*)\b/],
  ['village', /村|农|寨|屯|\b(rural|village|hamlet|countryside)\b/],
];

/** Town or village from the settlement class of an area as its source words it; null where that does not say. */
export function settlementOf(settlement_class: string | null): Settlement | null {
  if (settlement_class === null) return null;
  const words = settlement_class.toLowerCase();
  return WORDS.find(([, pattern]) => pattern.test(words))?.[0] ?? null;
}
