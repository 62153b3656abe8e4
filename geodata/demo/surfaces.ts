import type { LayerRows } from '../../src/lib/contract/layer_rows.ts';
import type { Building } from './buildings.ts';
import type { Ground } from './ground.ts';
import { apart_m, between, rectangle, type Place } from './plane.ts';

export interface Surface {
  ring: Place[];
  attributes: LayerRows['operating_surface'];
}

/** A surface of 16 x 10 m, 5 m from the wall, beside each tall block that has the ground for it. */
export function operatingSurfaces(buildings: readonly Building[], ground: Ground): Surface[] {
  return buildings.flatMap(({ attributes, frontage, rings: [shell], street }): Surface[] => {
    if (frontage !== 'estate' || (attributes.height_m ?? 0) < 24 || shell.length !== 4) return [];
    for (const [a, b] of [
      [shell[0], shell[1]],
      [shell[2], shell[3]],
    ]) {
      const length_m = apart_m(a, b);
      const out: Place = [(b[0] - a[0]) / length_m, (b[1] - a[1]) / length_m];
      const middle = between(a, b, 0.5);
      const front: Place = [middle[0] + out[1] * 5, middle[1] - out[0] * 5];
      const ring = rectangle(front, [-out[0], -out[1]], 16, 10);
      if (!ground.isFree(ring, 0, 0.5)) continue;
      ground.take(ring);
      return [{ ring, attributes: { name: `示例·登高操作场地${street ?? ''}`, length_m: 16, width_m: 10 } }];
    }
    return [];
  });
}
