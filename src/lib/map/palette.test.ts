import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { VERDICTS } from '../domain/coverage/verdict.ts';
import { MOST_BANDS } from './arrival_bands.ts';
import { PALETTES, type Palette, type Theme } from './palette.ts';

const css = readFileSync(join(import.meta.dirname, '../ui/tokens.css'), 'utf8');
const dark_from = css.indexOf(":root[data-theme='dark']");
const BLOCKS: Record<Theme, string> = { light: css.slice(0, dark_from), dark: css.slice(dark_from) };

const token = (theme: Theme, name: string) => new RegExp(`--${name}: ([^;]+);`).exec(BLOCKS[theme])?.[1];

/** Relative luminance of WCAG 2.2 for #rrggbb. */
function luminance(colour: string): number {
  const [r, g, b] = [1, 3, 5].map((i) => {
    const share = parseInt(colour.slice(i, i + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
const contrast = (a: string, b: string) => {
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
  return (light + 0.05) / (dark + 0.05);
};

describe.each(['light', 'dark'] as const)('%s palette', (theme) => {
  const palette: Palette = PALETTES[theme];

  it('is the one of the style sheet', () => {
    for (const verdict of VERDICTS) {
      expect(token(theme, `verdict-${verdict}`), verdict).toBe(palette.verdict[verdict]);
    }
    expect(token(theme, 'unassessed')).toBe(palette.unassessed);
    expect(token(theme, 'hatch')).toBe(palette.hatch);
    expect(token(theme, 'land')).toBe(palette.land);
  });

  it('keeps text and marks legible', () => {
    for (const ground of ['panel', 'panel-raised', 'note']) {
      for (const text of ['text', 'text-quiet', 'good', 'bad', 'open']) {
        const ratio = contrast(token(theme, text)!, token(theme, ground)!);
        expect(ratio, `${text} on ${ground}`).toBeGreaterThanOrEqual(4.5);
      }
    }
    for (const mark of [palette.hydrant, palette.hydrant_broken, palette.hydrant_unknown, palette.station]) {
      expect(contrast(mark, palette.land)).toBeGreaterThanOrEqual(3);
    }
    expect(contrast(palette.text_quiet, palette.halo)).toBeGreaterThanOrEqual(4.5);
  });

  it('keeps arrivals, changes and closed streets apart from the ground', () => {
    const marks = [...palette.arrival, palette.gained, palette.lost, palette.closed];
    for (const mark of marks) expect(contrast(mark, palette.land), mark).toBeGreaterThanOrEqual(3);
    expect(contrast(palette.gained, palette.symbol_edge)).toBeGreaterThanOrEqual(4);
    expect(contrast(palette.lost, palette.symbol_edge)).toBeGreaterThanOrEqual(4);
    expect(palette.arrival.length).toBe(MOST_BANDS);
  });

  it('tells bands of arrival by lightness, soonest farthest from the ground', () => {
    const ratios = palette.arrival.map((colour) => contrast(colour, palette.land));
    for (let i = 1; i < ratios.length; i++) expect(ratios[i - 1]! / ratios[i]!).toBeGreaterThanOrEqual(1.2);
  });

  it('gives every verdict its own colour', () => {
    expect(new Set(Object.values(palette.verdict)).size).toBe(VERDICTS.length);
  });
});
