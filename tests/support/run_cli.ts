import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const BIN = fileURLToPath(new URL('../../bin/firecover.js', import.meta.url));

export interface CliResult {
  exit_code: number | null;
  stdout: string;
  stderr: string;
}

/** Where a command finds its database: a server's URL or a data folder. */
export type CliDatabase = { url: string } | { folder: string };

/** Runs the command line as a process of its own, as a person would. */
export function runCli(args: readonly string[], database?: CliDatabase): Promise<CliResult> {
  const { DATABASE_URL: _url, FIRECOVER_DATA: _folder, ...env } = process.env;
  if (database && 'url' in database) env.DATABASE_URL = database.url;
  if (database && 'folder' in database) env.FIRECOVER_DATA = database.folder;
  const child = spawn(process.execPath, [BIN, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const result: CliResult = { exit_code: null, stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (result.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (result.stderr += text));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (exit_code) => resolve({ ...result, exit_code }));
  });
}

/** The same with --json, failing with what the command said unless it exits with 0. */
export async function runCliJson<Result>(args: readonly string[], database?: CliDatabase): Promise<Result> {
  const { exit_code, stdout, stderr } = await runCli([...args, '--json'], database);
  if (exit_code !== 0)
    throw new Error(`firecover ${args.join(' ')} exited with ${exit_code}: ${stderr}${stdout}`);
  return JSON.parse(stdout) as Result;
}
