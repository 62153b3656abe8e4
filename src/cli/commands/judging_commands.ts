import type { Command } from 'commander';
import { today } from '../../lib/server/services/shortfall/today.ts';
import {
  folderOption,
  joinOption,
  seasonOption,
  secondsOption,
  stationKindsOption,
  vehicleOption,
  workVehicleOption,
} from '../options.ts';
import type { CommandLine } from './command_line.ts';

/** `coverage`, `water`, `clusters` and `lanes`: how the data stands. */
export function judgingCommands({ command, onDatabase }: CommandLine): void {
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
}
