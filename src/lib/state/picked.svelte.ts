import type { BuildingCard } from '../contract/api.ts';
import type { FeatureCard } from '../contract/api_feature.ts';
import type { ListRow } from '../contract/api_lists.ts';
import type { PathAnswer } from '../contract/api_paths.ts';
import type { Pick } from '../contract/map_address.ts';
import { client } from './client.ts';
import { Latest } from './latest.ts';

export type Card =
  | { kind: 'building'; building: BuildingCard }
  | { kind: 'feature'; feature: FeatureCard }
  | { kind: 'gap'; gap: ListRow<'gaps'> };

/** What is picked on the map, its card and, for a building, the ways behind its verdict. */
export class Picked {
  pick = $state.raw<Pick | null>(null);
  /** Of `pick`, once it is read. */
  card = $state.raw<Card | null>(null);
  path = $state.raw<PathAnswer | null>(null);
  failed = $state(false);

  readonly building = $derived(this.card?.kind === 'building' ? this.card.building : null);
  /** Where the card stands, lon lat in degrees. */
  readonly at = $derived.by((): [number, number] | null => {
    if (!this.card) return null;
    const { lon_deg, lat_deg } =
      this.card.kind === 'building'
        ? this.card.building
        : this.card.kind === 'feature'
          ? this.card.feature
          : this.card.gap;
    return [lon_deg, lat_deg];
  });

  readonly #reading = new Latest();
  readonly #reading_path = new Latest();

  constructor(pick: Pick | null) {
    this.pick = pick;
  }

  /** Picks and reads the card in this run; what was shown stays until the new one is there. */
  async choose(pick: Pick | null, run_id: number | null): Promise<void> {
    const other = pick?.kind !== this.pick?.kind || pick?.id !== this.pick?.id;
    this.#reading.abort();
    this.#reading_path.abort();
    this.pick = pick;
    this.failed = false;
    if (other) {
      this.card = null;
      this.path = null;
    }
    if (pick === null) return;
    if (pick.kind === 'building') void this.#readPath(pick.id, run_id);
    await this.#reading.run(
      (signal) => readCard(pick, run_id, signal),
      (card) => (this.card = card),
      () => {
        this.card = null;
        this.failed = true;
      },
    );
  }

  #readPath(building_id: number, run_id: number | null): Promise<void> {
    return this.#reading_path.run(
      async (signal) => (await client()).fetchPath(building_id, run_id, signal),
      (path) => (this.path = path),
      () => (this.path = null),
    );
  }
}

async function readCard(pick: Pick, run_id: number | null, signal: AbortSignal): Promise<Card> {
  const { fetchBuilding, fetchFeature, fetchList } = await client();
  if (pick.kind === 'building') {
    return { kind: 'building', building: await fetchBuilding(pick.id, run_id, signal) };
  }
  if (pick.kind === 'gap') {
    const { rows } = await fetchList('gaps', { run: run_id, offset: pick.id - 1, limit: 1 }, signal);
    if (!rows[0]) throw new Error(`There is no gap ${pick.id}`);
    return { kind: 'gap', gap: rows[0] };
  }
  return { kind: 'feature', feature: await fetchFeature(pick.kind, pick.id, run_id, signal) };
}
