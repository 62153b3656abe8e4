import { describe, expect, it } from 'vitest';
import { parseAddress } from './address.ts';
import { mapLink, pageLink, withQuery } from './page_links.ts';

const at = (query: string) => new URL(`http://localhost/shortfall${query}`);

describe('the query of a page', () => {
  it('changes only what is named', () => {
    expect(withQuery(at('?lang=en&sort=rate'), { figure: 'broken' })).toBe(
      '?lang=en&sort=rate&figure=broken',
    );
    expect(withQuery(at('?lang=en&figure=broken'), { figure: null })).toBe('?lang=en');
    expect(withQuery(at('?figure=broken'), { figure: null })).toBe('?');
  });
});

describe('links to other pages', () => {
  it('keep language and theme and nothing else', () => {
    expect(pageLink(at('?lang=en&theme=dark&sort=rate'), '/water/3', { season: 'dry' })).toBe(
      '/water/3?lang=en&theme=dark&season=dry',
    );
    expect(pageLink(at(''), '/')).toBe('/');
  });

  it('lead to the map with the thing picked, as the map reads its address', () => {
    const link = mapLink(at('?lang=en'), { kind: 'hydrant', id: 12 }, [118.1, 24.5]);
    expect(parseAddress(new URL(link, 'http://localhost'))).toMatchObject({
      language: 'en',
      picked: { kind: 'hydrant', id: 12 },
    });
    expect(mapLink(at(''), null, [118.1, 24.5])).toBe('/#17/24.500000/118.100000');
    expect(mapLink(at(''), null, null)).toBe('/');
  });
});
