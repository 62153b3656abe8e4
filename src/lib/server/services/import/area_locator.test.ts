import type { Position } from 'geojson';
import { describe, expect, it } from 'vitest';
import { AreaLocator } from './area_locator.ts';
import { area_m2 } from './polygon_measures.ts';

const square = (lon: number, lat: number, side: number): Position[] => [
  [lon, lat],
  [lon + side, lat],
  [lon + side, lat + side],
  [lon, lat + side],
  [lon, lat],
];
const area = (id: number, polygons: Position[][][]) => ({ id, area_m2: area_m2(polygons), polygons });

describe('AreaLocator', () => {
  it('finds the smallest area, border included, and leaves holes out', () => {
    const locator = new AreaLocator([
      area(1, [[square(0, 0, 10)]]),
      area(2, [[square(1, 1, 2)]]),
      area(3, [[square(5, 5, 3), square(6, 6, 1)]]),
    ]);
    expect(locator.areaAt(2, 2)).toBe(2);
    expect(locator.areaAt(1, 1)).toBe(2);
    expect(locator.areaAt(3, 2.5)).toBe(2);
    expect(locator.areaAt(5.5, 5.5)).toBe(3);
    expect(locator.areaAt(6.5, 6.5)).toBe(1);
    expect(locator.areaAt(6, 6.5)).toBe(3);
    expect(locator.areaAt(10, 10)).toBe(1);
    expect(locator.areaAt(10.1, 10)).toBeNull();
  });

  it('takes the lowest id among areas of one size', () => {
    const twins = [area(9, [[square(0, 0, 1)]]), area(4, [[square(0, 0, 1)]])];
    expect(new AreaLocator(twins).areaAt(0.5, 0.5)).toBe(4);
  });

  it('holds no point where there are no areas', () => {
    expect(new AreaLocator([]).areaAt(0, 0)).toBeNull();
  });

  it('agrees with the radius on a star of 2,000 vertices', () => {
    const radius = (angle: number) => 1 + 0.3 * Math.sin(7 * angle) + 0.1 * Math.sin(50 * angle);
    const star = Array.from({ length: 2000 }, (_, i): Position => {
      const angle = (i / 2000) * 2 * Math.PI;
      return [radius(angle) * Math.cos(angle), radius(angle) * Math.sin(angle)];
    });
    star.push(star[0]);
    const locator = new AreaLocator([area(1, [[star]])]);
    let decided = 0;
    for (let i = 0; i < 5000; i++) {
      const angle = i * 2.399963;
      const r = 1.5 * Math.sqrt(i / 5000);
      if (Math.abs(r - radius(angle)) < 0.01) continue;
      decided++;
      const held = locator.areaAt(r * Math.cos(angle), r * Math.sin(angle)) === 1;
      expect(held, `r ${r} at ${angle}`).toBe(r < radius(angle));
    }
    expect(decided).toBeGreaterThan(4500);
  });
});
