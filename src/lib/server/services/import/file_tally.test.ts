import { describe, expect, it } from 'vitest';
import { FileTally, KEPT_REMARKS } from './file_tally.ts';

const note = (row: number, effect: 'rejected' | 'repaired' | 'noted', code = 'a-code') =>
  ({ layer: 'hydrant', row: String(row), code, message: `row ${row}`, effect }) as const;

describe('FileTally', () => {
  it('refuses where more than the share is rejected, and not at the share itself', () => {
    for (const [rejected, refused] of [
      [2, false],
      [3, true],
    ] as const) {
      const tally = new FileTally();
      tally.counts('hydrant').read = 10 - rejected;
      for (let i = 0; i < rejected; i++) tally.note(note(i, 'rejected'));
      const judge = () => tally.judge(0.2, 'hydrant');
      if (refused) expect(judge).toThrow('3 of 10 rows rejected, more than the share of 0.2; first: row 0');
      else expect(judge).not.toThrow();
    }
  });

  it('refuses a file without rows, naming the layer asked', () => {
    expect(() => new FileTally().judge(1, 'station')).toThrow('no row of layer station');
    expect(() => new FileTally().judge(1, null)).toThrow('no row in the file');
  });

  it('counts rejected rows that name no layer for the only one there is', () => {
    const tally = new FileTally();
    tally.counts('hydrant').read = 9;
    tally.note({ ...note(1, 'rejected'), layer: null });
    tally.judge(0.2, null);
    expect(tally.layers.hydrant).toMatchObject({ read: 10, rejected: 1 });
  });

  it('suggests --crs where most rows lie off the globe', () => {
    const tally = new FileTally();
    for (let i = 0; i < 5; i++) tally.note(note(i, 'rejected', 'latitude-out-of-range'));
    expect(() => tally.judge(0.2, 'hydrant')).toThrow('--crs EPSG:n');
  });

  it('counts a row repaired twice once', () => {
    const tally = new FileTally();
    tally.note(note(1, 'repaired'));
    tally.note(note(1, 'repaired'));
    tally.note(note(2, 'repaired'));
    expect(tally.layers.hydrant?.repaired).toBe(2);
  });

  it('keeps rejections before remarks and counts what it leaves out', () => {
    const tally = new FileTally();
    for (let i = 0; i <= KEPT_REMARKS; i++) tally.note(note(i, 'noted', 'remark'));
    tally.note(note(7, 'rejected', 'late'));
    const { notes, notes_left_out } = tally.report('a/b.csv', 'b');
    expect(notes).toHaveLength(KEPT_REMARKS + 1);
    expect(notes[0].code).toBe('late');
    expect(notes_left_out).toBe(1);
  });
});
