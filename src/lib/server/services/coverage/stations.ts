import { bestPass, isManned, stationExit, turnout_ms } from '../../../domain/coverage/stations.ts';
import { Reach } from '../../../domain/coverage/reach.ts';
import type { ArcCosts } from '../../../domain/network/costs.ts';
import type { Network } from '../../../domain/network/network.ts';
import { SnapIndex } from '../../../domain/network/snap.ts';
import { copy, Searcher, type Seeds } from '../../../domain/search/search.ts';
import { seedsFromPositions, type EdgePosition } from '../../../domain/search/seeds.ts';
import { SWEPT_FROM, TiledSweeper } from '../../../domain/search/tiled_sweep.ts';
import type { Town } from '../town/load_town.ts';
import type { CoverageOptions } from './run_coverage.ts';

export interface PlacedStation {
  id: number;
  delay_ms: number;
  /** Null where no street the vehicle passes exists. */
  edge: number | null;
  /** Share of the edge along its vertices. */
  t: number;
}

interface Exit {
  node: number;
  delay: number;
  label: number;
}

/** Manned stations on the nearest street the vehicle passes; a station's own turn-out wins, then the one asked for. */
export function placeStations(
  town: Town,
  { station_kinds, station_ids, turnout_s }: CoverageOptions,
  drive: Network,
  costs: ArcCosts,
): PlacedStation[] {
  const passable = (edge: number) => bestPass(drive, costs, edge) > 0;
  let any = false;
  for (let edge = 0; edge < drive.edge_count && !any; edge++) any = passable(edge);
  const index = any ? new SnapIndex(drive, town.streets, passable) : null;
  return town.stations
    .filter(isManned)
    .filter(({ kind }) => station_kinds === null || station_kinds.includes(kind))
    .filter(({ id }) => station_ids === undefined || station_ids.has(id))
    .map((station) => {
      const snap = index?.nearest(station.lon_deg, station.lat_deg);
      return {
        id: station.id,
        delay_ms: turnout_ms(station, turnout_s, town.rules),
        edge: snap?.edge ?? null,
        t: snap?.t ?? 0,
      };
    });
}

/**
 * Searches the whole graph from all stations at three levels of confidence; over known widths a station also starts
 * from its exit (see stationExit).
 */
export function searchStations(
  drive: Network,
  costs: ArcCosts,
  stations: readonly PlacedStation[],
  exit_ms: number,
): { known: Reach; open: Reach; any_size: Reach } {
  const sources: EdgePosition[] = stations.flatMap(({ edge, t, delay_ms }, label) =>
    edge === null ? [] : [{ edge, t, delay: delay_ms, label }],
  );
  const searcher = new Searcher(drive);
  const sweeper = drive.node_count >= SWEPT_FROM ? new TiledSweeper(drive) : null;
  const arcs = { cost: costs.cost_ms, pass: costs.pass };
  const reach = (least_pass: 0 | 1 | 2, exits: readonly Exit[]) => {
    const seeds = seedsFromPositions(drive, costs, sources, least_pass);
    const starts = withExits(seeds, exits);
    const nodes = sweeper
      ? copy(sweeper.run(arcs, starts, least_pass))
      : copy(searcher.run(arcs, starts, { least_pass }));
    return new Reach(drive, costs, nodes, sources, least_pass);
  };
  const exits = sources.flatMap((source): Exit[] => {
    const exit = stationExit(drive, costs, searcher, source, exit_ms);
    return exit ? [{ ...exit, label: source.label }] : [];
  });
  return { known: reach(2, exits), open: reach(1, []), any_size: reach(0, []) };
}

function withExits(seeds: Seeds, exits: readonly Exit[]): Seeds {
  const joined = (column: Uint32Array, more: readonly number[]) => Uint32Array.from([...column, ...more]);
  return {
    node: joined(
      seeds.node,
      exits.map(({ node }) => node),
    ),
    delay: joined(
      seeds.delay,
      exits.map(({ delay }) => delay),
    ),
    label: joined(
      seeds.label,
      exits.map(({ label }) => label),
    ),
  };
}
