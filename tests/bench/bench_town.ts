import type { BenchContext } from './bench.ts';
import { emptyDatabase, firecover } from './processes.ts';

const FILE = 'osm/liechtenstein-latest.osm.pbf';

/**
 * A server database with a real place in it, judged: Liechtenstein where FIRECOVER_TEST_DATA leads to it, else the
 * sample town. Made once for all benches of a run.
 */
export async function townOnServer(context: BenchContext): Promise<{ url: string; town: string }> {
  const cluster = await context.clusterUrl();
  made.set(cluster, made.get(cluster) ?? make(context, cluster));
  return made.get(cluster)!;
}

const made = new Map<string, Promise<{ url: string; town: string }>>();

async function make({ data, say }: BenchContext, cluster: string): Promise<{ url: string; town: string }> {
  const url = await emptyDatabase(cluster, 'bench_town');
  await firecover(['migrate'], url);
  const file = data(FILE);
  await firecover(file ? ['import', file, '--json'] : ['demo', '--json'], url);
  await firecover(['coverage', '--json'], url);
  const town = file ? 'Liechtenstein' : 'the sample town';
  say(`${town} is imported and judged`);
  return { url, town };
}
