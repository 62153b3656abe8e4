import type { SeedReference, SeedTable, SeedUpdate } from '../../../contract/seed_table.ts';
import type { Actor, Database, Queryable } from '../../db/database.ts';

/** The column by which rows of a table are named, and whether names count within a source only. */
const NAMED_BY: Record<SeedReference, { column: string; in_source: boolean }> = {
  area: { column: 'source_id', in_source: true },
  station: { column: 'source_id', in_source: true },
  hydrant: { column: 'source_id', in_source: true },
  water_source: { column: 'source_id', in_source: true },
  hazard: { column: 'source_id', in_source: true },
  building: { column: 'source_id', in_source: true },
  mutual_aid_group: { column: 'name', in_source: false },
};

/**
 * Fills tables that no file carries, all in one transaction, once the layers of `source` are imported. Rows that
 * are there already stay as they are, so that doing it twice changes nothing.
 *
 * @returns rows added and rows changed, by table.
 * @throws when a row names another that does not exist.
 */
export function seedTables(
  db: Database,
  actor: Actor,
  source: string,
  tables: readonly SeedTable[],
  updates: readonly SeedUpdate[],
): Promise<{ added: Record<string, number>; changed: Record<string, number> }> {
  return db.as(actor).transaction(async (tx) => {
    const added: Record<string, number> = {};
    const changed: Record<string, number> = {};
    for (const seed of tables) {
      await refuseUnknownNames(tx, source, seed);
      added[seed.table] = (added[seed.table] ?? 0) + (await insertMissing(tx, source, seed));
    }
    for (const seed of updates) {
      await refuseUnknownNames(tx, source, seed);
      changed[seed.table] = (changed[seed.table] ?? 0) + (await updateOther(tx, source, seed));
    }
    return { added, changed };
  });
}

async function insertMissing(tx: Queryable, source: string, seed: SeedTable): Promise<number> {
  const names = [...Object.keys(seed.columns), ...Object.keys(seed.references)];
  const same = seed.key
    .map((name) => `have.${name} is not distinct from ${valueOf(seed, name)}`)
    .join(' and ');
  const [{ count }] = await tx.query<{ count: number }>(
    `with added as (
       insert into ${seed.table} (${names.join(', ')})
       select ${names.map((name) => valueOf(seed, name)).join(', ')}
       from ${recordset(seed)} ${joins(seed)}
       where not exists (select from ${seed.table} as have where ${same})
       returning 1)
     select count(*) from added`,
    [JSON.stringify(seed.rows), source],
  );
  return count;
}

async function updateOther(tx: Queryable, source: string, seed: SeedUpdate): Promise<number> {
  const names = [...Object.keys(seed.columns), ...Object.keys(seed.references)];
  const values = names.map((name) => valueOf(seed, name));
  const [{ count }] = await tx.query<{ count: number }>(
    `with given as (select row.source_id as given_id, ${values.map((value, i) => `${value} as ${names[i]}`).join(', ')}
       from ${recordset(seed, 'source_id text')} ${joins(seed)}),
     changed as (
       update ${seed.table} as target set ${names.map((name) => `${name} = given.${name}`).join(', ')}
       from given
       where target.source = $2 and target.source_id = given.given_id
         and (${names.map((name) => `target.${name} is distinct from given.${name}`).join(' or ')})
       returning 1)
     select count(*) from changed`,
    [JSON.stringify(seed.rows), source],
  );
  return count;
}

async function refuseUnknownNames(
  tx: Queryable,
  source: string,
  seed: SeedTable | SeedUpdate,
): Promise<void> {
  const references = Object.keys(seed.references);
  if (references.length === 0) return;
  const unknown = references
    .map((name) => `(row.${name} is not null and ref_${name}.id is null)`)
    .join(' or ');
  const [first] = await tx.query<{ row: string }>(
    `select to_jsonb(row)::text as row from ${recordset(seed)} ${joins(seed)}
     where $2::text is not null and (${unknown}) limit 1`,
    [JSON.stringify(seed.rows), source],
  );
  if (first) throw new Error(`${seed.table}: ${first.row} names a row that ${source} does not hold`);
}

const valueOf = (seed: SeedTable | SeedUpdate, name: string) =>
  Object.hasOwn(seed.references, name) ? `ref_${name}.id` : `row.${name}`;

function recordset(seed: SeedTable | SeedUpdate, ...more: string[]): string {
  const columns = [
    ...Object.entries(seed.columns).map(([name, type]) => `${name} ${type}`),
    ...Object.keys(seed.references).map((name) => `${name} text`),
    ...more,
  ];
  return `jsonb_to_recordset($1::jsonb) as row (${columns.join(', ')})`;
}

const joins = (seed: SeedTable | SeedUpdate) =>
  Object.entries(seed.references)
    .map(([name, table]) => {
      const { column, in_source } = NAMED_BY[table];
      const within = in_source ? ` and ref_${name}.source = $2` : '';
      return `left join ${table} as ref_${name} on ref_${name}.${column} = row.${name}${within}`;
    })
    .join(' ');
