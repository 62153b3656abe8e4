import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import ts from 'typescript';
import { afterAll, describe, expect, it } from 'vitest';

/** `tsc -p tsconfig.engine.json` is what keeps the browser and Node out of the engine: it must say no. */
describe('the engine compiles with neither DOM nor Node types', () => {
  const project = resolve(import.meta.dirname, '../..');
  mkdirSync(join(project, 'node_modules/.cache'), { recursive: true });
  const folder = mkdtempSync(join(project, 'node_modules/.cache/engine-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const { options } = ts.parseJsonConfigFileContent(
    ts.readConfigFile(join(project, 'tsconfig.engine.json'), (path) => ts.sys.readFile(path)).config,
    ts.sys,
    project,
  );

  const complaints = (text: string) => {
    const file = join(folder, 'probe.ts');
    writeFileSync(file, text);
    const program = ts.createProgram([file], options);
    return ts.getPreEmitDiagnostics(program).map(({ code }) => code);
  };

  it.each([
    ['a typed array is welcome', 'export const arrival_ms = new Uint32Array(8);', []],
    ['the document is not', 'export const title = document.title;', [2584]],
    ['the process is not', 'export const folder = process.cwd();', [2591]],
    ['a Node module is not', `export { readFileSync } from 'node:fs';`, [2591]],
    ['a timer is not', 'export const wait = () => setTimeout(() => 0, 1);', [2304]],
  ])('%s', (_title, text, expected) => {
    expect(complaints(text)).toEqual(expected);
  });
});
