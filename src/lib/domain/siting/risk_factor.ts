import { readRules, ruleOf } from '../rules/read_rules.ts';
import type { RuleSet } from '../rules/rule_set.ts';

/** What a building's risk is judged by; null and empty: not recorded. */
export interface RiskFacts {
  use: string | null;
  /** Floors stand in for the height where that is not recorded, times `building.storey_height_m`. */
  height_m: number | null;
  floors: number | null;
  is_home: boolean;
  structure: string | null;
  low_fire_resistance: boolean | null;
  in_cluster: boolean;
  place_kinds: readonly string[];
  major_hazard: boolean;
}

/** Each has a rule `risk.<name>` with its factor; a rule set without it does not weigh by it. */
export const RISKS = ['low_resistance', 'cluster', 'highrise', 'sensitive_use', 'major_hazard'] as const;
export type Risk = (typeof RISKS)[number];

export interface RiskFactor {
  /** Product of the factors of all risks that hold; 1 where none does. */
  factor: number;
  risks: { risk: Risk; factor: number }[];
}

/** Timber, brick-timber, earth, thatch; fire-resistance classes three and four. */
const LOW_RESISTANCE =
  /木|土坯|夯土|竹|茅|三级|四级|\b(wood|wooden|timber|timber[ _]framing|log|bamboo|adobe|mud|rammed[ _]earth|thatch)\b/i;
/** Uses and kinds of place where many people are, or people who need help to get out. */
const SENSITIVE =
  /养老|敬老|福利院|医院|卫生院|诊所|学校|教学|幼儿园|托儿|宾馆|酒店|旅馆|剧院|影院|商场|超市|市场|网吧|歌舞|车站|体育馆|\b(care home|nursing home|hospital|clinic|school|kindergarten|college|university|childcare|hotel|guest house|hostel|theatre|cinema|entertainment|internet cafe|bath|mall|supermarket|market|worship|temple|church|cathedral|mosque|transport|train station|stadium|sports hall|dormitory)\b/i;

/** How much worse a fire in a building is taken to be than in one with no known risk: settings of the place. */
export function riskFactor(facts: RiskFacts, rules: RuleSet['rules']): RiskFactor {
  const holds: Record<Risk, boolean> = {
    low_resistance:
      facts.low_fire_resistance === true || LOW_RESISTANCE.test((facts.structure ?? '').replace(/_/g, ' ')),
    cluster: facts.in_cluster,
    highrise: isHighrise(facts, rules),
    sensitive_use: [facts.use ?? '', ...facts.place_kinds].some((word) =>
      SENSITIVE.test(word.replace(/[_-]+/g, ' ')),
    ),
    major_hazard: facts.major_hazard,
  };
  const risks = RISKS.filter((risk) => holds[risk]).flatMap((risk) => {
    const rule = ruleOf(rules, `risk.${risk}`);
    return rule ? [{ risk, factor: rule.value }] : [];
  });
  return { factor: risks.reduce((product, { factor }) => product * factor, 1), risks };
}

function isHighrise({ height_m, floors, is_home }: RiskFacts, rules: RuleSet['rules']): boolean {
  const limits = readRules(rules, { home_m: 'highrise.home_m', other_m: 'highrise.other_m' });
  const storey_m = ruleOf(rules, 'building.storey_height_m')?.value ?? null;
  const high_m = height_m ?? (floors !== null && storey_m !== null ? floors * storey_m : null);
  if (limits.kind === 'missing' || high_m === null) return false;
  return high_m > (is_home ? limits.value.home_m : limits.value.other_m);
}
