import type { ShortfallRow } from '../../../contract/api_shortfall_list.ts';
import { daysBetween } from '../../../domain/water/test_trend.ts';
import { ruleOf } from '../../../domain/rules/read_rules.ts';
import type { RuleSet } from '../../../domain/rules/rule_set.ts';
import type { HydrantRecord, OrderRecord, WaterRecord } from '../../queries/shortfall_records.ts';
import { BLANK, listOf, type FigureList } from './figure_list.ts';
import type { Records } from './records.ts';

type Why = Pick<ShortfallRow, 'reason'> & Partial<Pick<ShortfallRow, 'seen' | 'limit' | 'unit' | 'missing'>>;
type Told<Item> = { item: Item; why: Why; area_id: number | null };

/** Lists of hydrants, their checks and repairs; null where the rule set has no number to hold them against. */
export type HydrantLists = Record<
  | 'hydrants'
  | 'working'
  | 'broken'
  | 'status_unknown'
  | 'never_tested'
  | 'repairs_open'
  | 'repairs_overdue'
  | 'broken_without_order',
  FigureList
> &
  Record<'overdue' | 'low_flow' | 'low_pressure', FigureList | null>;

/** @param on ISO date that tests and orders are called overdue against. */
export function hydrantLists(
  { hydrants, orders }: Pick<Records, 'hydrants' | 'orders'>,
  rules: RuleSet['rules'],
  on: string,
): HydrantLists {
  const open = orders.filter(({ done_on }) => done_on === null);
  const open_of = new Map<number, OrderRecord>();
  for (const order of open) if (!open_of.has(order.hydrant_id)) open_of.set(order.hydrant_id, order);
  const by_id = new Map(hydrants.map((hydrant) => [hydrant.id, hydrant]));
  const told = (why: (hydrant: HydrantRecord) => Why | null) =>
    listOf(
      hydrants.flatMap((item): Told<HydrantRecord>[] => {
        const found = why(item);
        return found ? [{ item, why: found, area_id: item.area_id }] : [];
      }),
      ({ item, why }) => ({ ...hydrantRow(item, open_of.get(item.id)), ...why }),
    );
  const orderList = (of: readonly OrderRecord[], why: (order: OrderRecord) => Why) =>
    listOf(
      of.flatMap((order) => {
        const hydrant = by_id.get(order.hydrant_id);
        return hydrant ? [{ order, hydrant, area_id: hydrant.area_id }] : [];
      }),
      ({ order, hydrant }) => ({ ...orderRow(order, hydrant), ...why(order) }),
    );
  const interval = ruleOf(rules, 'hydrant.check_interval_days');
  const status = (wanted: HydrantRecord['status'], why: Why) =>
    told((hydrant) => (hydrant.status === wanted ? why : null));
  return {
    hydrants: told(({ status: now }) => ({ reason: now === 'broken' ? 'broken' : null })),
    working: status('working', { reason: null }),
    broken: status('broken', { reason: 'broken' }),
    status_unknown: status('unknown', { reason: 'not-recorded', missing: ['status'] }),
    never_tested: told(({ tested_on }) => (tested_on === null ? { reason: 'never-tested' } : null)),
    overdue:
      interval &&
      told(({ tested_on }) => {
        if (tested_on === null) return null;
        const days = daysBetween(tested_on, on);
        return days > interval.value
          ? { reason: 'overdue', seen: days, limit: interval.value, unit: 'd' }
          : null;
      }),
    low_flow: lowFlow(rules, told),
    low_pressure: lowPressure(rules, told),
    repairs_open: orderList(open, () => ({ reason: 'order-open' })),
    repairs_overdue: orderList(
      open.filter(({ due_on }) => due_on !== null && due_on < on),
      ({ due_on }) => ({ reason: 'order-overdue', seen: daysBetween(due_on!, on), limit: 0, unit: 'd' }),
    ),
    broken_without_order: told(({ id, status: now }) =>
      now === 'broken' && !open_of.has(id) ? { reason: 'no-order' } : null,
    ),
  };
}

type Telling = (why: (hydrant: HydrantRecord) => Why | null) => FigureList;

function lowFlow(rules: RuleSet['rules'], told: Telling): FigureList | null {
  const least = ruleOf(rules, 'hydrant.fire_flow_lps');
  if (!least) return null;
  return told(({ status, flow_lps }) =>
    status !== 'broken' && flow_lps !== null && flow_lps < least.value
      ? { reason: 'low-flow', seen: flow_lps, limit: least.value, unit: 'L/s' }
      : null,
  );
}

function lowPressure(rules: RuleSet['rules'], told: Telling): FigureList | null {
  const least = ruleOf(rules, 'hydrant.fire_pressure_mpa');
  const least_static = ruleOf(rules, 'hydrant.static_pressure_mpa');
  if (!least && !least_static) return null;
  return told(({ status, pressure_mpa, static_pressure_mpa }) => {
    if (status === 'broken') return null;
    if (least && pressure_mpa !== null && pressure_mpa < least.value) {
      return { reason: 'low-pressure', seen: pressure_mpa, limit: least.value, unit: 'MPa' };
    }
    if (least_static && static_pressure_mpa !== null && static_pressure_mpa < least_static.value) {
      return {
        reason: 'low-static-pressure',
        seen: static_pressure_mpa,
        limit: least_static.value,
        unit: 'MPa',
      };
    }
    return null;
  });
}

function hydrantRow(hydrant: HydrantRecord, order: OrderRecord | undefined) {
  const { id, lon_deg, lat_deg, name, kind, street_name, owner, status, flow_lps, pressure_mpa, tested_on } =
    hydrant;
  return {
    ...BLANK,
    layer: 'hydrant' as const,
    ...{ id, lon_deg, lat_deg, name, street_name, status, flow_lps, pressure_mpa, tested_on },
    what: kind,
    owner,
    order_id: order?.id ?? null,
    opened_on: order?.opened_on ?? null,
    due_on: order?.due_on ?? null,
  };
}

function orderRow(order: OrderRecord, hydrant: HydrantRecord) {
  return {
    ...hydrantRow(hydrant, order),
    layer: 'repair_order' as const,
    id: order.id,
    what: order.fault,
    owner: order.responsible ?? hydrant.owner,
    hydrant_id: hydrant.id,
  };
}

export type WaterLists = Record<'waters_never_checked' | 'waters_broken', FigureList> &
  Record<'waters_overdue', FigureList | null>;

const STORES: ReadonlySet<string> = new Set(['pool', 'tank']);

/** Lists of other water by its checks. Only natural water somebody can draw from is to be checked: that with an access on record. */
export function waterLists(waters: readonly WaterRecord[], rules: RuleSet['rules'], on: string): WaterLists {
  const told = (why: (water: WaterRecord) => Why | null) =>
    listOf(
      waters.filter(isKept).flatMap((item): Told<WaterRecord>[] => {
        const found = why(item);
        return found ? [{ item, why: found, area_id: item.area_id }] : [];
      }),
      ({ item, why }) => ({ ...waterRow(item), ...why }),
    );
  const pool = ruleOf(rules, 'pool.check_interval_days');
  const natural = ruleOf(rules, 'natural.check_interval_days');
  const crane = ruleOf(rules, 'hydrant.check_interval_days');
  return {
    waters_never_checked: told(({ checked_on }) => (checked_on === null ? { reason: 'never-tested' } : null)),
    waters_overdue:
      pool || natural
        ? told(({ kind, checked_on }) => {
            const interval = STORES.has(kind) ? pool : kind === 'crane' ? crane : natural;
            if (!interval || checked_on === null) return null;
            const days = daysBetween(checked_on, on);
            return days > interval.value
              ? { reason: 'overdue', seen: days, limit: interval.value, unit: 'd' }
              : null;
          })
        : null,
    waters_broken: told(({ status }) => (status === 'broken' ? { reason: 'broken' } : null)),
  };
}

const NATURAL: ReadonlySet<string> = new Set(['river', 'canal', 'lake', 'pond']);
const isKept = ({ kind, truck_access }: WaterRecord) => !NATURAL.has(kind) || truck_access === true;

export function waterRow(water: WaterRecord) {
  const { id, lon_deg, lat_deg, name, kind, status, flow_lps, checked_on } = water;
  return {
    ...BLANK,
    layer: 'water_source' as const,
    ...{ id, lon_deg, lat_deg, name, status, flow_lps },
    what: kind,
    tested_on: checked_on,
  };
}
