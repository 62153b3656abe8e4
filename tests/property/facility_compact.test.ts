import loadHighs from 'highs';
import { beforeAll, describe, expect, it } from 'vitest';
import { NO_SITE_RULES, type FacilityMatrix } from '../../src/lib/domain/siting/facility_matrix.ts';
import { solveFacility, type FacilityProblem } from '../../src/lib/server/services/siting/solve_facility.ts';
import { seededRandom } from '../support/seeded_random.ts';

/**
 * Instances too large to try everything, against the textbook's model of each problem, written out as text and given to
 * HiGHS as it stands: no merging, no cuts, none of our code.
 */
let highs: Awaited<ReturnType<typeof loadHighs>>;
beforeAll(async () => {
  highs = await loadHighs();
});

interface Made {
  demand: number;
  sites: number;
  seed: number;
  /** Pairs farther apart are left out. */
  most: number;
}

/** Places in a square of side 1000; costs are distances to a tenth, so that some are equal. */
function made({ demand, sites, seed, most }: Made): FacilityMatrix {
  const random = seededRandom(seed);
  const place = () => [1000 * random(), 1000 * random()];
  const from = Array.from({ length: demand }, place);
  const to = Array.from({ length: sites }, place);
  const first = new Uint32Array(demand + 1);
  const [site, cost]: [number[], number[]] = [[], []];
  from.forEach(([x, y], d) => {
    const distances = to.map(([a, b]) => Math.round(10 * Math.hypot(a - x, b - y)) / 10);
    const nearest = Math.min(...distances);
    distances.forEach((distance, s) => {
      if (distance > Math.max(most, nearest)) return;
      site.push(s);
      cost.push(distance);
    });
    first[d + 1] = site.length;
  });
  return {
    demand_count: demand,
    site_count: sites,
    first,
    site: Uint32Array.from(site),
    cost: Float64Array.from(cost),
    weight: Float64Array.from({ length: demand }, () => Math.floor(10 * random()) / 2),
  };
}

const pairsOf = (matrix: FacilityMatrix, demand: number) =>
  Array.from({ length: matrix.first[demand + 1] - matrix.first[demand] }, (_, k) => {
    const pair = matrix.first[demand] + k;
    return { site: matrix.site[pair], cost: matrix.cost[pair] };
  });
const times = (count: number) => Array.from({ length: count }, (_, k) => k);
const sumOf = (terms: string[]) => (terms.length === 0 ? '0 y0' : terms.join('\n + '));

interface Model {
  sense: 'Minimize' | 'Maximize';
  objective: string;
  rows: string[];
  /** Continuous columns between 0 and 1. */
  shares?: string[];
}

function solved(matrix: FacilityMatrix, { sense, objective, rows, shares = [] }: Model): number {
  const text = [
    ...[sense, ` obj: ${objective}`, 'Subject To', ...rows.map((row, k) => ` r${k}: ${row}`)],
    ...['Bounds', ...shares.map((share) => ` 0 <= ${share} <= 1`)],
    ...['Binaries', ...times(matrix.site_count).map((s) => ` y${s}`), 'End'],
  ].join('\n');
  const answer = highs.solve(text, { output_flag: false, mip_rel_gap: 0, mip_abs_gap: 1e-7 });
  expect(answer.Status).toBe('Optimal');
  return answer.ObjectiveValue;
}

const atMost = (matrix: FacilityMatrix, sites: number) =>
  `${sumOf(times(matrix.site_count).map((s) => `y${s}`))} <= ${sites}`;

function covering(matrix: FacilityMatrix, sites: number, radius: number, backup: number): number {
  const within = (d: number) => pairsOf(matrix, d).filter(({ cost }) => cost <= radius);
  const all = times(matrix.demand_count).filter((d) => matrix.weight[d] > 0 && within(d).length > 0);
  const once = all.map((d) => `${matrix.weight[d]} z${d}`);
  const twice = backup > 0 ? all.map((d) => `${backup * matrix.weight[d]} b${d}`) : [];
  return solved(matrix, {
    sense: 'Maximize',
    objective: sumOf([...once, ...twice]),
    rows: [
      ...all.map((d) => {
        const left = within(d).map(({ site }) => `y${site}`);
        return `${sumOf(left)} - z${d}${backup > 0 ? ` - b${d}` : ''} >= 0`;
      }),
      atMost(matrix, sites),
    ],
    shares: [...all.map((d) => `z${d}`), ...(backup > 0 ? all.map((d) => `b${d}`) : [])],
  });
}

const fewest = (matrix: FacilityMatrix, radius: number) =>
  solved(matrix, {
    sense: 'Minimize',
    objective: sumOf(times(matrix.site_count).map((s) => `y${s}`)),
    rows: times(matrix.demand_count).map((d) => {
      const within = pairsOf(matrix, d).filter(({ cost }) => cost <= radius);
      return `${sumOf(within.map(({ site }) => `y${site}`))} >= 1`;
    }),
  });

/** Assignment variables; `worst`: the largest cost, else the weighted sum. */
function assigned(matrix: FacilityMatrix, sites: number, worst: boolean): number {
  const all = times(matrix.demand_count);
  const x = (d: number, s: number) => `x${d}_${s}`;
  const costs = all.map((d) => pairsOf(matrix, d).map(({ site, cost }) => `${cost} ${x(d, site)}`));
  return solved(matrix, {
    sense: 'Minimize',
    objective: worst
      ? 'w'
      : sumOf(
          all.flatMap((d) =>
            pairsOf(matrix, d).map(({ site, cost }) => `${matrix.weight[d] * cost} ${x(d, site)}`),
          ),
        ),
    rows: [
      ...all.map((d) => `${sumOf(pairsOf(matrix, d).map(({ site }) => x(d, site)))} = 1`),
      ...all.flatMap((d) => pairsOf(matrix, d).map(({ site }) => `${x(d, site)} - y${site} <= 0`)),
      ...(worst ? costs.map((terms) => `w - ${terms.join('\n - ')} >= 0`) : []),
      atMost(matrix, sites),
    ],
    shares: all.flatMap((d) => pairsOf(matrix, d).map(({ site }) => x(d, site))),
  });
}

/** Shortest ways in a sparse random graph of whole lengths, or costs drawn at random: no plane has either. */
function odd(kind: 'graph' | 'random', nodes: number, seed: number): FacilityMatrix {
  const random = seededRandom(seed);
  const cost = new Float64Array(nodes * nodes).fill(Infinity);
  const link = (a: number, b: number) => {
    const length = 1 + Math.floor(100 * random());
    cost[a * nodes + b] = cost[b * nodes + a] = Math.min(length, cost[a * nodes + b]);
  };
  if (kind === 'random') cost.forEach((_, k) => (cost[k] = Math.floor(100 * random())));
  else {
    for (let a = 1; a < nodes; a++) link(a, Math.floor(a * random()));
    for (let k = 0; k < nodes; k++) link(Math.floor(nodes * random()), Math.floor(nodes * random()));
    for (let a = 0; a < nodes; a++) cost[a * nodes + a] = 0;
    for (const over of times(nodes)) {
      for (const a of times(nodes)) {
        for (const b of times(nodes)) {
          const way = cost[a * nodes + over] + cost[over * nodes + b];
          cost[a * nodes + b] = Math.min(cost[a * nodes + b], way);
        }
      }
    }
  }
  return {
    demand_count: nodes,
    site_count: nodes,
    first: Uint32Array.from({ length: nodes + 1 }, (_, d) => d * nodes),
    site: Uint32Array.from(cost, (_, k) => k % nodes),
    cost,
    weight: new Float64Array(nodes).fill(1),
  };
}

it.each([
  ['graph', 60, 5],
  ['graph', 60, 20],
  ['random', 35, 6],
] as const)(
  'p-median and p-centre on a %s of %i nodes, %i sites',
  { timeout: 180_000 },
  async (kind, nodes, sites) => {
    const matrix = odd(kind, nodes, 11);
    const options = { rules: NO_SITE_RULES, limit_s: 120 };
    const median = await solveFacility(matrix, { kind: 'pmedian', sites }, options);
    expect(median).toMatchObject({ proven: true, objective: Math.round(assigned(matrix, sites, false)) });
    const centre = await solveFacility(matrix, { kind: 'pcenter', sites }, options);
    expect(centre.proven).toBe(true);
    const levels = [...new Set(matrix.cost)].sort((a, b) => a - b);
    const below = levels[levels.indexOf(centre.objective) - 1];
    expect(fewest(matrix, centre.objective)).toBeLessThanOrEqual(sites + 1e-6);
    const serves_all = times(nodes).every((d) => pairsOf(matrix, d).some(({ cost }) => cost <= below));
    if (serves_all) expect(fewest(matrix, below)).toBeGreaterThan(sites + 1e-6);
  },
);

const DENSE: Made = { demand: 150, sites: 50, seed: 3, most: Infinity };
const SPARSE: Made = { demand: 250, sites: 80, seed: 4, most: 160 };
const TOWN: Made = { demand: 300, sites: 300, seed: 5, most: 400 };

type Case = [string, Made, FacilityProblem, (matrix: FacilityMatrix) => number];
const CASES: Case[] = [
  ...[DENSE, SPARSE].flatMap((of): Case[] => [
    ['covering', of, { kind: 'mclp', sites: 7, radius: 150, backup_share: 0 }, (m) => covering(m, 7, 150, 0)],
    [
      ...(['backup', of, { kind: 'mclp', sites: 9, radius: 150, backup_share: 0.5 }] as const),
      (m) => covering(m, 9, 150, 0.5),
    ],
  ]),
  ['set covering', DENSE, { kind: 'lscp', radius: 300, share: 1 }, (m) => fewest(m, 300)],
  ['set covering', TOWN, { kind: 'lscp', radius: 130, share: 1 }, (m) => fewest(m, 130)],
  [
    'p-median',
    { ...DENSE, demand: 90, sites: 30 },
    { kind: 'pmedian', sites: 6 },
    (m) => assigned(m, 6, false),
  ],
  ['p-median', { ...SPARSE, demand: 90 }, { kind: 'pmedian', sites: 40 }, (m) => assigned(m, 40, false)],
  [
    'p-centre',
    { ...DENSE, demand: 60, sites: 20 },
    { kind: 'pcenter', sites: 5 },
    (m) => assigned(m, 5, true),
  ],
];

describe('siting equals the compact model', () => {
  it.each(CASES)('%s, %o', { timeout: 180_000 }, async (_, of, problem, expected) => {
    const matrix = made(of);
    const answer = await solveFacility(matrix, problem, { rules: NO_SITE_RULES, limit_s: 120 });
    expect(answer).toMatchObject({ proven: true, gap: 0 });
    expect(answer.objective / expected(matrix)).toBeCloseTo(1, 6);
  });
});

it('holds what it says when time runs out: the best lies between the answer and the bound', async () => {
  const matrix = made({ ...DENSE, demand: 50, sites: 20 });
  const random = seededRandom(9);
  // No place in a plane has such distances: the hardest kind for cuts.
  for (let pair = 0; pair < matrix.cost.length; pair++) matrix.cost[pair] = Math.floor(1000 * random());
  const median = assigned(matrix, 6, false);
  for (const limit_s of [0, 0.02, 0.2]) {
    const answer = await solveFacility(
      matrix,
      { kind: 'pmedian', sites: 6 },
      { rules: NO_SITE_RULES, limit_s },
    );
    expect(answer.objective).toBeGreaterThanOrEqual(median * (1 - 1e-6));
    expect(answer.bound).toBeLessThanOrEqual(median * (1 + 1e-6));
    expect(answer.gap).toBeCloseTo((answer.objective - answer.bound) / answer.objective, 9);
    expect(answer.check.weighted_cost).toBe(answer.objective);
  }
}, 180_000);
