import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const bin = fileURLToPath(new URL('../../bin/firecover.js', import.meta.url));

it('without a command says so, as JSON where that is asked for', () => {
  let failed: { status: number; stdout: string } | null = null;
  try {
    execFileSync(process.execPath, [bin, '--json'], { encoding: 'utf8', stdio: 'pipe' });
  } catch (error) {
    failed = error as { status: number; stdout: string };
  }
  expect(failed!.status).toBe(2);
  expect(JSON.parse(failed!.stdout).error.message).toBe('no command is named, firecover --help lists them');
});
