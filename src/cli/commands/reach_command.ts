import { CommanderError } from 'commander';
import { resolve } from 'node:path';
import { vehicleOption } from '../options.ts';
import type { CommandLine } from './command_line.ts';

/** `reach`: arrivals on plain files. */
export function reachCommand({ command, print }: CommandLine): void {
  command('reach', 'arrivals over a plain network, no database')
    .requiredOption('--network <file>', 'arcs.csv')
    .requiredOption('--sources <file>', 'sources.csv')
    .requiredOption('--cutoff <seconds>', 'inclusive', (text: string) => text)
    .requiredOption('--out <file>', 'reach.csv')
    .option('--vehicle <vehicle>', 'obey widths and heights of the file for it', vehicleOption)
    .action(async (options) => {
      const { runReach } = await import('../reach.ts');
      const result = await runReach({
        network: resolve(options.network),
        sources: resolve(options.sources),
        cutoff_s: secondsText(options.cutoff),
        vehicle: options.vehicle,
        out: resolve(options.out),
      });
      print(result, () => [`${JSON.stringify(result)}`]);
    });
}

function secondsText(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !(value >= 0) || value > 2_000_000_000) {
    throw new CommanderError(2, 'bad-cutoff', `--cutoff "${text}": expected seconds from 0`);
  }
  return value;
}
