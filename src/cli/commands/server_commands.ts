import { printProgress } from '../output.ts';
import type { CommandLine } from './command_line.ts';

/** `migrate` and `serve`. */
export function serverCommands({ command, print, signal }: CommandLine): void {
  command('migrate', 'bring the tables up to date').action(async () => {
    const { runMigrate } = await import('../migrate.ts');
    const result = await runMigrate(printProgress);
    print(result, () => [
      result.applied.length === 0 ? 'already up to date' : `applied ${result.applied.join(', ')}`,
    ]);
  });

  command('serve', 'serve the map')
    .option('--port <port>', 'default PORT or 3000')
    .option('--host <host>', 'default HOST or 127.0.0.1')
    .action(async (options) => {
      const { serve } = await import('../serve.ts');
      await serve({ port: options.port, host: options.host, signal });
    });
}
