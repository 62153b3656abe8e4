import type { Pick } from '$lib/contract/map_address';
import type { SearchResult } from '$lib/contract/api_search';
import type { WorkKind } from '$lib/domain/live/work_items';
import type { Verdict } from '$lib/domain/coverage/verdict';
import type { Change } from '$lib/domain/coverage/verdict_change';
import { UNCOVERED, type Covered, type MapView } from '$lib/map/view';
import type { MapPage } from '$lib/state/map_page.svelte';
import { tick } from 'svelte';

/** Buildings that changed one way, or those that have a verdict now. */
export type ChangedList = Change | Verdict;

type Bounds = [number, number, number, number];

interface MapHandle {
  zoomBy(levels: number): void;
  showBounds(bounds: Bounds, covered?: Covered): void;
  showPoint(at: [number, number], covered?: Covered): void;
}

/** The map as it stands on the page: its view, what lies over it, and how it follows what is picked or chosen. */
export class MapScreen {
  map = $state.raw<MapHandle | undefined>();
  view = $state.raw<MapView | null>(null);
  /** A coordinate that was looked for. */
  sought = $state.raw<[number, number] | null>(null);
  /** The list of a what-if that is open. */
  changed = $state<ChangedList | null>(null);
  stage = $state.raw<HTMLElement | undefined>();
  card = $state.raw<HTMLElement | undefined>();
  drawer = $state.raw<HTMLElement | undefined>();
  pane = $state.raw<HTMLElement | undefined>();
  /** The address names a view: it is shown as it is. */
  linked_to_view = false;

  constructor(readonly page: MapPage) {}

  /** A card stands over the right of the map; over its whole width, as on a phone, it hides what is below its top. */
  covered(): Covered {
    const below = this.stage?.getBoundingClientRect();
    if (!below) return UNCOVERED;
    const over = [this.card, this.drawer, this.pane].flatMap(
      (element) => element?.getBoundingClientRect() ?? [],
    );
    const spans = ({ width }: DOMRect) => width >= below.width * 0.9;
    const tops = over.filter(spans).map(({ top }) => top);
    const lefts = over.filter((box) => !spans(box)).map(({ left }) => left);
    return {
      right_px: Math.max(0, below.right - Math.min(...lefts, below.right)),
      bottom_px: Math.min(Math.max(0, below.bottom - Math.min(...tops, below.bottom)), below.height - 80),
    };
  }

  /** The first look: what the address names, unless it names a view. */
  showFirst(): void {
    if (this.linked_to_view) return;
    if (this.page.areas.chosen && this.page.picked.pick === null) this.#showArea();
    else this.#showPicked();
  }

  showAll(): void {
    const bounds = this.page.summary?.bounds_deg;
    if (bounds) this.map?.showBounds(bounds);
  }

  showChanged(list: ChangedList): void {
    this.page.list.close();
    this.changed = this.changed === list ? null : list;
  }

  openWork(kind: WorkKind): void {
    this.page.list.close();
    this.changed = null;
    this.page.work.kind = kind;
  }

  /** Marks a place and brings it in sight. */
  showPlace(at: [number, number]): void {
    this.sought = at;
    this.map?.showPoint(at, this.covered());
  }

  async pick(pick: Pick | null, follow = false): Promise<void> {
    const { page } = this;
    this.sought = null;
    if (pick?.kind === 'area') return this.chooseArea(pick.id);
    await page.pick(pick);
    await tick();
    const still = pick !== null && page.picked.pick === pick;
    if (still && (follow || this.covered().bottom_px > 0)) this.#showPicked();
  }

  chooseArea(area_id: number | null): void {
    this.page.areas.chosen_id = area_id;
    this.#showArea();
  }

  /** Goes to what was found. */
  found(result: SearchResult): void {
    this.page.search.clear();
    if (result.kind === 'area' && result.id !== null) return this.chooseArea(result.id);
    if (result.kind === 'coordinate' || result.kind === 'street' || result.id === null) {
      void this.pick(null);
      this.sought = result.kind === 'coordinate' ? [result.lon_deg, result.lat_deg] : null;
      if (result.bounds_deg) this.map?.showBounds(result.bounds_deg);
      else this.map?.showPoint([result.lon_deg, result.lat_deg]);
      return;
    }
    void this.pick({ kind: result.kind, id: result.id }, true);
  }

  #showPicked(): void {
    const { card, at } = this.page.picked;
    if (card?.kind === 'gap') this.map?.showBounds(card.gap.bounds_deg, this.covered());
    else if (at) this.map?.showPoint(at, this.covered());
  }

  #showArea(): void {
    const { areas, summary } = this.page;
    const bounds = areas.chosen?.bounds_deg ?? (areas.chosen_id === null ? summary?.bounds_deg : null);
    if (bounds) this.map?.showBounds(bounds);
  }
}
