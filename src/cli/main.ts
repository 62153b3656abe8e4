import { Command, CommanderError } from 'commander';
import { fileCommands } from './commands/file_commands.ts';
import type { CommandLine } from './commands/command_line.ts';
import { judgingCommands } from './commands/judging_commands.ts';
import { reachCommand } from './commands/reach_command.ts';
import { serverCommands } from './commands/server_commands.ts';
import { siteCommand } from './commands/site_command.ts';
import { solveCommand } from './commands/solve_command.ts';
import { DONE, errorLine, printProgress, shownError } from './output.ts';
import { printReport } from './report_lines.ts';
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

  const line: CommandLine = { command, onDatabase, print, signal };
  fileCommands(line);
  judgingCommands(line);
  siteCommand(line);
  reachCommand(line);
  solveCommand(line);
  serverCommands(line);
  return root;
}
