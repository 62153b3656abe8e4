import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { placeAt, streetSet, type StreetRow } from '../../../../tests/support/street_rows.ts';
import { packNetwork } from '../network/pack.ts';
import { SnapIndex } from '../network/snap.ts';
import type { RuleSet } from '../rules/rule_set.ts';
import { obstacleCut, placeObstacle, placeObstacleOn } from './place_obstacle.ts';

const rules = JSON.parse(readFileSync('geodata/rules/cn.json', 'utf8')) as RuleSet;
const snap_m = rules.rules['obstacle.snap_m'].value;

const rows: StreetRow[] = [0, 60].map((y) => ({
  line_m: [
    [0, y],
    [80, y],
    [80, y + 50],
  ],
}));
const streets = streetSet(rows);
const { network } = packNetwork(streets, { include: () => true, join_m: 0.1, cuts: [], oneway: 'ignore' });
const index = new SnapIndex(network, streets);
const [within, beyond] = [snap_m - 0.5, snap_m + 0.5];

describe('where an obstacle narrows a street', () => {
  it('is the nearest point of the nearest street', () => {
    const place = placeObstacle(network, index, rules, ...placeAt(30, 61))!;
    expect(place.street).toBe(1);
    expect(place.along_mm).toBeCloseTo(30_000, 0);
  });

  it('is nowhere beyond the snapping distance, or where there is no street', () => {
    expect(placeObstacle(network, index, rules, ...placeAt(30, -within))).toMatchObject({ street: 0 });
    expect(placeObstacle(network, index, rules, ...placeAt(30, -beyond))).toBeNull();
    expect(placeObstacle(network, null, rules, ...placeAt(30, 0))).toBeNull();
  });

  it('is on the street asked for, however near another is', () => {
    const near_other = placeAt(30, 60 - within);
    expect(placeObstacleOn(streets, 1, rules, ...near_other)).toMatchObject({ street: 1 });
    const on_bend = placeObstacleOn(streets, 1, rules, ...placeAt(80 + within, 100))!;
    expect(on_bend.along_mm).toBeCloseTo(120_000, 0);
    expect(placeObstacleOn(streets, 1, rules, ...placeAt(30, 60 - beyond))).toBeNull();
  });

  it('leaves what was measured, else what the rule set knows of its kind, else nobody knows', () => {
    const place = { street: 0, along_mm: 12_345.6 };
    const size = { clear_width_m: null, clear_height_m: null };
    const [kind, known_m] = Object.entries(rules.obstacle_clear_width_m).find(([, m]) => m !== null)!;
    const cut = obstacleCut(rules, { kind, ...size }, place);
    expect(cut).toMatchObject({ street: 0, length_m: 1, clear_height_mm: 0 });
    expect(cut.along_m).toBeCloseTo(12.3456, 9);
    expect(cut.clear_width_mm).toBe(Math.max(1, Math.round(known_m! * 1000)));
    expect(obstacleCut(rules, { kind, clear_width_m: 2.2, clear_height_m: 3 }, place)).toMatchObject({
      clear_width_mm: 2200,
      clear_height_mm: 3000,
    });
    expect(obstacleCut(rules, { kind: 'of no known kind', ...size }, place).clear_width_mm).toBe(0);
  });
});
