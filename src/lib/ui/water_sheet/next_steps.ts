import type { ShortfallFigure } from '../../contract/shortfall_figures.ts';
import type { SheetSource, SourceCheck, WaterSheet } from '../../contract/api_water_sheet.ts';

export type Sheet = Extract<WaterSheet, { state: 'done' }>;

/** Something to do in a village, and the figure whose list says more. */
export type NextStep =
  | { kind: 'repair'; sources: SheetSource[]; figure: ShortfallFigure }
  | {
      kind: 'measure';
      source: Sheet['measure_first'][number];
      figure: 'measure-first';
    }
  | { kind: 'store'; missing_m3: number; figure: ShortfallFigure }
  | { kind: 'places'; places: number; figure: ShortfallFigure }
  | { kind: 'mains'; figure: null }
  | { kind: 'hydrants'; hydrants: number; buildings: number; figure: ShortfallFigure }
  | { kind: 'improve'; source: SheetSource; checks: SourceCheck[]; figure: null }
  | { kind: 'reach'; buildings: number; figure: ShortfallFigure }
  | { kind: 'check'; sources: number; figure: ShortfallFigure };

const MEASURED = 2;
const IMPROVED = 2;

/** What a village has to do, the most urgent first: what stands is put right before anything is built. */
export function nextSteps({ sources, seasons, season, area, measure_first }: Sheet): NextStep[] {
  const { store } = seasons[season === 'dry' ? 'dry' : 'wet'];
  const broken = sources.filter(({ status }) => status === 'broken');
  const overdue = sources.filter(({ overdue }) => overdue === true);
  const improvable = sources.filter(
    ({ status, usable, checks }) =>
      status !== 'broken' &&
      usable === 'unusable' &&
      failing(checks).every(({ check }) => check !== 'status'),
  );
  const hydrants = area.branch.missing_by_demand ?? 0;
  const unservable = area.branch.unservable ?? 0;
  const short = (area.branch.no_water ?? 0) - unservable;
  const mains_help = area.has_mains !== false;
  /** Those no hydrant would help; without mains that is everybody without water. */
  const beyond = mains_help ? unservable : short + unservable;
  const asked = store.kind === 'asked' && store.met_by === null ? store : null;
  const steps: (NextStep | false)[] = [
    broken.length > 0 && {
      kind: 'repair',
      sources: broken,
      figure: broken.some(({ layer }) => layer === 'hydrant') ? 'broken' : 'waters_broken',
    },
    ...measure_first
      .slice(0, MEASURED)
      .map((source): NextStep => ({ kind: 'measure', source, figure: 'measure-first' })),
    store.kind === 'unknown' && store.missing.includes('mains') && { kind: 'mains', figure: null },
    (asked?.places_missing ?? 0) > 0 && {
      kind: 'places',
      places: asked!.places_missing,
      figure: 'places_missing',
    },
    (asked?.missing_m3 ?? 0) > 0 && {
      kind: 'store',
      missing_m3: asked!.missing_m3,
      figure: 'store_missing_m3',
    },
    ...improvable
      .slice(0, IMPROVED)
      .map((source): NextStep => ({ kind: 'improve', source, checks: failing(source.checks), figure: null })),
    hydrants > 0 &&
      mains_help && {
        kind: 'hydrants',
        hydrants,
        buildings: short,
        figure: 'missing_by_demand',
      },
    beyond > 0 && { kind: 'reach', buildings: beyond, figure: mains_help ? 'unservable' : 'no_water' },
    overdue.length > 0 && {
      kind: 'check',
      sources: overdue.length,
      figure: overdue.some(({ layer }) => layer === 'hydrant') ? 'overdue' : 'waters_overdue',
    },
  ];
  return steps.filter((step) => step !== false);
}

const failing = (checks: readonly SourceCheck[]) => checks.filter(({ outcome }) => outcome === 'fail');
