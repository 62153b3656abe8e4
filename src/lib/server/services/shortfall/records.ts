import type { Queryable } from '../../db/database.ts';
import {
  areaRecords,
  hydrantRecords,
  orderRecords,
  waterRecords,
  waterTargets,
  type HydrantRecord,
  type OrderRecord,
  type TargetRecord,
  type WaterRecord,
} from '../../queries/shortfall_records.ts';
import { AreaTree } from './area_tree.ts';

/** What is on record now of hydrants, other water, repairs and targets, and the areas to be seen. */
export interface Records {
  tree: AreaTree;
  hydrants: HydrantRecord[];
  waters: WaterRecord[];
  orders: OrderRecord[];
  targets: TargetRecord[];
  /** Whether rows outside any area are to be seen. */
  sees_outside: boolean;
}

/** Reads them all in one transaction. */
export async function readRecords(tx: Pick<Queryable, 'query'>): Promise<Records> {
  const [{ sees_all }] = await tx.query<{ sees_all: boolean }>('select firecover_sees_all() as sees_all');
  return {
    tree: new AreaTree(await areaRecords(tx)),
    hydrants: await hydrantRecords(tx),
    waters: await waterRecords(tx),
    orders: await orderRecords(tx),
    targets: await waterTargets(tx),
    sees_outside: sees_all,
  };
}

/** Hydrants whose street is not recorded get the name of the one they stand on. */
export function withStreets(
  records: Records,
  streets: readonly { hydrant_id: number; street_name: string }[],
): Records {
  const names = new Map(streets.map(({ hydrant_id, street_name }) => [hydrant_id, street_name]));
  return {
    ...records,
    hydrants: records.hydrants.map((hydrant) =>
      hydrant.street_name === null ? { ...hydrant, street_name: names.get(hydrant.id) ?? null } : hydrant,
    ),
  };
}
