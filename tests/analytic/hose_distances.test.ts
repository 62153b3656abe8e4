import { expect, it } from 'vitest';
import { HoseDistances } from '../../src/lib/domain/siting/hose_distances.ts';
import { buildWalkways } from '../../src/lib/server/services/town/walkways.ts';
import { madeTown, type Place } from '../support/made_town.ts';

it('whoever is told of a point may search the same ground meanwhile', () => {
  // A row of crossings 50 m apart, one point in the middle of every street: from the first, 0, 50, 100, 150 and 200 m
  const streets = Array.from({ length: 12 }, (_, i) => ({
    line: [
      [50 * i, 0],
      [50 * i + 50, 0],
    ] as Place[],
    width_m: 6,
  }));
  const { ground } = buildWalkways(madeTown({ streets }));
  const { edge_start_mm, edge_end_mm, edge_count } = ground.network;
  const points = Array.from({ length: edge_count }, (_, edge) => ({
    edge,
    along_mm: (edge_start_mm[edge] + edge_end_mm[edge]) / 2,
  }));
  const first = ground.network.edge_street.indexOf(0);
  const source = { edge: first, from_mm: points[first].along_mm, to_mm: points[first].along_mm, extra_mm: 0 };
  const distances = new HoseDistances(ground, points, 210);
  const found: number[] = [];
  distances.from(source, (_, distance_mm) => {
    found.push(Math.round(distance_mm / 1000));
    ground.searcher.run(
      ground.costs,
      {
        node: Uint32Array.of(ground.network.edge_end_node[ground.network.edge_street.indexOf(11)]),
        delay: Uint32Array.of(0),
        label: Uint32Array.of(0),
      },
      { least_pass: 0, limit: 1000 },
    );
  });
  expect(found.sort((a, b) => a - b)).toEqual([0, 50, 100, 150, 200]);
});
