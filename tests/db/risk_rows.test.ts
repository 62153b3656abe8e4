import { beforeAll, expect, test } from 'vitest';
import { LOCAL_ADMINISTRATOR, type Database } from '../../src/lib/server/db/database.ts';
import { riskRows } from '../../src/lib/server/queries/risk_rows.ts';
import { describeOnBothDrivers } from '../support/test_database.ts';

/** Squares of about 10 m, a hundredth of a degree apart, one risk each. */
const HOUSES = ['plain', 'timber', 'clustered', 'school', 'hazard beside', 'hazard recorded', 'closed'];
const square = (lon: number, size: number) =>
  `st_multi(st_makeenvelope(${lon - size}, ${25 - size}, ${lon + size}, ${25 + size}, 4326))`;
const lonOf = (name: string) => 118 + 0.01 * HOUSES.indexOf(name);

describeOnBothDrivers('what makes a fire in a building worse', (open) => {
  let db: Database;

  beforeAll(async () => {
    db = await open();
    await db.as(LOCAL_ADMINISTRATOR).transaction(async (tx) => {
      for (const name of HOUSES) {
        await tx.query(
          `insert into building (source, source_id, structure, footprint_m2, point, geom)
           values ('made', $1, $2, 100, st_point(${lonOf(name)}, 25, 4326), ${square(lonOf(name), 0.00005)})`,
          [name, name === 'timber' ? 'wood' : null],
        );
      }
      await tx.query(
        `insert into cluster (source, source_id, kind, point, geom)
         values ('made', 'c', 'contiguous', st_point(${lonOf('clustered')}, 25, 4326), ${square(lonOf('clustered'), 0.001)})`,
      );
      await tx.query(
        `insert into place (source, source_id, kind, geom)
         values ('made', 'p', 'school', st_point(${lonOf('school')}, 25, 4326))`,
      );
      const hazard = async (id: string, lon: number, building: string | null, statuses: string[]) => {
        const [row] = await tx.query<{ id: number }>(
          `insert into hazard (source, source_id, kind, severity, building_id, geom)
           values ('made', $1, 'storage', 'major', (select id from building where source_id = $2), st_point($3, 25, 4326))
           returning id`,
          [id, building, lon],
        );
        for (const status of statuses) {
          await tx.query(`insert into hazard_event (hazard_id, status, made_by) values ($1, $2, 'test')`, [
            row.id,
            status,
          ]);
        }
      };
      // 0.0004 degrees of longitude at 25 N are 40 m.
      await hazard('near', lonOf('hazard beside') + 0.0004, null, []);
      await hazard('elsewhere', 119, 'hazard recorded', ['reported', 'closed', 'reopened']);
      await hazard('gone', lonOf('closed'), 'closed', ['reported', 'closed']);
    });
  });

  test('is told building by building, open major hazards within the distance alone', async () => {
    const seen = async (near_m: number) =>
      (await riskRows(db.as(LOCAL_ADMINISTRATOR), near_m)).map(
        ({ structure, low_fire_resistance, in_cluster, place_kinds, major_hazard }) => [
          structure,
          low_fire_resistance,
          in_cluster,
          place_kinds,
          major_hazard,
        ],
      );
    expect(await seen(50)).toEqual([
      [null, null, false, [], false],
      ['wood', null, false, [], false],
      [null, null, true, [], false],
      [null, null, false, ['school'], false],
      [null, null, false, [], true],
      [null, null, false, [], true],
      [null, null, false, [], false],
    ]);
    expect((await seen(30))[HOUSES.indexOf('hazard beside')][4]).toBe(false);
  });
});
