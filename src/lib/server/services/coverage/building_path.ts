import type { PathAnswer } from '../../../contract/api_paths.ts';
import { edgeLength_mm, slice } from '../../../domain/network/along.ts';
import type { Network } from '../../../domain/network/network.ts';
import { reverseArcs, type ReverseArcs } from '../../../domain/network/reverse_arcs.ts';
import type { StreetSet } from '../../../domain/network/street_set.ts';
import { seedsFromPositions } from '../../../domain/search/seeds.ts';
import { tracePath, type PathStep } from '../../../domain/search/trace_path.ts';
import { flatRings } from '../town/flat_geometry.ts';
import { onGround } from './on_ground.ts';
import type { CoverageRun } from './run_coverage.ts';

type Line = PathAnswer['truck'];
type Point = [lon_deg: number, lat_deg: number];

/** A point of a walkable edge. */
interface WalkPoint {
  edge: number;
  along_mm: number;
}

/** The ways behind one building's verdict in a run. */
export function buildingPath(run: CoverageRun, building: number): PathAnswer {
  const { stop, water } = run.buildings[building];
  const door = run.doors[building];
  if (!stop) return { truck: null, hose: null, water: null };
  const at = onGround(run.drive, run.walkways.ground.network, stop);
  return {
    truck: truckLine(run, stop),
    hose: door && line([...pointsOf(run, walkSteps(run, at, door)), [door.lon_deg, door.lat_deg]]),
    water: water.source === null ? null : waterLine(run, run.sources[water.source], at),
  };
}

function truckLine(run: CoverageRun, stop: { edge: number; t: number }): Line {
  const steps = run.open.pathTo(reverseOf(run.drive), stop.edge, stop.t);
  return steps && line(stepPoints(run.drive, run.town.streets, steps));
}

function waterLine(run: CoverageRun, source: CoverageRun['sources'][number], at: WalkPoint): Line {
  if (!source.placed) return null;
  const steps = walkSteps(run, source.placed, at);
  return steps && line([sourcePoint(run, source), ...pointsOf(run, steps)]);
}

/** Where the straight piece from a source to its way begins. */
function sourcePoint({ town, walkways }: CoverageRun, { layer, id }: CoverageRun['sources'][number]): Point {
  if (layer === 'hydrant') {
    const { lon_deg, lat_deg } = town.hydrants.find((hydrant) => hydrant.id === id)!;
    return [lon_deg, lat_deg];
  }
  const shape = flatRings(town.water_sources.find((source) => source.id === id)!.geom);
  if (shape.coords_deg.length === 2) return [shape.coords_deg[0], shape.coords_deg[1]];
  const facing = walkways.doorOf(shape)!;
  return [facing.lon_deg, facing.lat_deg];
}

/** The shortest way on foot between two points of walkable edges, null where there is none. */
function walkSteps({ walkways }: CoverageRun, from: WalkPoint, to: WalkPoint): PathStep[] | null {
  const { network, searcher, costs } = walkways.ground;
  const share = ({ edge, along_mm }: WalkPoint) =>
    Math.min(1, Math.max(0, (along_mm - network.edge_start_mm[edge]) / edgeLength_mm(network, edge)));
  const sources = [{ edge: from.edge, t: share(from), delay: 0, label: 0 }];
  const arcs = { cost_ms: costs.cost, pass: costs.pass };
  const nodes = searcher.run(costs, seedsFromPositions(network, arcs, sources, 0), { least_pass: 0 });
  return tracePath(
    { network, reverse: reverseOf(network), costs: arcs, nodes, sources, least_pass: 0 },
    { edge: to.edge, t: share(to) },
  );
}

const pointsOf = ({ walkways, town }: CoverageRun, steps: PathStep[] | null): Point[] =>
  steps ? stepPoints(walkways.ground.network, town.streets, steps) : [];

function stepPoints(network: Network, streets: StreetSet, steps: readonly PathStep[]): Point[] {
  return steps.flatMap(({ edge, from_t, to_t }) => {
    const along_m = (t: number) => (network.edge_start_mm[edge] + t * edgeLength_mm(network, edge)) / 1000;
    const [low, high] = from_t <= to_t ? [from_t, to_t] : [to_t, from_t];
    const flat = slice(streets, network.edge_street[edge], along_m(low), along_m(high));
    const points = Array.from({ length: flat.length / 2 }, (_, k): Point => [flat[2 * k], flat[2 * k + 1]]);
    return from_t <= to_t ? points : points.reverse();
  });
}

/** Seven decimals, points that repeat left out; a way of no length keeps both its ends. */
function line(points: readonly Point[]): Line {
  const rounded = points.map(([lon, lat]): Point => [
    Math.round(lon * 1e7) / 1e7,
    Math.round(lat * 1e7) / 1e7,
  ]);
  const coordinates = rounded.filter(
    ([lon, lat], i) => i === 0 || lon !== rounded[i - 1][0] || lat !== rounded[i - 1][1],
  );
  if (coordinates.length === 0) return null;
  return {
    type: 'LineString',
    coordinates: coordinates.length > 1 ? coordinates : [coordinates[0], coordinates[0]],
  };
}

const reversed = new WeakMap<Network, ReverseArcs>();
function reverseOf(network: Network): ReverseArcs {
  const known = reversed.get(network);
  if (known) return known;
  const reverse = reverseArcs(network);
  reversed.set(network, reverse);
  return reverse;
}
