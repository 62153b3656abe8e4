import { describe, expect, it } from 'vitest';
import { degreesOf, madeTown, type MadeStreet, type Place } from '../../../../tests/support/made_town.ts';
import { metresPerLatDegree, metresPerLonDegree } from '../geometry/metric.ts';
import { Carriageways } from './carriageways.ts';
import { kerbPlace, type KerbInput } from './kerb_places.ts';
import { Walls } from './walls.ts';

/** Squares of 10 m by their south-west corners, metres. */
const blocks = (corners: Place[]) =>
  corners.map(([x, y]) => {
    const ring: Place[] = [
      [x, y],
      [x + 10, y],
      [x + 10, y + 10],
      [x, y + 10],
      [x, y],
    ];
    return { coords_deg: ring.flatMap(degreesOf), ring_start: [0, 5] };
  });

function kerb(streets: MadeStreet[], houses: Place[] = [], more: Partial<KerbInput> = {}): KerbInput {
  const town = madeTown({ streets });
  const { width_mm } = town.street_limits;
  return {
    streets: town.streets,
    carriageways: new Carriageways(town.streets, width_mm, 3),
    walls: new Walls(blocks(houses)),
    widthKnown: (street) => width_mm[street] > 0,
    kerb_from_m: 0.5,
    wall_distance_m: 5,
    shift_m: 10,
    ...more,
  };
}

/** Metres east and north of the corner of the made town. */
function placeOf({ lon_deg, lat_deg }: { lon_deg: number; lat_deg: number }): Place {
  const [lon, lat] = degreesOf([0, 0]);
  return [(lon_deg - lon) * metresPerLonDegree(lat), (lat_deg - lat) * metresPerLatDegree(lat)];
}
const near = (place: Place, [x, y]: Place) => {
  expect(place[0]).toBeCloseTo(x, 1);
  expect(place[1]).toBeCloseTo(y, 1);
};

const east: MadeStreet = { line: [[0, 0] as Place, [100, 0] as Place], width_m: 6 };

describe('the place at the kerb', () => {
  it('lies half the width and half a metre off the line: 6 m wide, 3.5 m', () => {
    const place = kerbPlace(kerb([east]), 0, 50_000);
    near(placeOf(place), [50, 3.5]);
    expect(place).toMatchObject({ side: 'left', notes: [], wall_m: null, along_mm: 50_000 });
  });

  it('goes by the direction of a slanting street: 3-4-5', () => {
    const slant: MadeStreet = { line: [[0, 0] as Place, [60, 80] as Place], width_m: 9 };
    near(placeOf(kerbPlace(kerb([slant]), 0, 50_000)), [30 - 0.8 * 5, 40 + 0.6 * 5]);
  });

  it('changes sides where a house stands within 5 m of the kerb', () => {
    const place = kerbPlace(kerb([east], [[45, 6]]), 0, 50_000);
    near(placeOf(place), [50, -3.5]);
    expect(place).toMatchObject({ side: 'right', notes: [] });
  });

  it('goes along the street where both sides have walls: past the corner and 4.3 m on, in steps of 2.5 m', () => {
    const place = kerbPlace(
      kerb(
        [east],
        [
          [45, 6],
          [45, -16],
        ],
      ),
      0,
      54_000,
    );
    // The corner at (55, 6) is 2.5 m north of the kerb: 5 m away from x = 55 + sqrt(25 - 6.25) = 59.33.
    near(placeOf(place), [61.5, 3.5]);
    expect(place.notes).toEqual([]);
  });

  it('keeps the side with more room, with a note, where no place is clear', () => {
    const row = [0, 10, 20, 30, 40, 50, 60, 70, 80, 90];
    const houses = [...row.map((x): Place => [x, 5.5]), ...row.map((x): Place => [x, -17.5])];
    const place = kerbPlace(kerb([east], houses), 0, 50_000);
    near(placeOf(place), [50, -3.5]);
    expect(place.notes).toEqual(['near-wall']);
    expect(place.wall_m).toBeCloseTo(4, 1);
  });

  it('keeps out of a street that crosses: 8 m wide, from 4.5 m on', () => {
    const across: MadeStreet = { line: [[50, -40] as Place, [50, 40] as Place], width_m: 8 };
    const place = kerbPlace(kerb([east, across]), 0, 50_000);
    near(placeOf(place), [55, 3.5]);
    expect(place.notes).toEqual([]);
  });

  it('says so where it cannot: a street no longer than the one it meets is wide', () => {
    const stub: MadeStreet = { line: [[0, 0] as Place, [6, 0] as Place], width_m: 4 };
    const wide: MadeStreet = { line: [[0, -60] as Place, [0, 60] as Place], width_m: 20 };
    expect(kerbPlace(kerb([stub, wide]), 0, 0).notes).toEqual(['in-carriageway']);
  });

  it('takes a street nobody knows the width of for as wide as the vehicle needs, with a note', () => {
    const lane: MadeStreet = { line: east.line, street_class: 'service' };
    const place = kerbPlace(kerb([lane]), 0, 50_000);
    near(placeOf(place), [50, 2]);
    expect(place.notes).toEqual(['width-not-recorded']);
  });

  it('takes the side of what it is to be near to', () => {
    const place = kerbPlace(kerb([east]), 0, 50_000, degreesOf([50, -2]));
    near(placeOf(place), [50, -3.5]);
  });
});

describe('walls', () => {
  const courtyard = {
    coords_deg: (
      [
        [0, 0],
        [40, 0],
        [40, 40],
        [0, 40],
        [0, 0],
        [10, 10],
        [30, 10],
        [30, 30],
        [10, 30],
        [10, 10],
      ] as Place[]
    ).flatMap(degreesOf),
    ring_start: [0, 5, 10],
  };
  it('are 0 m away within a building, and in a courtyard as far as its side', () => {
    const walls = new Walls([courtyard]);
    expect(walls.distance_m(...degreesOf([5, 20]), 50)).toBe(0);
    expect(walls.distance_m(...degreesOf([20, 18]), 50)).toBeCloseTo(8, 2);
    expect(walls.distance_m(...degreesOf([48, 20]), 50)).toBeCloseTo(8, 2);
    expect(walls.distance_m(...degreesOf([48, 20]), 5)).toBe(5);
  });
});
