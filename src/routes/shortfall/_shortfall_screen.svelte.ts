import { goto } from '$app/navigation';
import { page } from '$app/state';
import {
  COLUMN_GROUPS,
  columnsOf,
  sortRows,
  tableRows,
  type ShortfallTableRow,
  type SortKey,
} from '$lib/charts/shortfall_columns';
import { SHORTFALL_FIGURE_NAMES, type ShortfallFigure } from '$lib/contract/shortfall_figures';
import { idOf, NO_LIST, readFigureAsk, seasonOf, writeFigureAsk, type ListName } from '$lib/state/figure_ask';
import { FigureList } from '$lib/state/figure_list.svelte';
import { HydrantDesk } from '$lib/state/hydrant_desk.svelte';
import { withQuery } from '$lib/state/page_links';
import { ShortfallBoard } from '$lib/state/shortfall_board.svelte';

const SORT_KEYS: readonly SortKey[] = [...SHORTFALL_FIGURE_NAMES, 'rate', 'name'];
/** Those least good come first: the lowest rate, the highest count. */
const UP_AT_FIRST: readonly SortKey[] = ['rate', 'name', 'working', 'hydrants'];

/** The shortfall page: what its address asks for, and the figures that answer it. */
export class ShortfallScreen {
  readonly board = new ShortfallBoard();
  readonly list = new FigureList();
  readonly desk = new HydrantDesk(() => void this.refresh());

  readonly #query = $derived(page.url.searchParams);
  readonly season = $derived(seasonOf(this.#query));
  readonly branch = $derived(this.#query.get('deep_table') === '1');
  readonly area_id = $derived(idOf(this.#query, 'area'));
  readonly group = $derived(COLUMN_GROUPS.find((group) => group === this.#query.get('columns')) ?? 'main');
  readonly sorted_by = $derived(SORT_KEYS.find((key) => key === this.#query.get('sort')) ?? 'no_water');
  readonly down = $derived(this.#query.has('sort') ? this.#query.get('down') === '1' : true);
  readonly ask = $derived(readFigureAsk(this.#query));
  readonly hydrant_id = $derived(idOf(this.#query, 'hydrant'));
  readonly columns = $derived(columnsOf(this.group));

  readonly area = $derived(
    this.area_id === null
      ? null
      : (this.board.answer?.areas.find(({ area_id }) => area_id === this.area_id) ?? null),
  );
  /** Areas with others below them: the table can be narrowed to one. */
  readonly parents = $derived(
    (this.board.answer?.areas ?? []).filter((area) =>
      this.board.answer?.areas.some(({ parent_id }) => parent_id !== null && parent_id === area.area_id),
    ),
  );
  readonly rows = $derived(
    sortRows(
      tableRows(this.board.answer?.areas ?? [], this.area?.area_id ?? null, this.branch),
      this.sorted_by,
      this.down,
    ),
  );
  readonly total = $derived.by((): ShortfallTableRow | null => {
    const { answer } = this.board;
    if (!answer) return null;
    if (this.area) {
      const { branch, branch_beside, rate_target, area_id, name } = this.area;
      return { area_id, name, figures: branch, beside: branch_beside, rate_target };
    }
    return {
      area_id: null,
      name: null,
      figures: answer.totals,
      beside: answer.totals_beside,
      rate_target: this.#whole_target,
    };
  });
  readonly trend = $derived(
    this.area_id === null ? (this.board.answer?.trend ?? null) : this.board.area_trend,
  );

  /** What all hydrants together are held against: the one plan for the whole, else the rule. */
  readonly #whole_target = $derived.by(() => {
    const tops = (this.board.answer?.areas ?? []).filter(
      ({ parent_id, area_id }) => parent_id === null && area_id !== null,
    );
    const rule = this.board.answer?.rules['hydrant.working_rate'];
    return tops.length === 1 && tops[0]!.rate_target
      ? tops[0]!.rate_target
      : rule
        ? { value: rule.value }
        : null;
  });

  href(changes: Record<string, string | null>): string {
    return withQuery(page.url, changes);
  }

  /** Pressed again, a column is sorted the other way. */
  sortHref(key: SortKey): string {
    const down = this.sorted_by === key ? !this.down : !UP_AT_FIRST.includes(key);
    return this.href({ sort: key, down: down ? '1' : null });
  }

  listHref(figure: ListName, row: ShortfallTableRow | 'total'): string {
    const of_total = this.area_id ?? 'all';
    const area = row === 'total' ? of_total : (row.area_id ?? 'none');
    const branch = row === 'total' ? this.area_id !== null : this.branch;
    return this.href(writeFigureAsk({ figure, area, branch }));
  }

  /** The records of a hydrant, above the list that led to them if one did. */
  recordHref(hydrant_id: number): string {
    return this.href({ hydrant: String(hydrant_id) });
  }

  readonly closeHref = $derived(
    this.href(this.hydrant_id !== null && this.ask ? { hydrant: null } : NO_LIST),
  );

  /** Which list is open, as the figures of the table name it. */
  nameOfOpen(): { figure: ShortfallFigure | 'measure-first'; area: number | 'none' | 'all' } | null {
    return this.ask && { figure: this.ask.figure, area: this.ask.area };
  }

  /** Back where this page opened the drawer, so that the history does not grow; else away from it. */
  close(opened_here: boolean): void {
    if (opened_here) history.back();
    else void goto(this.closeHref, { replaceState: true, noScroll: true, keepFocus: true });
  }

  async refresh(): Promise<void> {
    await this.board.read(this.season);
    await Promise.all([this.list.refresh(), this.board.readTrend(this.area_id)]);
  }

  leave(): void {
    this.board.leave();
    this.list.close();
    this.desk.close();
  }
}
