import { Command, CommanderError } from 'commander';
import { resolve } from 'node:path';
import { printReport } from './report_lines.ts';
import { hydrantPlacing, siteAim } from './site_question.ts';
import {
  countOption,
  folderOption,
  idsOption,
  joinOption,
  layerOption,
  mapOption,
  minimiseOption,
  problemOption,
  radiusOption,
  seasonOption,
  secondsOption,
  shareOption,
  siteKindOption,
  siteLinesOption,
  stationKindsOption,
  vehicleOption,
  weighingOption,
  workVehicleOption,
} from './options.ts';
import { today } from '../lib/server/services/shortfall/today.ts';
import { DONE, errorLine, printProgress, shownError } from './output.ts';
import type { JobArgs, JobName } from './jobs/jobs.ts';

/**
 * The command line. With --json exactly one object goes to stdout, the result or `{error}`; progress goes to stderr.
 *
 * @returns the exit code: 0 done, 1 failed, 2 bad input.
 */
export async function main(argv: string[]): Promise<number> {
  const abort = new AbortController();
  const stop = () => abort.abort(new Error('Stopped before the end; nothing was changed'));
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  const json = argv.includes('--json');
  try {
    await program(json, abort.signal).parseAsync(argv, { from: 'user' });
    return DONE;
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return DONE;
    const { exit_code, shown } = shownError(error);
    if (json) process.stdout.write(JSON.stringify({ error: shown }) + '\n');
    if (!(error instanceof CommanderError)) process.stderr.write(`firecover: ${errorLine(shown)}\n`);
    return exit_code;
  } finally {
    process.removeListener('SIGINT', stop);
    process.removeListener('SIGTERM', stop);
  }
}

function program(json: boolean, signal: AbortSignal): Command {
  const print = (result: object, lines: () => string[]) => {
    process.stdout.write(json ? JSON.stringify(result) + '\n' : lines().join('\n') + '\n');
  };
  const onDatabase = async <Name extends JobName>(name: Name, args: JobArgs[Name]) => {
    const { runJob } = await import('./run_job.ts');
    const result = await runJob(name, args, { progress: printProgress, signal });
    print(result as object, () => printReport(name, result));
  };

  const root = new Command('firecover')
    .description('Fire cover of a town: one verdict per building')
    .option('--json', 'print exactly one JSON object on stdout')
    .exitOverride()
    .configureOutput({ writeErr: (text) => process.stderr.write(text) });
  const command = (usage: string, description: string) =>
    root
      .command(usage)
      .description(description)
      .option('--json', 'print exactly one JSON object on stdout')
      .exitOverride();

  command('import', 'take files into the database, all of them or none')
    .argument('<path...>', 'OSM PBF, GeoJSON, zipped shapefile, CSV; or a folder of them')
    .option('--layer <layer>', 'what the files hold', layerOption)
    .option('--source <name>', 'name of the source; default the file name')
    .option('--crs <crs>', 'auto, EPSG:n, gcj02 or bd09', 'auto')
    .option('--encoding <name>', 'auto or a name such as gb18030', 'auto')
    .option('--map <pairs>', 'source field to attribute: src=dst,src=dst', mapOption, {})
    .option('--max-rejected <share>', 'refuse a file with more rejected rows', shareOption, 0.2)
    .option('--dry-run', 'check and count, change nothing', false)
    .action(async (paths: string[], options) => {
      const { expandPaths } = await import('../../geodata/import/detect.ts');
      const named = paths.map((path) => resolve(path));
      const expanded = expandPaths(named);
      await onDatabase('import', {
        paths: expanded,
        found: expanded.filter((path) => !named.includes(path)),
        layer: options.layer ?? null,
        source: options.source ?? null,
        crs: options.crs,
        encoding: options.encoding,
        map: options.map,
        max_rejected: options.maxRejected,
        dry_run: options.dryRun,
      });
    });

  command('export', 'write one layer to a file')
    .argument('<layer>', 'layer id', layerOption)
    .requiredOption('--format <format>', 'geojson or csv')
    .requiredOption('--out <file>', 'where to write')
    .action((layer, options) =>
      onDatabase('export', { layer, format: options.format, out: resolve(options.out) }),
    );

  const runOptions = (of: Command) =>
    of
      .option('--rules <code>', 'rule set', 'cn')
      .option('--vehicle <vehicle>', 'walk, trike, mini, pumper or ladder', vehicleOption, 'pumper')
      .option('--cutoff <seconds>', 'from the order to go, turn-out included', secondsOption, 300)
      .option('--turnout <seconds>', 'for stations without one of their own', secondsOption)
      .option('--stations <kinds>', 'station kinds, comma separated', stationKindsOption)
      .option('--join-m <metres>', 'streets without node ids join within this distance', joinOption)
      .option('--out <folder>', 'write the files here', folderOption);
  const runArgs = (options: Record<string, never>) => ({
    rules: options.rules as string,
    vehicle: options.vehicle,
    cutoff_s: options.cutoff,
    turnout_s: options.turnout ?? null,
    station_kinds: options.stations ?? null,
    join_m: options.joinM ?? null,
    out: options.out ?? null,
  });

  const seasonal = (of: Command) =>
    runOptions(of).option(
      '--season <season>',
      'wet, dry or frost: what natural water is judged for',
      seasonOption,
      'wet',
    );

  seasonal(command('coverage', 'judge every building'))
    .option('--scenario <scenario>', 'id or name of a saved scenario, whose steps are made first')
    .action((options) =>
      onDatabase('coverage', {
        ...runArgs(options),
        season: options.season,
        scenario: options.scenario ?? null,
      }),
    );

  seasonal(command('water', 'water for every building, and what each area lacks')).action((options) =>
    onDatabase('water', {
      ...runArgs(options),
      season: options.season,
      as_of: today(),
    }),
  );

  command('demo', 'make the sample town, a place that does not exist, and load it').action(() =>
    onDatabase('demo', {}),
  );

  command('clusters', 'contiguous buildings a fire would run through')
    .option('--rules <code>', 'rule set', 'cn')
    .option('--out <folder>', 'write the files here', folderOption)
    .action((options) =>
      onDatabase('clusters', {
        rules: options.rules,
        out: options.out ?? null,
      }),
    );

  command(
    'lanes',
    'what every obstacle, broken hydrant and empty station costs, and in which order to put them right: writes ' +
      'obstacles.csv, hydrants.csv and stations.csv',
  )
    .option('--rules <code>', 'rule set', 'cn')
    .option(
      '--vehicle <vehicle>',
      'whom the order is for: best (of those stations own), trike, mini, pumper or ladder',
      workVehicleOption,
      'best',
    )
    .option('--cutoff <seconds>', 'from the order to go, turn-out included', secondsOption, 300)
    .option('--out <folder>', 'write the files here', folderOption)
    .action((options) =>
      onDatabase('lanes', {
        rules: options.rules,
        vehicle: options.vehicle,
        cutoff_s: options.cutoff,
        out: options.out ?? null,
      }),
    );

  command('site', 'where to build next, with proof: existing ones are kept')
    .requiredOption('--what <kind>', 'hydrant or micro-station', siteKindOption)
    .option('--count <sites>', 'this many sites, serving most', countOption)
    .option(
      '--cover <share>',
      'fewest that bring this share of all under cover, what is already included',
      shareOption,
    )
    .option('--cover-all', 'fewest that serve every building any place can serve', false)
    .option(
      '--backup <share>',
      'with --count: what a second site is worth beside the first, 0 to 1',
      shareOption,
      0,
    )
    .option('--weigh <what>', 'people, buildings or risk; default people where all are known', weighingOption)
    .option(
      '--minimise <way>',
      'with --count: cover (most within reach), mean or worst way to the nearest one',
      minimiseOption,
      'cover',
    )
    .option('--along <lines>', 'hydrants: set along streets or mains', siteLinesOption)
    .option('--strict', 'hydrants: only places clear of walls and carriageways', false)
    .option('--area <area>', 'id or name: only buildings of this area and those inside it')
    .option('--force <ids>', 'candidates that must be built, see candidates.csv', idsOption, [])
    .option('--forbid <ids>', 'candidates that may not', idsOption, [])
    .option('--rules <code>', 'rule set', 'cn')
    .option('--vehicle <vehicle>', 'default pumper for hydrants, mini for micro stations', vehicleOption)
    .option(
      '--cutoff <seconds>',
      'default 300 for hydrants, the time on scene of a micro station',
      secondsOption,
    )
    .option('--turnout <seconds>', 'for stations without one of their own', secondsOption)
    .option('--season <season>', 'wet, dry or frost: what natural water is judged for', seasonOption, 'wet')
    .option(
      '--seconds <seconds>',
      'the proof ends after this, with the best answer and bound',
      secondsOption,
      60,
    )
    .option('--scenario <name>', 'save the sites as a new scenario')
    .option('--out <folder>', 'write the files here', folderOption)
    .action((options) =>
      onDatabase('site', {
        what: options.what,
        aim: siteAim(options),
        minimise: options.minimise,
        ...hydrantPlacing(options),
        rules: options.rules,
        vehicle: options.vehicle ?? null,
        cutoff_s: options.cutoff ?? null,
        turnout_s: options.turnout ?? null,
        season: options.season,
        area: options.area ?? null,
        weigh: options.weigh ?? null,
        force: options.force,
        forbid: options.forbid,
        limit_s: options.seconds,
        scenario: options.scenario ?? null,
        out: options.out ?? null,
      }),
    );

  command('reach', 'arrivals over a plain network, no database')
    .requiredOption('--network <file>', 'arcs.csv')
    .requiredOption('--sources <file>', 'sources.csv')
    .requiredOption('--cutoff <seconds>', 'inclusive', (text: string) => text)
    .requiredOption('--out <file>', 'reach.csv')
    .option('--vehicle <vehicle>', 'obey widths and heights of the file for it', vehicleOption)
    .action(async (options) => {
      const { runReach } = await import('./reach.ts');
      const result = await runReach({
        network: resolve(options.network),
        sources: resolve(options.sources),
        cutoff_s: secondsText(options.cutoff),
        vehicle: options.vehicle,
        out: resolve(options.out),
      });
      print(result, () => [`${JSON.stringify(result)}`]);
    });

  command('solve', 'siting on plain files, no database')
    .argument('<problem>', 'mclp, lscp, pmedian or pcenter', problemOption)
    .requiredOption('--matrix <file>', 'demand,facility,cost, or one column a facility')
    .option('--demand <file>', 'demand,weight; without it every weight is 1')
    .option('--p <sites>', 'how many facilities', countOption)
    .option('--radius <cost>', 'served within this, inclusive', radiusOption)
    .option('--map <pairs>', 'column of the files to name: src=dst,src=dst', mapOption, {})
    .option(
      '--seconds <seconds>',
      'the proof ends after this, with the best answer and bound',
      secondsOption,
      60,
    )
    .action(async (problem, options) => {
      const { runSolve } = await import('./solve.ts');
      const result = await runSolve({
        problem,
        matrix: resolve(options.matrix),
        demand: options.demand === undefined ? undefined : resolve(options.demand),
        map: options.map,
        sites: options.p ?? null,
        radius: options.radius ?? null,
        limit_s: options.seconds,
        signal,
        progress: printProgress,
      });
      print(result, () => [
        `${result.objective} (bound ${result.bound}, ${result.proven ? 'proven' : `gap ${(100 * result.gap).toFixed(2)} %`})`,
        result.chosen.join(', '),
      ]);
    });

  command('migrate', 'bring the tables up to date').action(async () => {
    const { runMigrate } = await import('./migrate.ts');
    const result = await runMigrate(printProgress);
    print(result, () => [
      result.applied.length === 0 ? 'already up to date' : `applied ${result.applied.join(', ')}`,
    ]);
  });

  command('serve', 'serve the map')
    .option('--port <port>', 'default PORT or 3000')
    .option('--host <host>', 'default HOST or 127.0.0.1')
    .action(async (options) => {
      const { serve } = await import('./serve.ts');
      await serve({ port: options.port, host: options.host, signal });
    });

  return root;
}

function secondsText(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !(value >= 0) || value > 2_000_000_000) {
    throw new CommanderError(2, 'bad-cutoff', `--cutoff "${text}": expected seconds from 0`);
  }
  return value;
}
