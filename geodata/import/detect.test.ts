import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { FileRefused } from '../../src/lib/contract/import.ts';
import { scratchFolder } from '../../tests/support/read_items.ts';
import { zipBytes } from '../../tests/support/shapefile_writer.ts';
import { describeWithData } from '../../tests/support/test_data.ts';
import { expandPaths, formatOf, readerFor } from './detect.ts';

const file = scratchFolder();
const codeOf = (run: () => unknown) => {
  try {
    run();
  } catch (error) {
    if (error instanceof FileRefused) return error.code;
    throw error;
  }
  return 'taken';
};

describe('formatOf', () => {
  it('goes by content, also where the name says something else', () => {
    const shp = Buffer.alloc(100);
    shp.writeInt32BE(9994, 0);
    expect(formatOf(file('a.csv', zipBytes({ x: 'y' })))).toBe('shapefile-zip');
    expect(formatOf(file('b.dat', shp))).toBe('shapefile');
    expect(formatOf(file('c.txt', '\ufeff \n{"type":"Point"}'))).toBe('geojson');
    expect(formatOf(file('d.geojson', 'null'))).toBe('geojson');
    expect(formatOf(file('e.dat', 'lon;lat\n1;2\n'))).toBe('csv');
    expect(formatOf(file('f.bin', Buffer.from('\0\0\0\x0e\x0a\x09OSMHeader\x18', 'latin1')))).toBe('osm-pbf');
  });

  it('refuses what is empty, missing, cut short or of another kind', () => {
    expect(codeOf(() => readerFor(file('a.geojson', '')))).toBe('empty-file');
    expect(codeOf(() => readerFor('/nowhere/a.geojson'))).toBe('no-such-file');
    expect(codeOf(() => readerFor(file('a.zip', 'P')))).toBe('truncated');
    expect(codeOf(() => readerFor(file('a.osm.pbf', Buffer.alloc(5000))))).toBe('unknown-format');
    expect(codeOf(() => readerFor(file('a.kml', '<?xml version="1.0"?><kml>1,2</kml>')))).toBe(
      'unknown-format',
    );
    expect(codeOf(() => readerFor(file('a.xls', Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0, 1]))))).toBe(
      'unknown-format',
    );
  });
});

describe('expandPaths', () => {
  it('gives the importable files of a folder in order, and a file as itself', () => {
    const folder = mkdtempSync(join(tmpdir(), 'firecover-folder-'));
    afterAll(() => rmSync(folder, { recursive: true, force: true }));
    mkdirSync(join(folder, 'sub'));
    mkdirSync(join(folder, 'empty'));
    for (const name of [
      'b.csv',
      'a.zip',
      'sub/c.SHP',
      'sub/c.dbf',
      'notes.txt',
      '.hidden.csv',
      'package.json',
    ])
      writeFileSync(join(folder, name), '{}');
    writeFileSync(join(folder, 'd.json'), '{"type":"FeatureCollection","features":[]}');
    expect(expandPaths([folder, join(folder, 'notes.txt')])).toEqual(
      ['a.zip', 'b.csv', 'd.json', 'sub/c.SHP', 'notes.txt'].map((name) => join(folder, name)),
    );
    expect(codeOf(() => expandPaths([join(folder, 'empty')]))).toBe('empty-folder');
    expect(codeOf(() => expandPaths([join(folder, 'missing')]))).toBe('no-such-file');
  });
});

describeWithData(
  'the formats of the real input',
  ['osm/monaco-valhalla.osm.pbf', 'freeport/shp/Roads.zip', 'freeport/other/fire_hydrants.csv'],
  (pbf, zip, csv) => {
    it('are known', () => {
      expect([pbf!, zip!, csv!].map(formatOf)).toEqual(['osm-pbf', 'shapefile-zip', 'csv']);
    });
  },
);
