import type { AreaRecord } from '../../queries/shortfall_records.ts';

/** Which areas a figure is about: one, one with all below it, what lies outside any (null), or everything. */
export type Selection =
  { kind: 'all' } | { kind: 'areas'; top: number | null; ids: ReadonlySet<number | null> };

/** Areas by id, each with those below it. */
export class AreaTree {
  readonly areas: readonly AreaRecord[];
  readonly by_id: ReadonlyMap<number, AreaRecord>;
  readonly #children = new Map<number | null, number[]>();

  constructor(areas: readonly AreaRecord[]) {
    this.areas = areas;
    this.by_id = new Map(areas.map((area) => [area.area_id, area]));
    for (const { area_id } of areas) {
      const parent = this.parentOf(area_id);
      this.#children.set(parent, [...(this.#children.get(parent) ?? []), area_id]);
    }
  }

  /** Null for the topmost of what is to be seen. */
  parentOf(area_id: number): number | null {
    const parent = this.by_id.get(area_id)?.parent_id ?? null;
    return parent !== null && this.by_id.has(parent) ? parent : null;
  }

  childrenOf(area_id: number | null): readonly number[] {
    return this.#children.get(area_id) ?? [];
  }

  /** An area and all below it, it first. */
  branch(area_id: number): number[] {
    const ids = [area_id];
    for (let i = 0; i < ids.length; i++) ids.push(...this.childrenOf(ids[i]));
    return ids;
  }

  /** From the top down to the area, which is the last. */
  trail(area_id: number): AreaRecord[] {
    const trail: AreaRecord[] = [];
    for (let at: number | null = area_id; at !== null; at = this.parentOf(at)) {
      trail.unshift(this.by_id.get(at)!);
    }
    return trail;
  }

  /** From the bottom up: children come before their parents. */
  bottomUp(): number[] {
    return this.childrenOf(null)
      .flatMap((top) => this.branch(top))
      .reverse();
  }

  nameOf(area_id: number | null): string | null {
    return area_id === null ? null : (this.by_id.get(area_id)?.name ?? null);
  }
}
