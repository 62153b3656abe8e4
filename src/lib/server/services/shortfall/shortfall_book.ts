import type { AreaShortfallAnswer, Figures, Season } from '../../../contract/api_shortfall.ts';
import type { z } from 'zod';
import type { areaTargetSchema } from '../../../contract/api_shortfall.ts';
import {
  SHORTFALL_FIGURE_NAMES,
  SHORTFALL_FIGURES,
  type ShortfallFigure,
} from '../../../contract/shortfall_figures.ts';
import { ruleOf } from '../../../domain/rules/read_rules.ts';
import type { RuleSet } from '../../../domain/rules/rule_set.ts';
import { daysBetween } from '../../../domain/water/test_trend.ts';
import type { Selection } from './area_tree.ts';
import { factLists } from './fact_lists.ts';
import type { FigureList } from './figure_list.ts';
import { hydrantLists, waterLists } from './hydrant_lists.ts';
import { withStreets, type Records } from './records.ts';
import type { ShortfallFacts } from './shortfall_facts.ts';
import { HydrantTargets, targetOn } from './targets.ts';

type Listed = Exclude<ShortfallFigure, 'missing_to_target'>;
type Beside = AreaShortfallAnswer['own_beside'];
type Counts = { own: Map<number | null, number>; branch: Map<number | null, number> };

/** Every figure of every area with the list behind it, for one day and season. */
export class ShortfallBook {
  readonly records: Records;
  readonly #facts: ShortfallFacts;
  readonly #rules: RuleSet['rules'];
  readonly #season: Season;
  readonly #on: string;
  readonly #lists: Record<Listed, FigureList | null>;
  readonly #counts: Record<Listed, Counts | null>;
  readonly #bounds: Record<'missing_by_rule' | 'missing_by_demand' | 'buildings' | 'tested', Counts | null>;
  readonly #targets: HydrantTargets;
  /** How many areas it is known of what they have to keep in store, be it nothing. */
  readonly #stores_known: Counts;

  constructor(
    facts: ShortfallFacts,
    records: Records,
    rules: RuleSet['rules'],
    { season, on }: { season: Season; on: string },
  ) {
    this.records = records = withStreets(records, facts.hydrant_streets);
    this.#facts = facts;
    this.#rules = rules;
    this.#season = season;
    this.#on = on;
    this.#lists = {
      ...hydrantLists(records, rules, on),
      ...waterLists(records.waters, rules, on),
      ...factLists(facts, records, season),
    };
    this.#counts = Object.fromEntries(
      Object.entries(this.#lists).map(([figure, list]) => [figure, list && this.#counted(addUp(list))]),
    ) as Record<Listed, Counts | null>;
    const { by_rule, by_demand, buildings } = facts;
    const sums = (bound: { area_id: number | null; count: number }[]) =>
      this.#counted(new Map(bound.map(({ area_id, count }) => [area_id, count])));
    const all_buildings = new Map<number | null, number>();
    for (const area of buildings.area_id) add(all_buildings, Number.isNaN(area) ? null : area, 1);
    this.#bounds = {
      missing_by_rule: by_rule && sums(by_rule.bound),
      missing_by_demand: sums(by_demand.bound),
      buildings: this.#counted(all_buildings),
      tested: this.#tested(),
    };
    const known = facts.stores[season].filter(({ store }) => store.kind !== 'unknown');
    this.#stores_known = this.#counted(new Map(known.map(({ area_id }) => [area_id, 1])));
    const built = this.#counts.hydrants!.branch;
    this.#targets = new HydrantTargets(records.tree, records.targets, on, (area) => built.get(area) ?? 0);
  }

  /** Rows of all areas, ascending by id, the row outside any area last where that is to be seen. */
  areas(): AreaShortfallAnswer[] {
    const { tree, sees_outside } = this.records;
    const ids: (number | null)[] = tree.areas.map(({ area_id }) => area_id);
    if (sees_outside) ids.push(null);
    return ids.map((area_id) => this.area(area_id));
  }

  area(area_id: number | null): AreaShortfallAnswer {
    const { tree } = this.records;
    const area = area_id === null ? undefined : tree.by_id.get(area_id);
    const selection = this.#selection(area_id);
    const branch_beside = this.#beside(area_id, 'branch');
    return {
      area_id,
      parent_id: area_id === null ? null : tree.parentOf(area_id),
      name: area?.name ?? null,
      kind: area?.kind ?? null,
      has_mains: area?.has_mains ?? null,
      bounds_deg: area?.bounds_deg ?? null,
      own: this.#figures((figure) => this.#figure(figure, area_id, 'own', selection)),
      branch: this.#figures((figure) => this.#figure(figure, area_id, 'branch', selection)),
      own_beside: this.#beside(area_id, 'own'),
      branch_beside,
      rate_target: this.#rateTarget(area_id, branch_beside.working_rate),
      targets: area_id === null ? [] : this.#targetsOf(area_id),
    };
  }

  totals(): Figures {
    return this.#figures((figure) => {
      if (figure === 'missing_to_target') return this.#targets.missing({ kind: 'all' }, true);
      if (isStored(figure) && this.#stores_known.own.size === 0) return null;
      const list = this.list(figure, { kind: 'all' }, true);
      return list && sumOf(list);
    });
  }

  totalsBeside(): Beside {
    const all = (counts: Counts | null) =>
      counts && [...counts.own.values()].reduce((sum, count) => sum + count, 0);
    const hydrants = all(this.#counts.hydrants) ?? 0;
    const tested = all(this.#bounds.tested);
    return {
      missing_by_rule: all(this.#bounds.missing_by_rule),
      missing_by_demand: all(this.#bounds.missing_by_demand),
      buildings: all(this.#bounds.buildings) ?? 0,
      working_rate: hydrants === 0 ? null : (all(this.#counts.working) ?? 0) / hydrants,
      tested_share: hydrants === 0 || tested === null ? null : tested / hydrants,
    };
  }

  /** The rows a figure is counted over, of one area, of it and all below, of none or of all; null where it has no rule. */
  list(figure: ShortfallFigure, selection: Selection, is_branch: boolean): FigureList | null {
    if (figure === 'missing_to_target') return this.#targets.list(selection, is_branch);
    const list = this.#lists[figure];
    return list && selected(list, selection);
  }

  /** What is asked for by an area of an address. */
  selection(area: number | 'all' | 'none', is_branch: boolean): Selection {
    if (area === 'all') return { kind: 'all' };
    if (area === 'none') return { kind: 'areas', top: null, ids: new Set([null]) };
    const ids = is_branch ? this.records.tree.branch(area) : [area];
    return { kind: 'areas', top: area, ids: new Set(ids) };
  }

  #selection = (area_id: number | null) => this.selection(area_id ?? 'none', false);

  #figure(
    figure: ShortfallFigure,
    area_id: number | null,
    of: 'own' | 'branch',
    own: Selection,
  ): number | null {
    if (figure === 'missing_to_target') return this.#targets.missing(own, of === 'branch');
    if (isStored(figure) && !this.#stores_known[of].get(area_id)) return null;
    const counts = this.#counts[figure];
    return counts && (counts[of].get(area_id) ?? 0);
  }

  #figures(of: (figure: ShortfallFigure) => number | null): Figures {
    return Object.fromEntries(SHORTFALL_FIGURE_NAMES.map((figure) => [figure, of(figure)])) as Figures;
  }

  /** Sums of areas handed up to those above them. */
  #counted(own: Map<number | null, number>): Counts {
    const { tree } = this.records;
    const branch = new Map(own);
    for (const area_id of tree.bottomUp()) {
      const parent = tree.parentOf(area_id);
      if (parent !== null) add(branch, parent, branch.get(area_id) ?? 0);
    }
    return { own, branch };
  }

  #beside(area_id: number | null, of: 'own' | 'branch'): Beside {
    const at = (counts: Counts | null) => counts && (counts[of].get(area_id) ?? 0);
    const hydrants = at(this.#counts.hydrants) ?? 0;
    const tested = at(this.#bounds.tested);
    return {
      missing_by_rule: at(this.#bounds.missing_by_rule),
      missing_by_demand: at(this.#bounds.missing_by_demand),
      buildings: at(this.#bounds.buildings) ?? 0,
      working_rate: hydrants === 0 ? null : (at(this.#counts.working) ?? 0) / hydrants,
      tested_share: hydrants === 0 || tested === null ? null : tested / hydrants,
    };
  }

  #tested(): Counts | null {
    const interval = ruleOf(this.#rules, 'hydrant.check_interval_days');
    if (!interval) return null;
    const tested = new Map<number | null, number>();
    for (const { area_id, tested_on } of this.records.hydrants) {
      if (tested_on !== null && daysBetween(tested_on, this.#on) <= interval.value) add(tested, area_id, 1);
    }
    return this.#counted(tested);
  }

  #rateTarget(area_id: number | null, rate: number | null): AreaShortfallAnswer['rate_target'] {
    const { tree, targets } = this.records;
    const met = (value: number) => (rate === null ? null : rate >= value);
    for (let at = area_id; at !== null; at = tree.parentOf(at)) {
      const target = targetOn(targets, at, 'hydrant.working_rate', this.#on);
      if (!target) continue;
      const { value, due_on, source } = target;
      return { value, due_on, source, area_id: at, met: met(value) };
    }
    const rule = ruleOf(this.#rules, 'hydrant.working_rate');
    return (
      rule && { value: rule.value, due_on: null, source: rule.clause, area_id: null, met: met(rule.value) }
    );
  }

  #targetsOf(area_id: number): z.infer<typeof areaTargetSchema>[] {
    const { tree, targets, waters } = this.records;
    const own = targets.filter((target) => target.area_id === area_id);
    if (own.length === 0) return [];
    const below = new Set<number | null>(tree.branch(area_id));
    const now: Record<string, () => number | null> = {
      'hydrant.working_rate': () => this.#beside(area_id, 'branch').working_rate,
      'hydrant.count': () => this.#counts.hydrants!.branch.get(area_id) ?? 0,
      'pool.volume_m3': () =>
        waters
          .filter(
            ({ area_id: of, kind, status }) =>
              below.has(of) && (kind === 'pool' || kind === 'tank') && status === 'working',
          )
          .reduce((sum, { volume_m3 }) => sum + (volume_m3 ?? 0), 0),
    };
    return own.map(({ area_id: _, ...target }) => {
      const is = now[target.measure]();
      const missing = is === null ? null : Math.max(0, target.value - is);
      return {
        ...target,
        now: is,
        missing,
        late: target.due_on < this.#on && missing !== null && missing > 0,
      };
    });
  }

  get on(): string {
    return this.#on;
  }

  get season(): Season {
    return this.#season;
  }

  get facts(): ShortfallFacts {
    return this.#facts;
  }
}

/** Of what villages have to keep, which nobody knows where it is not recorded whether mains serve them. */
const isStored = (figure: Listed) => SHORTFALL_FIGURES[figure].layer === 'area';

function add(counts: Map<number | null, number>, area: number | null, count: number) {
  counts.set(area, (counts.get(area) ?? 0) + count);
}

/** Lists of buildings are long and stay: they are counted once. */
const added = new WeakMap<FigureList, Map<number | null, number>>();

/** By area: how many rows, or the sum of their amounts. */
function addUp(list: FigureList): Map<number | null, number> {
  const known = added.get(list);
  if (known) return known;
  const sums = new Map<number | null, number>();
  for (let i = 0; i < list.length; i++) add(sums, list.area(i), list.amount(i) ?? 1);
  added.set(list, sums);
  return sums;
}

/** The figure a list stands for. */
function sumOf(list: FigureList): number {
  let sum = 0;
  for (let i = 0; i < list.length; i++) sum += list.amount(i) ?? 1;
  return sum;
}

function selected(list: FigureList, selection: Selection): FigureList {
  if (selection.kind === 'all') return list;
  const places: number[] = [];
  for (let i = 0; i < list.length; i++) if (selection.ids.has(list.area(i))) places.push(i);
  return {
    length: places.length,
    area: (i) => list.area(places[i]),
    amount: (i) => list.amount(places[i]),
    row: (i) => list.row(places[i]),
  };
}
