import { describe, expect, it } from 'vitest';
import { degreesOf, RULES } from '../../../../tests/support/made_town.ts';
import type { Leg } from '../coverage/verdict.ts';
import { ProtectionCircles } from './protection.ts';
import type { SourceClass } from './source_class.ts';

/** GB 50974-2014 7.2.5: protection radius not above 150 m; the standard could not be opened: check the official text. */
const RADIUS_M = RULES.rules['hydrant.protection_radius_m'].value;
const at = (x_m: number, source_class: SourceClass) => {
  const [lon_deg, lat_deg] = degreesOf([x_m, 0]);
  return { lon_deg, lat_deg, source_class };
};
const of = (hydrants: [x_m: number, source_class: SourceClass][], hose_way: Leg = 'pass') => {
  const circles = new ProtectionCircles(
    hydrants.map(([x_m, source_class]) => at(x_m, source_class)),
    RADIUS_M,
  );
  const [lon_deg, lat_deg] = degreesOf([0, 0]);
  return circles.at(lon_deg, lat_deg, hose_way);
};

describe('the circle beside the hose way', () => {
  it.each<[number, Leg]>([
    [149.9, 'pass'],
    [150.1, 'fail'],
  ])('a good hydrant at %d m: %s', (x_m, circle) => {
    expect(of([[x_m, 'good']]).circle).toBe(circle);
  });

  it('is on paper only where a wall or a river keeps the hose away', () => {
    expect(of([[100, 'good']], 'fail')).toMatchObject({
      circle: 'pass',
      hose_way: 'fail',
      only_on_paper: true,
    });
    expect(of([[100, 'good']], 'unknown').only_on_paper).toBe(false);
    expect(of([[160, 'good']], 'fail').only_on_paper).toBe(false);
  });

  it('a farther good hydrant goes before a nearer one never measured', () => {
    const found = of([
      [20, 'unknown'],
      [90, 'good'],
      [100, 'good'],
    ]);
    expect(found).toMatchObject({ circle: 'pass', hydrant: 1 });
    expect(found.straight_m).toBeCloseTo(90, 2);
  });

  it('never measured leaves it open; weak and broken protect nobody', () => {
    expect(of([[20, 'unknown']]).circle).toBe('unknown');
    expect(
      of([
        [20, 'weak'],
        [30, 'none'],
      ]),
    ).toMatchObject({ circle: 'fail', hydrant: null, straight_m: null });
    expect(of([])).toMatchObject({ circle: 'fail' });
  });
});
