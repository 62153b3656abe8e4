import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inject } from 'vitest';
import { LOCAL_ADMINISTRATOR } from '../../src/lib/server/db/database.ts';
import { openEmbedded } from '../../src/lib/server/db/embedded_driver.ts';
import { ensureVerdicts } from '../../src/lib/server/services/coverage/ensure_verdicts.ts';
import { uniqueName } from './cluster.ts';
import { runCliJson } from './run_cli.ts';
import { serveApp, type ServedApp } from './served_app.ts';
import { exclusively } from './test_lock.ts';

/** What plain SQL counts in the sample town, of what the map draws. */
export interface DemoCounts {
  street: number;
  obstacle: number;
  hydrant: number;
  water_source: number;
  water_main: number;
  station: number;
  building: number;
  area: number;
  place: number;
  cluster: number;
  hazard: number;
  /** In the run over the vehicles the stations own. */
  gap: number;
}

export interface DemoApp extends ServedApp {
  /** Its data folder. */
  folder: string;
  counts: DemoCounts;
  /** A file that the command line wrote about the town: demand.csv, rings.geojson of pumpers, areas.csv. */
  file: (name: string) => string;
}

const FILES = 'files';
const DATA = 'data';

/** The sample town served in a process of its own. It is made once a test run; each app has its own copy. */
export async function serveDemo(): Promise<DemoApp> {
  const { made, folder } = await copyDemo();
  const app = await serveApp({ FIRECOVER_DATA: folder });
  return {
    ...app,
    folder,
    counts: JSON.parse(readFileSync(join(made, 'counts.json'), 'utf8')) as DemoCounts,
    file: (name) => readFileSync(join(made, FILES, name), 'utf8'),
  };
}

/** A data folder with the sample town of its own, and where the one of the test run lies. */
export async function copyDemo(): Promise<{ made: string; folder: string }> {
  const made = join(inject('runFolder'), 'demo_town');
  await exclusively(`${made}.lock`, async () => {
    if (!existsSync(join(made, 'counts.json'))) await makeDemo(made);
  });
  const folder = join(inject('runFolder'), uniqueName('demo'));
  cpSync(join(made, DATA), folder, { recursive: true });
  return { made, folder };
}

async function makeDemo(folder: string): Promise<void> {
  const data = join(folder, DATA);
  mkdirSync(data, { recursive: true });
  await runCliJson(['demo'], { folder: data });
  await runCliJson(['coverage', '--vehicle', 'pumper', '--out', join(folder, FILES)], { folder: data });
  await runCliJson(['water', '--out', join(folder, FILES, 'water')], { folder: data });
  await runCliJson(['clusters'], { folder: data });
  const db = await openEmbedded(join(data, 'demo'));
  try {
    await ensureVerdicts(db, LOCAL_ADMINISTRATOR);
    const [counts] = await db.as(LOCAL_ADMINISTRATOR).query(
      `select (select count(*) from street) as street,
         (select count(*) from obstacle where status = 'standing') as obstacle,
         (select count(*) from hydrant) as hydrant, (select count(*) from water_source) as water_source,
         (select count(*) from water_main) as water_main,
         (select count(*) from station) as station, (select count(*) from building) as building,
         (select count(*) from area) as area, (select count(*) from place) as place,
         (select count(*) from cluster) as cluster,
         (select count(*) from hazard where coalesce((select status from hazard_event
            where hazard_id = hazard.id order by id desc limit 1), 'reported') not in ('closed', 'dismissed')) as hazard,
         (select count(*) from gap where run_id = (select max(id) from analysis_run where vehicle is null)) as gap`,
    );
    writeFileSync(join(folder, 'counts.json'), JSON.stringify(counts));
  } finally {
    await db.close();
  }
}
