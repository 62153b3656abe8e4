import { resolve } from 'node:path';
import { countOption, mapOption, problemOption, radiusOption, secondsOption } from '../options.ts';
import { printProgress } from '../output.ts';
import type { CommandLine } from './command_line.ts';

/** `solve`: where to build next, on plain files. */
export function solveCommand({ command, print, signal }: CommandLine): void {
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
      const { runSolve } = await import('../solve.ts');
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
}
