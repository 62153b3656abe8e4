import { COUNTED_LAYERS, type CountedLayer, type LayersAnswer } from '../../contract/api_layers.ts';
import type { Actor, Database } from '../db/database.ts';
import { layerCounts } from '../queries/layer_counts.ts';
import { tileVersion } from '../queries/tile_version.ts';
import { readRuleSet } from './rule_set.ts';

const kept = new WeakMap<Database, Map<string, LayersAnswer>>();
const MOST_KEPT = 16;

/** Rows of each layer in the database, verdicts of the run asked for, else of the default one. Kept like the summary. */
export async function layers(
  database: Database,
  actor: Actor,
  asked_run_id: number | null,
): Promise<LayersAnswer> {
  const db = database.as(actor);
  const { run_id, stamp } = await tileVersion(db, asked_run_id);
  const key = JSON.stringify([actor.areas, stamp]);
  const of_database = kept.get(database) ?? new Map<string, LayersAnswer>();
  const known = of_database.get(key);
  if (known) return known;
  const { rules } = await readRuleSet(db, 'cn');
  const counts = await layerCounts(db, run_id, rules['lane.clear_width_m'].value);
  const of = (layer: CountedLayer) => {
    const rows = counts.filter((row) => row.layer === layer);
    const by = rows.flatMap(({ value, n }): [string, number][] => (value === null ? [] : [[value, n]]));
    return {
      total: rows.reduce((sum, { n }) => sum + n, 0),
      by: layer === 'operating_surface' ? null : Object.fromEntries(by),
    };
  };
  const answer = {
    layers: Object.fromEntries(COUNTED_LAYERS.map((layer) => [layer, of(layer)])) as LayersAnswer['layers'],
  };
  if (of_database.size >= MOST_KEPT) of_database.clear();
  kept.set(database, of_database.set(key, answer));
  return answer;
}
