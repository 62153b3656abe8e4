import type { BuildingWaterFacts } from '../contract/api_building_water.ts';
import type { Language } from './language.ts';

type Source = BuildingWaterFacts['sources'][number];
type Asked = Extract<BuildingWaterFacts['asked'], { kind: 'unknown' }>['missing'][number];
type Shuttle = NonNullable<BuildingWaterFacts['remedy']>['shuttle'];
type Limit = Extract<Shuttle, { kind: 'known' }>['limited_by'];
type Gap = Extract<Shuttle, { kind: 'unknown' }>['missing'];
type Leg = BuildingWaterFacts['leg'];

/** Words of what stands behind a water leg: fetched with the card of a building. */
export interface WaterFactsWords {
  title: string;
  working: string;
  failed: string;
  unsaid: string;
  asked: string;
  asked_value: (flow: string, hours: string, volume: string) => string;
  estimated: string;
  asked_unknown: (missing: string) => string;
  missing: Record<Asked, string>;
  found: string;
  found_value: (flow: string, unknown: number) => string;
  asked_decides: string;
  one_decides: string;
  enough: Record<Leg, string>;
  sources: string;
  no_sources: string;
  more_sources: (count: number) => string;
  counted: string;
  not_counted: Record<NonNullable<Source['not_counted']>, string>;
  along: (metres: string) => string;
  no_way: string;
  straight: (metres: string) => string;
  circle: (metres: string) => string;
  circle_values: Record<Leg, string>;
  hose_way: string;
  hose_values: Record<Leg, string>;
  only_on_paper: (straight: string, name: string) => string;
  /** Hose reaches water, and it is not enough for this building. */
  only_on_paper_weak: (straight: string, name: string) => string;
  hose_weak: string;
  remedy: string;
  remedy_note: string;
  from: (name: string, metres: string) => string;
  relay: string;
  relay_value: (pumps: number, lines: number, stages: number, hose: string, flow: string) => string;
  level: string;
  rise: (metres: string) => string;
  pumps_there: (count: number | null, needed: number) => string;
  relay_too_far: (metres: string) => string;
  relay_too_weak: string;
  relay_unknown: string;
  shuttle: string;
  shuttle_value: (flow: string, tankers: number, volume: string, trip: string) => string;
  limits: Record<Limit, string>;
  at_most: (flow: string) => string;
  shuttle_short: (asked: string) => string;
  shuttle_enough: string;
  gaps: Record<Gap, string>;
  rules: string;
  local_setting: string;
  from_memory: string;
  rule_names: Record<string, string>;
}

const ZH: WaterFactsWords = {
  title: '水够不够',
  working: '正在核算水源…',
  failed: '水源明细没有取到，稍后再点一次这栋楼。',
  unsaid: '数据已经变动，等重新计算后再看水源明细。',
  asked: '这栋楼要的水',
  asked_value: (flow, hours, volume) => `${flow}，持续 ${hours} 小时，共 ${volume}`,
  estimated: '层高按 3 m 估',
  asked_unknown: (missing) => `算不出，缺${missing}`,
  missing: {
    use: '用途',
    height: '高度',
    footprint: '占地',
    settlement: '城镇还是村庄',
    rule: '这类建筑的规定',
  },
  found: '够得着的水',
  found_value: (flow, unknown) => (unknown > 0 ? `已知 ${flow}，另有 ${unknown} 处说不准` : flow),
  asked_decides: '按这栋楼要的水量判定',
  one_decides: '按“够得着一处合格水源”判定',
  enough: { pass: '够', fail: '不够', unknown: '说不准' },
  sources: '附近的水源',
  no_sources: '水带够得着的范围内一处也没有。',
  more_sources: (count) => `还有 ${count} 处没有列出`,
  counted: '计入',
  not_counted: {
    'too-weak': '不计：水量或水压不够',
    unusable: '不计：坏了或用不了',
    'not-measured': '不计：没有测过',
    'too-near': '不计：离外墙太近，着火时用不了',
    'too-far': '不计：离楼太远，超出规定',
    'dead-end-main': '不计：同一条枝状管上只算一个',
    'main-not-recorded': '不计：不知道管网是环状还是枝状',
    'no-rule': '不计：规则集里没有这条规定',
    'out-of-reach': '不计：圆圈里有，水带够不着',
  },
  along: (metres) => `沿路 ${metres}`,
  no_way: '沿路太远或不通',
  straight: (metres) => `直线 ${metres}`,
  circle: (metres) => `按 ${metres} 圆圈看`,
  circle_values: { pass: '圈里有水', fail: '圈里没水', unknown: '圈里的栓没测过' },
  hose_way: '按沿路铺水带看',
  hose_values: { pass: '够得着', fail: '够不着', unknown: '说不准' },
  only_on_paper: (straight, name) =>
    `圆圈里有水，水带够不着：${name}直线只有 ${straight}，绕路铺水带就接不上了。`,
  only_on_paper_weak: (straight, name) =>
    `圆圈里有水，还是不够：${name}直线 ${straight}，水带够得着，但够得着的水加起来不够这栋楼用。`,
  hose_weak: '够得着，水不够',
  remedy: '够不着怎么办',
  remedy_note: '只作参考，不改变结论：铺设要花的时间没有算进去。',
  from: (name, metres) => `取水处：${name}，沿路 ${metres}`,
  relay: '水泵接力',
  relay_value: (pumps, lines, stages, hose, flow) =>
    `手抬泵 ${pumps} 台（${lines} 路，每路 ${stages} 级），水带 ${hose}，送 ${flow}`,
  level: '按平地估算，高程没有登记',
  rise: (metres) => `按登记的高程，从水源到楼${metres}`,
  pumps_there: (count, needed) =>
    count === null
      ? '到场站有几台泵没有登记'
      : count >= needed
        ? `到场站有 ${count} 台泵`
        : `到场站只有 ${count} 台泵，不够`,
  relay_too_far: (metres) => `超过 ${metres}，不考虑接力`,
  relay_too_weak: '这种泵压不上去',
  relay_unknown: '规则集里没有泵和水带的数，算不出',
  shuttle: '水罐车运水',
  shuttle_value: (flow, tankers, volume, trip) =>
    `持续 ${flow}：到场站 ${tankers} 辆，每辆 ${volume}，路上来回 ${trip}`,
  limits: {
    fleet: '受车辆数限制',
    filling: '受灌水快慢限制',
    emptying: '受放水快慢限制',
    source: '受水源限制',
  },
  at_most: (flow) => `最多 ${flow}`,
  shuttle_short: (asked) => `不到要的 ${asked}`,
  shuttle_enough: '够用',
  gaps: {
    fleet: '到场站有几辆水罐车、每辆装多少水没有登记',
    'no-tankers': '到场站没有水罐车',
    'no-way': '没有车能跑的路',
    source: '水源能出多少水没有测过',
    duration: '水池要供多久算不出，因为这栋楼要的水不清楚',
    rule: '规则集里没有运水的数，算不出',
  },
  rules: '依据',
  local_setting: '本地设定',
  from_memory: '凭记忆录入，请核对正式条文',
  rule_names: {
    'hydrant.fire_flow_lps': '消火栓出水量，不小于',
    'hydrant.fire_pressure_mpa': '火场消火栓水压，不小于',
    'hydrant.counted_from_m': '计入的消火栓离外墙，不小于',
    'hydrant.counted_to_m': '计入的消火栓离建筑，不大于',
    'pool.intake_radius_m': '消防水池取水离建筑，不大于',
    'hydrant.main_within_m': '没登记管网的栓，取这么近的管',
    'hydrant.protection_radius_m': '消火栓保护半径，不大于',
    'water.required_flow_decides': '大楼按要的水量判定（1 是）',
    'relay.most_m': '考虑接力的最远距离',
    'relay.pump_flow_lps': '手抬泵额定流量',
    'relay.pump_pressure_mpa': '手抬泵额定压力',
    'relay.residual_pressure_mpa': '每级末端剩余压力',
    'relay.end_pressure_mpa': '接力末端压力',
    'relay.hose_diameter_mm': '接力水带口径',
    'shuttle.fill_lps': '水罐车灌水',
    'shuttle.empty_lps': '水罐车放水',
    'shuttle.usable_share': '罐里能用的份额',
    'shuttle.manoeuvre_s': '每头倒车接管',
    asked: '建筑物要的水量和时间',
  },
};

const EN: WaterFactsWords = {
  title: 'Is there enough water',
  working: 'Working out the water…',
  failed: 'The figures of water did not arrive; click the building again in a moment.',
  unsaid: 'The data have changed; the figures of water come with the next run.',
  asked: 'This building asks for',
  asked_value: (flow, hours, volume) => `${flow} for ${hours} h, ${volume} in all`,
  estimated: 'storeys taken as 3 m',
  asked_unknown: (missing) => `Not known, for want of ${missing}`,
  missing: {
    use: 'its use',
    height: 'its height',
    footprint: 'its footprint',
    settlement: 'town or village',
    rule: 'a rule for such a building',
  },
  found: 'Within reach of hose',
  found_value: (flow, unknown) => (unknown > 0 ? `${flow} known, ${unknown} more not certain` : flow),
  asked_decides: 'Judged by the flow this building asks for',
  one_decides: 'Judged by one source that suffices within reach',
  enough: { pass: 'enough', fail: 'not enough', unknown: 'not certain' },
  sources: 'Sources nearby',
  no_sources: 'There is none within reach of hose.',
  more_sources: (count) => `${count} more not listed`,
  counted: 'counted',
  not_counted: {
    'too-weak': 'not counted: too little flow or pressure',
    unusable: 'not counted: broken or unusable',
    'not-measured': 'not counted: never measured',
    'too-near': 'not counted: too near the wall to be used in a fire',
    'too-far': 'not counted: farther than the rule allows',
    'dead-end-main': 'not counted: of those on one branch main a single one is',
    'main-not-recorded': 'not counted: loop or branch main is not recorded',
    'no-rule': 'not counted: the rule set has no such rule',
    'out-of-reach': 'not counted: inside the circle, out of reach of hose',
  },
  along: (metres) => `${metres} along ways`,
  no_way: 'far along ways, or none',
  straight: (metres) => `${metres} straight`,
  circle: (metres) => `By a circle of ${metres}`,
  circle_values: { pass: 'water inside', fail: 'no water inside', unknown: 'hydrant inside never tested' },
  hose_way: 'By hose along ways',
  hose_values: { pass: 'within reach', fail: 'out of reach', unknown: 'not certain' },
  only_on_paper: (straight, name) =>
    `Water inside the circle, but hose does not reach: ${name} is ${straight} away in a straight line, too far along ways.`,
  only_on_paper_weak: (straight, name) =>
    `Water inside the circle, and still too little: ${name} is ${straight} away and hose reaches, but all within reach does not give what this building asks for.`,
  hose_weak: 'within reach, too little',
  remedy: 'What would bring water',
  remedy_note: 'For information, the verdict stays: the time it takes to lay is not modelled.',
  from: (name, metres) => `From ${name}, ${metres} along ways`,
  relay: 'Pump relay',
  relay_value: (pumps, lines, stages, hose, flow) =>
    `${pumps} portable pumps (${lines} lines, ${stages} stages each), ${hose} of hose, brings ${flow}`,
  level: 'reckoned on level ground: heights are not recorded',
  rise: (metres) => `by recorded heights, ${metres} from water to building`,
  pumps_there: (count, needed) =>
    count === null
      ? 'pumps of the arriving station are not recorded'
      : count >= needed
        ? `the arriving station has ${count} pumps`
        : `the arriving station has only ${count} pumps`,
  relay_too_far: (metres) => `Farther than ${metres}: no relay is looked at`,
  relay_too_weak: 'Such a pump does not lift it',
  relay_unknown: 'The rule set has no figures of pumps and hose',
  shuttle: 'Tanker shuttle',
  shuttle_value: (flow, tankers, volume, trip) =>
    `${flow} kept up by ${tankers} tankers of ${volume}, ${trip} there and back`,
  limits: {
    fleet: 'limited by the number of tankers',
    filling: 'limited by filling',
    emptying: 'limited by emptying',
    source: 'limited by the source',
  },
  at_most: (flow) => `at most ${flow}`,
  shuttle_short: (asked) => `less than the ${asked} asked for`,
  shuttle_enough: 'enough',
  gaps: {
    fleet: 'Tankers of the arriving station are not recorded',
    'no-tankers': 'The arriving station has no tankers',
    'no-way': 'There is no way to drive',
    source: 'What the source gives was never measured',
    duration: 'How long the store must last is not known, as what the building asks for is not',
    rule: 'The rule set has no figures of tankers',
  },
  rules: 'Rules',
  local_setting: 'local setting',
  from_memory: 'from memory, check the official text',
  rule_names: {
    'hydrant.fire_flow_lps': 'Flow of a hydrant, at least',
    'hydrant.fire_pressure_mpa': 'Pressure of a hydrant in a fire, at least',
    'hydrant.counted_from_m': 'Hydrant counted from the wall, at least',
    'hydrant.counted_to_m': 'Hydrant counted from the building, at most',
    'pool.intake_radius_m': 'Pool from the building, at most',
    'hydrant.main_within_m': 'Hydrants without a recorded main take one this near',
    'hydrant.protection_radius_m': 'Protection radius of a hydrant, at most',
    'water.required_flow_decides': 'Large buildings judged by what they ask for (1 yes)',
    'relay.most_m': 'Farthest relay looked at',
    'relay.pump_flow_lps': 'Rated flow of a portable pump',
    'relay.pump_pressure_mpa': 'Rated pressure of a portable pump',
    'relay.residual_pressure_mpa': 'Left where a stage ends',
    'relay.end_pressure_mpa': 'Left where the relay ends',
    'relay.hose_diameter_mm': 'Hose of the relay',
    'shuttle.fill_lps': 'Filling a tanker',
    'shuttle.empty_lps': 'Emptying a tanker',
    'shuttle.usable_share': 'Share of a tank that is used',
    'shuttle.manoeuvre_s': 'Driving up and coupling, each end',
    asked: 'Flow and time a building asks for',
  },
};

export const waterFactsWords = (language: Language): WaterFactsWords => (language === 'en' ? EN : ZH);
