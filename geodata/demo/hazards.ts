import type { LayerRows } from '../../src/lib/contract/layer_rows.ts';
import type { Building } from './buildings.ts';
import type { Chance } from './chance.ts';
import type { Place } from './plane.ts';

export interface Hazard {
  place: Place;
  attributes: LayerRows['hazard'];
  building: number;
  responsible: string;
  events: HazardEvent[];
}

export interface HazardEvent {
  status: 'reported' | 'confirmed' | 'assigned' | 'listed' | 'rectified' | 'checked' | 'closed' | 'reopened';
  happened_at: string;
  made_by: string;
  due_on: string | null;
  remark: string | null;
}

type Plan = [
  kind: string,
  name: string,
  count: number,
  severity: LayerRows['hazard']['severity'],
  uses: string[],
];

/** What is found in such a town, and where. */
const PLANS: readonly Plan[] = [
  ['electrical', '私拉乱接电线', 34, 'minor', ['rental-house', 'shophouse', 'house']],
  ['ebike_indoors', '电动车楼道停放充电', 30, 'serious', ['rental-house', 'apartments']],
  ['blocked_exit', '疏散通道堵塞', 22, 'minor', ['rental-house', 'commercial', 'apartments']],
  ['barred_window', '防盗窗无逃生口', 26, 'minor', ['rental-house', 'house']],
  ['three_in_one', '住宿与生产经营合用', 14, 'serious', ['shophouse', 'workshop']],
  ['gas', '瓶装液化气违规存放', 12, 'serious', ['shophouse', 'restaurant', 'house']],
  ['timber_cluster', '连片砖木结构防火间距不足', 6, 'major', ['shophouse']],
  ['no_alarm', '火灾自动报警系统故障', 8, 'serious', ['apartments', 'factory', 'dormitory']],
  ['storage', '仓储货物占用消防间距', 8, 'minor', ['warehouse', 'factory', 'workshop']],
  ['single_stair', '自建出租房单楼梯超员', 5, 'major', ['rental-house']],
];

/** Dates are told from November 2026, the month the sample stands in. */
const DAY_MS = 86_400_000;
const REFERENCE_MS = Date.UTC(2026, 10, 16);
const dayAt = (days: number) => new Date(REFERENCE_MS + days * DAY_MS).toISOString().slice(0, 10);
const momentAt = (days: number, hour: number) =>
  `${dayAt(days)}T${String(hour).padStart(2, '0')}:30:00+08:00`;

/** The ledger: hazards, each with what was done about it so far. */
export function hazards(buildings: readonly Building[], chance: Chance): Hazard[] {
  return PLANS.flatMap(([kind, name, count, severity, uses]) => {
    const draws = chance.of(kind);
    const fitting = buildings.flatMap(({ attributes }, i) =>
      uses.includes(attributes.use ?? '') ? [i] : [],
    );
    return draws
      .shuffled(fitting)
      .slice(0, count)
      .map((building): Hazard => {
        const events = history(severity, draws);
        return {
          place: buildings[building].middle,
          building,
          responsible: draws.pick(['示例村委会', '示例房东', '示例物业公司', '示例经营者', '示例社区网格员']),
          attributes: { name, kind, severity, due_on: events[events.length - 1].due_on },
          events,
        };
      });
  });
}

function history(severity: LayerRows['hazard']['severity'], chance: Chance): HazardEvent[] {
  const found_days = -chance.whole(6, 150);
  const due_on = dayAt(found_days + (severity === 'minor' ? 15 : severity === 'serious' ? 45 : 120));
  const step = (
    status: HazardEvent['status'],
    days: number,
    made_by: string,
    due: string | null,
    remark: string | null = null,
  ): HazardEvent => ({
    status,
    happened_at: momentAt(Math.min(days, -1), 9 + (Math.abs(days) % 8)),
    made_by,
    due_on: due,
    remark,
  });
  const events = [
    step('reported', found_days, '示例网格员', null),
    step('confirmed', found_days + 1, '示例消防工作站', null),
    step(
      severity === 'major' ? 'listed' : 'assigned',
      found_days + 2,
      '示例镇政府',
      due_on,
      severity === 'major' ? '挂牌督办' : null,
    ),
  ];
  const mended_days = found_days + chance.whole(4, 60);
  if (mended_days < -4 && chance.yes(severity === 'major' ? 0.2 : 0.7)) {
    events.push(step('rectified', mended_days, '示例责任单位', due_on));
    events.push(step('checked', mended_days + 2, '示例消防工作站', due_on));
    if (chance.yes(0.85)) events.push(step('closed', mended_days + 3, '示例消防工作站', due_on));
    else events.push(step('reopened', mended_days + 3, '示例消防工作站', due_on, '复查不合格'));
  }
  return events;
}
