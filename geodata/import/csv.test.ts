import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { readItems, refusalOf, scratchFolder } from '../../tests/support/read_items.ts';
import { readCsv } from './csv.ts';
import { readerFor } from './detect.ts';

const file = scratchFolder();
const positions = async (name: string, text: string | Buffer, options = {}) => {
  const path = file(name, text);
  const { rows } = await readItems<'hydrant'>(readerFor(path), path, { layer: 'hydrant', ...options });
  return rows.map(({ geometry }) => (geometry as { coordinates: number[] }).coordinates);
};

describe('coordinate columns', () => {
  it.each([
    ['X,Y\n118.1,24.5\n'],
    ['Y,X\n24.5,118.1\n'],
    ['lat;name;lng\n24.5;a;118.1\n'],
    ['latitude\tlongitude\n24.5\t118.1\n'],
    ['名称|纬度|经度\na|24.5|118.1\n'],
    ['經度,緯度\n118.1,24.5\n'],
    ['编号,x坐标,y坐标\n1,118.1,24.5\n'],
    ['WKT,name\n"POINT (118.1 24.5)",a\n'],
    ['geom\nSRID=4326;POINT(118.1 24.5)\n'],
    ['lon;lat\n118,1;24,5\n'],
    ['\ufeff经度（度）,纬度（度）\n１１８．１,24.5\n'],
    ['lon,lat\n"118°06\'00""E","24°30′0″N"\n'],
    ['东经,北纬\n118度6分,24度30分0秒\n'],
    ['lon,lat\n\n118.1,24.5\n\n,\n'],
  ])('finds them in %j', async (text) => {
    const [position, ...more] = await positions('a.csv', text);
    expect(position).toEqual([expect.closeTo(118.1, 9), expect.closeTo(24.5, 9)]);
    expect(more).toEqual([]);
  });

  it('takes the columns named with --map before all others', async () => {
    const text = 'x,y,e,n\n1,2,118.1,24.5\n';
    expect(await positions('b.csv', text, { map: { e: 'lon', N: 'lat' } })).toEqual([[118.1, 24.5]]);
  });

  it('names the columns there are where it finds none', async () => {
    const error = await refusalOf(readCsv, file('hydrants_c.csv', 'name,address\na,b\n'));
    expect(error.code).toBe('no-coordinate-columns');
    expect(error.message).toContain('name, address');
  });
});

describe('rows', () => {
  it('numbers rows by their line, counts quoted line breaks and rejects bad ones', async () => {
    const text = [
      'name,lon,lat',
      'a,118.1,24.5',
      '"b',
      'c",118.2,24.5',
      'd,118.3,200',
      '',
      'e,east,24.5',
      'f,118.4',
      'g,,',
      'h,118.5,24.5,,',
      'i,118.6,24.5,x',
    ].join('\r\n');
    const { rows, notes } = await readItems<'hydrant'>(readCsv, file('hydrants_rows.csv', text));
    expect(rows.map(({ row, attributes }) => [row, attributes.name])).toEqual([
      ['2', 'a'],
      ['3', 'b c'],
      ['10', 'h'],
    ]);
    expect(notes.map(({ row, code, effect }) => [row, code, effect])).toEqual([
      ['5', 'latitude-out-of-range', 'rejected'],
      ['7', 'coordinates-not-numbers', 'rejected'],
      ['8', 'ragged-line', 'rejected'],
      ['9', 'null-geometry', 'rejected'],
      ['11', 'ragged-line', 'rejected'],
    ]);
    expect(notes[0]!.message).toMatch(/200.*\(name d\)/);
  });

  it('reads GB18030 as it comes from spreadsheets, and UTF-16', async () => {
    const text = '编号,经度,纬度,所在道路,状态,管径\r\n甲1,118.1,24.5,中山路,完好,DN100\r\n';
    for (const encoding of ['gb18030', 'utf16-le'] as const) {
      const bytes = iconv.encode(text, encoding, { addBOM: encoding === 'utf16-le' });
      const path = file('消火栓.csv', bytes);
      const { rows, notes } = await readItems<'hydrant'>(readerFor(path), path);
      expect(rows[0]!.attributes).toMatchObject({
        name: '甲1',
        street_name: '中山路',
        status: 'working',
        diameter_mm: 100,
      });
      expect(notes.map(({ code }) => code)).toEqual(encoding === 'gb18030' ? ['encoding-inferred'] : []);
    }
  });

  it('never guesses: what it cannot understand is null with a note', async () => {
    const text = 'id,lon,lat,flow,压力,test_date,status\n1,118,24,12,0.3,2025-02-30,perhaps\n';
    const { rows, notes } = await readItems<'hydrant'>(readCsv, file('hydrants_null.csv', text));
    expect(rows[0]!.attributes).toMatchObject({
      flow_lps: null,
      pressure_mpa: 0.3,
      tested_on: null,
      status: 'unknown',
    });
    expect(rows[0]!.source_id).toBeNull();
    const unreadable = notes.filter(({ code }) => code === 'unreadable-value');
    expect(unreadable).toHaveLength(3);
    expect(unreadable.every(({ effect, row }) => effect === 'noted' && row === '2')).toBe(true);
    expect(notes.filter(({ code }) => code === 'unit-assumed').map(({ message }) => message)).toEqual([
      expect.stringContaining('压力'),
    ]);
  });
});

describe('files that are refused', () => {
  it.each([
    ['hydrants.csv', '', 'empty-file', null],
    ['hydrants.csv', '\n\n', 'empty-file', null],
    ['hydrants.csv', 'lon,lat\n', 'no-rows', null],
    ['hydrants.csv', 'lon,lat,name\n118,24,"cut', 'truncated', '2'],
    ['hydrants.csv', 'lon,lat\na,b\nc,d\n', 'coordinates-not-numbers', '2'],
    ['hydrants.csv', 'lat,lon\n118,24\n118.1,24.1\n', 'axes-swapped', null],
    ['hydrants.csv', 'x,y\n434512.3,2712345.6\n', 'crs-unknown', null],
    ['roads.csv', 'lon,lat\n118,24\n', 'no-row-of-layer', '2'],
    ['list.csv', 'lon,lat\n118,24\n', 'layer-unknown', null],
  ])('%s holding %j: %s', async (name, text, code, row) => {
    const path = file(name, text);
    let error;
    try {
      error = await refusalOf(readerFor(path), path);
    } catch (thrown) {
      error = thrown as { code: string; row: string | null };
    }
    expect([error.code, error.row]).toEqual([code, row]);
  });

  it('refuses a line without end before it fills the memory', async () => {
    const path = file('hydrants_line.csv', `lon,lat,name\n118,24,"${'x'.repeat(9 * 1024 * 1024)}`);
    expect((await refusalOf(readCsv, path)).code).toBe('syntax');
  });

  it('refuses --map of a column or attribute that does not exist', async () => {
    const path = file('hydrants_map.csv', 'lon,lat\n118,24\n');
    const field = await refusalOf(readCsv, path, { map: { nr: 'id' } });
    expect([field.code, field.message.includes('lon, lat')]).toEqual(['map-unknown-field', true]);
    const attribute = await refusalOf(readCsv, path, { map: { lon: 'colour' } });
    expect([attribute.code, attribute.message.includes('diameter_mm')]).toEqual([
      'map-unknown-attribute',
      true,
    ]);
  });
});
