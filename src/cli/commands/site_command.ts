import {
  countOption,
  folderOption,
  idsOption,
  minimiseOption,
  seasonOption,
  secondsOption,
  shareOption,
  siteKindOption,
  siteLinesOption,
  vehicleOption,
  weighingOption,
} from '../options.ts';
import { hydrantPlacing, siteAim } from '../site_question.ts';
import type { CommandLine } from './command_line.ts';

/** `site`: where to build next, on the database. */
export function siteCommand({ command, onDatabase }: CommandLine): void {
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
}
