import { SEASONS, type Season } from '../contract/api_shortfall.ts';
import { SHORTFALL_FIGURE_NAMES, type ShortfallFigure } from '../contract/shortfall_figures.ts';

export type ListName = ShortfallFigure | 'measure-first';

/** Which list stands behind a figure: of an area, of what lies outside any, or of all. */
export interface FigureAsk {
  figure: ListName;
  area: number | 'none' | 'all';
  /** With all below the area. */
  branch: boolean;
  season: Season;
}

const LISTS: readonly ListName[] = [...SHORTFALL_FIGURE_NAMES, 'measure-first'];

/** The season an address names, else the wet one. */
export const seasonOf = (query: URLSearchParams): Season =>
  SEASONS.find((season) => season === query.get('season')) ?? 'wet';

/** An id an address names, null where it names none. */
export function idOf(query: URLSearchParams, name: string): number | null {
  const text = query.get(name) ?? '';
  return /^[1-9]\d{0,14}$/.test(text) ? Number(text) : null;
}

/** The list an address opens: ?figure=broken&of=3&deep=1; null where it opens none. */
export function readFigureAsk(query: URLSearchParams): FigureAsk | null {
  const figure = LISTS.find((name) => name === query.get('figure'));
  if (!figure) return null;
  const area = idOf(query, 'of') ?? (query.get('of') === 'none' ? 'none' : 'all');
  return { figure, area, branch: query.get('deep') === '1', season: seasonOf(query) };
}

/** What an address says to open it; nulls take away what another list left. */
export const writeFigureAsk = ({ figure, area, branch }: Omit<FigureAsk, 'season'>) => ({
  figure,
  of: area === 'all' ? null : String(area),
  deep: branch && typeof area === 'number' ? '1' : null,
  hydrant: null,
});

/** What an address says once no list is open. */
export const NO_LIST = { figure: null, of: null, deep: null, hydrant: null } as const;

/** Where the whole list comes as a table to keep; null where there is none. */
export function listDownload({ figure, area, branch, season }: FigureAsk): string {
  const query = new URLSearchParams({ season, branch: branch ? '1' : '0', format: 'csv' });
  return `/api/shortfall/${area}/${figure}?${query}`;
}
