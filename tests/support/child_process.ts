import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { join } from 'node:path';
import { projectRoot } from '../../src/lib/server/db/project_root.ts';

/** A TypeScript program in a process of its own, started as the command line is. */
export interface Child {
  readonly pid: number;
  /** The next line it writes; rejects when it ends without one. */
  line(): Promise<string>;
  write(line: string): void;
  kill(signal: NodeJS.Signals): void;
  /** Its exit code, or the signal that ended it. */
  readonly ended: Promise<number | NodeJS.Signals>;
}

/** @param program path below the project's folder. */
export function startChild(program: string, parameters: readonly string[] = []): Child {
  const file = join(projectRoot(), program);
  const child: ChildProcess = spawn(process.execPath, ['--import', 'tsx', file, ...parameters], {
    cwd: projectRoot(),
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines: string[] = [];
  const waiting: { resolve: (line: string) => void; reject: (error: Error) => void }[] = [];
  let over: Error | null = null;
  createInterface({ input: child.stdout as NodeJS.ReadableStream }).on('line', (line) => {
    const next = waiting.shift();
    if (next) next.resolve(line);
    else lines.push(line);
  });
  const ended = new Promise<number | NodeJS.Signals>((resolve) => {
    child.on('close', (code, signal) => {
      over = new Error(`${program} ended (${code ?? signal}) and wrote no more`);
      for (const { reject } of waiting) reject(over);
      resolve(code ?? (signal as NodeJS.Signals));
    });
  });
  return {
    pid: child.pid as number,
    line: () =>
      new Promise((resolve, reject) => {
        const line = lines.shift();
        if (line !== undefined) resolve(line);
        else if (over) reject(over);
        else waiting.push({ resolve, reject });
      }),
    write: (line) => child.stdin?.write(`${line}\n`),
    kill: (signal) => child.kill(signal),
    ended,
  };
}
