import { expect, it } from 'vitest';
import { listDownload, NO_LIST, readFigureAsk, writeFigureAsk, type FigureAsk } from './figure_ask.ts';
import { withQuery } from './page_links.ts';

const read = (query: string) => readFigureAsk(new URLSearchParams(query));

it.each<FigureAsk>([
  { figure: 'broken', area: 'all', branch: false, season: 'wet' },
  { figure: 'no_water', area: 3, branch: true, season: 'dry' },
  { figure: 'overdue', area: 'none', branch: false, season: 'frost' },
  { figure: 'measure-first', area: 12, branch: false, season: 'wet' },
])('reads the list $figure of $area as it was written', (ask) => {
  const from = { searchParams: new URLSearchParams(`lang=en&hydrant=7&of=9&deep=1&season=${ask.season}`) };
  const query = withQuery(from, writeFigureAsk(ask));
  expect(read(query)).toEqual(ask);
  expect(query).toContain('lang=en');
  expect(query).not.toContain('hydrant');
});

it('opens nothing for what is no figure, and takes a wrong area for all', () => {
  expect(read('figure=nothing')).toBeNull();
  expect(read('')).toBeNull();
  expect(read('figure=broken&of=-1&season=summer')).toEqual({
    figure: 'broken',
    area: 'all',
    branch: false,
    season: 'wet',
  });
  expect(withQuery({ searchParams: new URLSearchParams('sort=rate&figure=broken&of=3') }, NO_LIST)).toBe(
    '?sort=rate',
  );
});

it('names where the list comes as a file', () => {
  expect(listDownload({ figure: 'broken', area: 3, branch: true, season: 'dry' })).toBe(
    '/api/shortfall/3/broken?season=dry&branch=1&format=csv',
  );
});
