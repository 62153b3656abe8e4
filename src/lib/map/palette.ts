import type { ExpressionSpecification } from 'maplibre-gl';
import { VERDICTS, type Verdict } from '../domain/coverage/verdict.ts';

export type Theme = 'light' | 'dark';

/** Every colour of the map. Those of verdicts stand in ui/tokens.css too; a test keeps the two equal. */
export interface Palette {
  verdict: Record<Verdict, string>;
  unassessed: string;
  /** Strokes of the hatchings over verdict colours. */
  hatch: string;
  building_edge: string;
  land: string;
  water: string;
  water_edge: string;
  area_border: string;
  street: string;
  street_lane: string;
  street_casing: string;
  street_foot: string;
  /** Main streets where they are too thin for a casing. */
  street_far: string;
  text: string;
  text_quiet: string;
  halo: string;
  station: string;
  station_mark: string;
  hydrant: string;
  hydrant_broken: string;
  hydrant_unknown: string;
  symbol_edge: string;
  obstacle: string;
  place: string;
  selection: string;
  /** The way of the truck to the picked building. */
  truck: string;
  gap: string;
  cluster: string;
  ring_near: string;
  ring_middle: string;
  ring_far: string;
  ring_edge: string;
  lane_good: string;
  lane_tight: string;
  lane_narrow: string;
  lane_unknown: string;
  hazard_minor: string;
  hazard_serious: string;
  hazard_major: string;
  /** Streets a vehicle reaches, soonest first; MOST_BANDS of them. */
  arrival: readonly string[];
  arrival_casing: string;
  /** Buildings a what-if wins and loses. */
  gained: string;
  lost: string;
  /** A street that a what-if closes, and what a tool would take hold of. */
  closed: string;
  hovered: string;
}

export const PALETTES: Record<Theme, Palette> = {
  light: {
    verdict: {
      covered: '#0b8478',
      late: '#d18400',
      unreachable: '#c62f2f',
      'too-narrow': '#8a5a2b',
      'hose-short': '#8e4fae',
      'no-water': '#1f5fc4',
      'weak-water': '#6aaae8',
      unknown: '#8b949e',
    },
    unassessed: '#c3c9cf',
    hatch: 'rgba(255, 255, 255, 0.6)',
    building_edge: 'rgba(24, 34, 42, 0.55)',
    land: '#f3f4f1',
    water: '#cfe2ea',
    water_edge: '#93bccd',
    area_border: '#7d8890',
    street: '#ffffff',
    street_lane: '#ffffff',
    street_casing: '#a9b3ba',
    street_foot: '#a9b3ba',
    street_far: '#98a3ab',
    text: '#1c252c',
    text_quiet: '#55616b',
    halo: '#f8f9f7',
    station: '#12344d',
    station_mark: '#ffc24d',
    hydrant: '#1663b8',
    hydrant_broken: '#b3261e',
    hydrant_unknown: '#5c6670',
    symbol_edge: '#ffffff',
    obstacle: '#8a3b12',
    place: '#4b5560',
    selection: '#101820',
    truck: '#d0349a',
    gap: '#c62f2f',
    cluster: '#7a3fa0',
    ring_near: '#8fc7e8',
    ring_middle: '#bddff2',
    ring_far: '#deeff8',
    ring_edge: '#4d92bd',
    lane_good: '#0b8478',
    lane_tight: '#b06f00',
    lane_narrow: '#b3261e',
    lane_unknown: '#5c6670',
    hazard_minor: '#7a6a00',
    hazard_serious: '#b85c00',
    hazard_major: '#a3123a',
    arrival: ['#191c58', '#3a46b4', '#5572dc', '#6685e2'],
    arrival_casing: '#ffffff',
    gained: '#00584c',
    lost: '#c04a00',
    closed: '#9c1c1c',
    hovered: '#ffb300',
  },
  dark: {
    verdict: {
      covered: '#2bb0a1',
      late: '#f0ab35',
      unreachable: '#f0645e',
      'too-narrow': '#bd8954',
      'hose-short': '#bf8ade',
      'no-water': '#5b93ef',
      'weak-water': '#a3cff6',
      unknown: '#98a2ad',
    },
    unassessed: '#4d5660',
    hatch: 'rgba(12, 16, 20, 0.55)',
    building_edge: 'rgba(10, 14, 18, 0.8)',
    land: '#13171b',
    water: '#182c38',
    water_edge: '#2b4b5d',
    area_border: '#6b7682',
    street: '#4c5560',
    street_lane: '#363e46',
    street_casing: '#0d1013',
    street_foot: '#4a535c',
    street_far: '#59636e',
    text: '#e2e8ee',
    text_quiet: '#a3adb8',
    halo: '#12161a',
    station: '#e9eef3',
    station_mark: '#b4530a',
    hydrant: '#6db3ff',
    hydrant_broken: '#ff8a80',
    hydrant_unknown: '#b4bdc6',
    symbol_edge: '#12161a',
    obstacle: '#ff9d6b',
    place: '#b7c0c9',
    selection: '#ffffff',
    truck: '#ff7ac9',
    gap: '#f0645e',
    cluster: '#d3a2f2',
    ring_near: '#25597a',
    ring_middle: '#1b4058',
    ring_far: '#162d3c',
    ring_edge: '#4d92bd',
    lane_good: '#2bb0a1',
    lane_tight: '#f0ab35',
    lane_narrow: '#f0645e',
    lane_unknown: '#a3adb8',
    hazard_minor: '#e3cf57',
    hazard_serious: '#ff9f45',
    hazard_major: '#ff7d9c',
    arrival: ['#e6ecff', '#a5b7fc', '#7a90ee', '#6274cc'],
    arrival_casing: '#0b0e12',
    gained: '#6ff0dc',
    lost: '#ff9d4f',
    closed: '#ff8a80',
    hovered: '#ffd54a',
  },
};

/** A feature's verdict as text: of the what-if where the map was told one, else of the tile, else ''. */
export const VERDICT_NOW: ExpressionSpecification = [
  'coalesce',
  ['feature-state', 'verdict'],
  ['get', 'verdict'],
  '',
];

/** The colour of a feature by its verdict, its tile's if nothing else is said; without one it is not assessed. */
export const verdictColour = (
  palette: Palette,
  verdict: ExpressionSpecification = ['coalesce', ['get', 'verdict'], ''],
): ExpressionSpecification =>
  [
    'match',
    verdict,
    ...VERDICTS.flatMap((verdict) => [verdict, palette.verdict[verdict]]),
    palette.unassessed,
  ] as unknown as ExpressionSpecification;
