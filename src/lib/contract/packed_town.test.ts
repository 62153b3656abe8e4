import { describe, expect, it } from 'vitest';
import { randomTown } from '../../../tests/support/random_town.ts';
import { townData } from '../server/services/live/town_data.ts';
import { crc32 } from './crc32.ts';
import { decodeSections, encodeSections, packedLength, type Section } from './packed_sections.ts';
import { decodePackedTown, encodePackedTown } from './packed_town.ts';
import { PackedTownError } from './packed_town_error.ts';

const dataOf = (seed: number, size?: Parameters<typeof randomTown>[1]) =>
  townData(randomTown(seed, size), `stamp ${seed}`);
const small = encodePackedTown(dataOf(4, { points: 4, ways: 3, houses: 3 }));

/** Why bytes are refused. */
function refusal(bytes: Uint8Array): string {
  try {
    decodePackedTown(bytes);
  } catch (error) {
    if (error instanceof PackedTownError) return `${error.fault}: ${error.message}`;
    throw error;
  }
  return 'not refused';
}

/** The same bytes with sections changed and every checksum right again. */
function changed(bytes: Uint8Array, change: (sections: Map<string, Section>) => void): Uint8Array {
  const sections = new Map(
    [...decodeSections(bytes)].map(([name, section]) => [
      name,
      { ...section, data: section.data.slice() } as Section,
    ]),
  );
  change(sections);
  return encodeSections([...sections.values()]);
}

describe('a packed town', () => {
  it('comes back as it went in', () => {
    for (let seed = 1; seed <= 60; seed++) {
      const data = dataOf(seed);
      expect(decodePackedTown(encodePackedTown(data))).toEqual(data);
    }
  });

  it('is the same bytes for the same town', () => {
    expect(encodePackedTown(dataOf(9))).toEqual(encodePackedTown(dataOf(9)));
  });

  it('is read as views, without copying', () => {
    const { drive, buildings } = decodePackedTown(small);
    for (const column of [drive.arc_head, drive.node_deg, buildings.id]) {
      expect(column.buffer).toBe(small.buffer);
    }
  });

  it('is read from anywhere in a larger run of bytes', () => {
    const whole = decodePackedTown(small);
    for (let shift = 0; shift < 9; shift++) {
      const larger = new Uint8Array(small.length + shift + 3).fill(0xff);
      larger.set(small, shift);
      expect(decodePackedTown(larger.subarray(shift, shift + small.length))).toEqual(whole);
    }
  });

  it('tells its length in its head', () => {
    expect(packedLength(small.subarray(0, 32))).toBe(small.length);
  });

  it('may hold sections a reader does not know', () => {
    const more = changed(small, (sections) => {
      sections.set('rings', { name: 'rings', kind: 'f32', data: Float32Array.of(1, 2, 3) });
    });
    expect(decodePackedTown(more)).toEqual(decodePackedTown(small));
    const strange = more.slice();
    const view = new DataView(strange.buffer);
    const last = 32 + 64 * (view.getUint32(12, true) - 1);
    view.setUint32(last + 32, 99, true);
    const table_end = last + 64;
    const head = crc32(strange.subarray(32, table_end), crc32(strange.subarray(0, 28)));
    view.setUint32(28, head, true);
    expect(decodePackedTown(strange)).toEqual(decodePackedTown(small));
  });
});

describe('bytes that are no packed town', () => {
  it('come from a town with something of everything', () => {
    const { buildings, stations, sources, obstacles } = decodePackedTown(small);
    for (const { length } of [buildings.id, stations, sources, obstacles]) expect(length).toBeGreaterThan(0);
  });

  it('are refused with any one bit wrong, and with any one byte another', () => {
    for (let at = 0; at < small.length; at++) {
      for (const flip of [1 << (at % 8), 0xff]) {
        const damaged = small.slice();
        damaged[at] ^= flip;
        expect(refusal(damaged), `byte ${at}`).toMatch(/^(magic|version|length|damaged): /);
      }
    }
  });

  it('are refused at every length but the right one', () => {
    for (let length = 0; length < small.length; length++) {
      expect(refusal(small.subarray(0, length)), `${length} bytes`).toMatch(/^length: .*expected/);
    }
    const longer = new Uint8Array(small.length + 8);
    longer.set(small);
    expect(refusal(longer)).toBe(
      `length: ${longer.length} bytes, more behind the end; expected ${small.length}`,
    );
  });

  it('are refused for their magic, or a version not known', () => {
    expect(refusal(new TextEncoder().encode('<!doctype html><html lang="zh-CN">'))).toBe(
      'magic: begins with 3c 21 64 6f 63 74 79 70; expected 46 43 54 4f 57 4e 0d 0a',
    );
    const newer = small.slice();
    new DataView(newer.buffer).setUint32(8, 3, true);
    expect(refusal(newer)).toBe('version: version 3, made by a newer program; expected 2');
  });

  it('name the section that is damaged', () => {
    const damaged = small.slice();
    damaged[damaged.length - 9] ^= 1;
    expect(refusal(damaged)).toMatch(
      /^damaged: section buildings\.\w+: checksum [0-9a-f]{8}; expected [0-9a-f]{8}$/,
    );
  });

  it('are refused where a section is missing, of another kind, or no JSON', () => {
    const without = (name: string) => refusal(changed(small, (sections) => sections.delete(name)));
    expect(without('walk.arc_head')).toBe('content: section walk.arc_head is missing; expected u32');
    expect(without('sources')).toBe('content: section sources is missing; expected json');
    const as = (name: string, kind: Section['kind'], data: Section['data']) =>
      refusal(changed(small, (sections) => sections.set(name, { name, kind, data })));
    expect(as('drive.arc_head', 'i8', new Int8Array(4))).toMatch(/is of kind i8; expected u32$/);
    expect(as('town', 'json', new TextEncoder().encode('{'))).toMatch(/^content: section town is no JSON/);
    expect(as('stations', 'json', new TextEncoder().encode('[{"id":1}]'))).toMatch(
      /^content: section stations: 0\.name: /,
    );
  });
});

describe('columns that do not agree', () => {
  const town = encodePackedTown(dataOf(5));
  const large = encodePackedTown(dataOf(9));
  const set = (name: string, row: number, value: number) =>
    refusal(changed(town, (sections) => (sections.get(name)!.data[row] = value)));

  it('are refused, naming the column, the row, what was seen and what was expected', () => {
    const { drive } = decodePackedTown(town);
    expect(set('drive.arc_head', 0, drive.node_count)).toBe(
      `content: drive.arc_head: ${drive.node_count} in row 0; expected the other node of its edge`,
    );
    expect(set('drive.first_arc', 2, 0xffff)).toMatch(
      /^content: drive\.first_arc: \d+ in row \d+; expected ranges that ascend from 0$/,
    );
    expect(set('drive.first_arc', drive.node_count, 0xffff)).toMatch(
      /^content: drive\.first_arc: ends with 65535; expected \d+$/,
    );
    expect(set('streets.street_class', 0, 200)).toMatch(/^content: streets\.street_class: 200 in row 0/);
    expect(set('buildings.door_edge', 0, 0xfffffffe)).toMatch(/^content: buildings\.door_edge: /);
    expect(set('buildings.lon_deg', 0, NaN)).toMatch(/^content: buildings\.lon_deg: NaN in row 0/);
  });

  it('are refused or harmless, whatever number of the networks is another', () => {
    const sections = [...decodeSections(town).values()].filter(({ name }) => /^(drive|walk)\./.test(name));
    for (const { name, data } of sections) {
      const refused = [0, data.length >> 1, data.length - 1].map((row) => set(name, row, 0xfffffff0));
      const lengths_only = /clear_width|clear_height|edge_end_mm/.test(name);
      for (const why of refused) expect(why, name).toMatch(lengths_only ? /^content: |^not / : /^content: /);
    }
  });

  it('are refused where outlines of large buildings or mains lead nowhere', () => {
    const { asking, mains, buildings } = decodePackedTown(large);
    for (const { length } of [asking.building, mains.dead_end]) expect(length).toBeGreaterThan(0);
    const wrong = (name: string, row: number, value: number) =>
      refusal(changed(large, (sections) => (sections.get(name)!.data[row] = value)));
    expect(wrong('asking.building', 0, buildings.count)).toMatch(/^content: asking\.building: /);
    expect(wrong('asking.flow_lps', 0, NaN)).toMatch(/^content: asking\.flow_lps: NaN in row 0/);
    expect(wrong('asking.duration_h', 0, 0)).toMatch(/^content: asking\.duration_h: 0 in row 0/);
    expect(wrong('asking.first_ring', 1, 0xffff)).toMatch(/^content: asking\.first_ring: /);
    expect(wrong('asking.ring_start', 1, 0xffff)).toMatch(/^content: asking\.ring_start: /);
    expect(wrong('asking.coords_deg', 0, 181)).toMatch(/^content: asking\.coords_deg: 181/);
    expect(wrong('mains.dead_end', 0, 3)).toMatch(/^content: mains\.dead_end: 3 in row 0/);
    expect(wrong('mains.first_vertex', 1, 0xffff)).toMatch(/^content: mains\.first_vertex: /);
    expect(wrong('mains.coords_deg', 1, 91)).toMatch(/^content: mains\.coords_deg: 91/);
  });

  it('are refused where one is longer than the others', () => {
    const longer = changed(town, (sections) => {
      const section = sections.get('walk.edge_street')!;
      section.data = new Uint32Array(section.data.length + 1);
    });
    expect(refusal(longer)).toMatch(/^content: walk\./);
  });
});
