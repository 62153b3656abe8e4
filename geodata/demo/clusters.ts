import type { LayerRows } from '../../src/lib/contract/layer_rows.ts';
import type { Building } from './buildings.ts';
import type { Place } from './plane.ts';

export interface Cluster {
  ring: Place[];
  attributes: LayerRows['cluster'];
}

/** Quarters a fire would run through, drawn by hand as a plan does: the hull of their houses. */
export function clusters(buildings: readonly Building[]): Cluster[] {
  const quarter = (name: string, kind: string, takes: (building: Building) => boolean): Cluster => ({
    ring: hull(buildings.filter(takes).flatMap(({ rings }) => rings[0])),
    attributes: { name: `示例·${name}`, kind },
  });
  return [
    quarter(
      '厝下城中村',
      'urban_village',
      ({ attributes: { use }, frontage, middle: [x, y] }) =>
        frontage === 'handshake' && use === 'rental-house' && x < 7700 && y > 2480,
    ),
    quarter('骑楼老街', 'timber', ({ frontage }) => frontage === 'arcade'),
    quarter('后山老厝', 'timber', ({ frontage, middle: [, y] }) => frontage === 'steps' && y > 3600),
  ];
}

/** Convex hull, counter-clockwise (Andrew's monotone chain). */
function hull(places: readonly Place[]): Place[] {
  const sorted = [...places].sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  const half = (order: readonly Place[]) => {
    const chain: Place[] = [];
    for (const p of order) {
      while (chain.length >= 2 && turn(chain[chain.length - 2], chain[chain.length - 1], p) <= 0) chain.pop();
      chain.push(p);
    }
    return chain.slice(0, -1);
  };
  return [...half(sorted), ...half([...sorted].reverse())];
}

const turn = (a: Place, b: Place, c: Place) => (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
