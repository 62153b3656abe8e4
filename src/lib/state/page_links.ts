import type { Pick } from '../contract/map_address.ts';

/** What every page of the product keeps from address to address. */
const KEPT = ['lang', 'theme'] as const;

/** Where one came from, as far as links need it. */
export interface From {
  searchParams: URLSearchParams;
}

/** The query of this page with some of it changed: "?area=3&sort=rate"; null takes a parameter away. */
export function withQuery(from: From, changes: Readonly<Record<string, string | null>>): string {
  const query = new URLSearchParams(from.searchParams);
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) query.delete(name);
    else query.set(name, value);
  }
  return query.size > 0 ? `?${query}` : '?';
}

/** Another page of the product in the same language and theme. */
export function pageLink(from: From, path: string, query: Readonly<Record<string, string>> = {}): string {
  const kept = KEPT.flatMap((name) => {
    const value = from.searchParams.get(name);
    return value === null ? [] : [[name, value]];
  });
  const asked = new URLSearchParams([...kept, ...Object.entries(query)]);
  return asked.size > 0 ? `${path}?${asked}` : path;
}

/** The map with a thing picked; what the map has no card for is shown where it lies. */
export function mapLink(from: From, pick: Pick | null, at_deg: readonly [number, number] | null): string {
  if (pick) return pageLink(from, '/', { [pick.kind]: String(pick.id) });
  const [lon_deg, lat_deg] = at_deg ?? [];
  const view = lon_deg === undefined ? '' : `#17/${lat_deg!.toFixed(6)}/${lon_deg.toFixed(6)}`;
  return `${pageLink(from, '/')}${view}`;
}
