import { describe, expect, it } from 'vitest';
import { distance_m, metresPerLatDegree, metresPerLonDegree } from './metric.ts';

describe('metres on the ellipsoid', () => {
  it('has the known length of a degree at the equator, at 45° and at the pole', () => {
    expect(metresPerLonDegree(0)).toBeCloseTo(111319.491, 3);
    expect(metresPerLatDegree(0)).toBeCloseTo(110574.276, 3);
    expect(metresPerLonDegree(45)).toBeCloseTo(78846.835, 3);
    expect(metresPerLatDegree(45)).toBeCloseTo(111131.777, 3);
    expect(metresPerLonDegree(90)).toBeCloseTo(0, 6);
    expect(metresPerLatDegree(90)).toBeCloseTo(111693.98, 2);
  });

  it('adds up to the meridian: 1,000 steps of a hundredth of a degree, 40° to 50°', () => {
    let sum_m = 0;
    for (let i = 0; i < 1000; i++) sum_m += distance_m(9, 40 + i / 100, 9, 40 + (i + 1) / 100);
    expect(sum_m).toBeCloseTo(1111318.011, 2);
  });

  it('agrees with the geodesic (Vincenty) over 1 km and 10 km at 25°, 47° and 65°', () => {
    expect(distance_m(118, 25, 118.007, 25.0064)).toBeCloseTo(1000.966922, 4);
    expect(distance_m(118, 25, 118.07, 25.064)).toBeCloseTo(10008.524641, 2);
    expect(distance_m(9, 47, 9.0094, 47.0064)).toBeCloseTo(1008.604038, 4);
    expect(distance_m(9, 47, 9.094, 47.064)).toBeCloseTo(10083.340963, 2);
    expect(Math.abs(distance_m(20, 65, 20.15, 65.064) - 10043.444492)).toBeLessThan(0.01);
  });
});
