import { BLANK, listOf, type FigureList } from './figure_list.ts';
import type { TargetRecord } from '../../queries/shortfall_records.ts';
import type { AreaTree, Selection } from './area_tree.ts';

/** The target of a measure that counts on a day: the one due next, else the one that was due last. */
export function targetOn(
  targets: readonly TargetRecord[],
  area_id: number,
  measure: string,
  on: string,
): TargetRecord | null {
  const own = targets.filter((target) => target.area_id === area_id && target.measure === measure);
  return own.find(({ due_on }) => due_on >= on) ?? own[own.length - 1] ?? null;
}

interface Missing {
  target: TargetRecord;
  area_id: number;
  built: number;
}

/** How many hydrants areas lack of what their plan asks for; a target covers all below its area. */
export class HydrantTargets {
  readonly #tree: AreaTree;
  readonly #missing = new Map<number, Missing>();

  /** @param builtOf hydrants standing in an area and all below it. */
  constructor(
    tree: AreaTree,
    targets: readonly TargetRecord[],
    on: string,
    builtOf: (area_id: number) => number,
  ) {
    this.#tree = tree;
    for (const { area_id } of tree.areas) {
      const target = targetOn(targets, area_id, 'hydrant.count', on);
      if (target) this.#missing.set(area_id, { target, area_id, built: builtOf(area_id) });
    }
  }

  /** Own target of an area; of a branch or of everything the topmost ones, which cover those below them. */
  list(selection: Selection, is_branch: boolean): FigureList {
    const items = this.#items(selection, is_branch).filter(({ target, built }) => target.value > built);
    return listOf(
      items,
      ({ target, area_id, built }) => {
        const area = this.#tree.by_id.get(area_id)!;
        return {
          ...BLANK,
          layer: 'target',
          id: target.id,
          lon_deg: area.lon_deg,
          lat_deg: area.lat_deg,
          name: area.name,
          what: target.measure,
          reason: 'below-target',
          seen: built,
          limit: target.value,
          unit: target.unit,
          owner: target.source,
          due_on: target.due_on,
        };
      },
      ({ target, built }) => target.value - built,
    );
  }

  /** What is missing of them; null where nothing is asked for. */
  missing(selection: Selection, is_branch: boolean): number | null {
    const items = this.#items(selection, is_branch);
    if (items.length === 0) return null;
    return items.reduce((sum, { target, built }) => sum + Math.max(0, target.value - built), 0);
  }

  #items(selection: Selection, is_branch: boolean): Missing[] {
    if (selection.kind === 'all') return this.#tree.childrenOf(null).flatMap((top) => this.#topmost(top));
    if (selection.top === null) return [];
    if (is_branch) return this.#topmost(selection.top);
    const own = this.#missing.get(selection.top);
    return own ? [own] : [];
  }

  #topmost(area_id: number): Missing[] {
    const own = this.#missing.get(area_id);
    return own ? [own] : this.#tree.childrenOf(area_id).flatMap((child) => this.#topmost(child));
  }
}
