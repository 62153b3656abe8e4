import { pointAt } from '../../../domain/network/along.ts';
import { fillSpacing } from '../../../domain/water/spacing_fill.ts';
import type { CoverageRun } from '../coverage/run_coverage.ts';
import { StreetNet, type EdgeChain } from './street_net.ts';

/** A place where the spacing rule wants a hydrant. */
export interface RuleSite {
  /** Of its street; '' outside any. */
  area_id: number | '';
  street: number;
  /** From the street's first vertex. */
  along_m: number;
  lon_deg: number;
  lat_deg: number;
}

export interface HydrantsByRule {
  sites: RuleSite[];
  /** By area: no fewer hydrants bring its streets within the rule. */
  bound: Map<number | '', number>;
}

/**
 * Where hydrants have to stand so that no street is left with a gap longer than the spacing rule, see fillSpacing. Streets are
 * taken from crossing to crossing, cut where the area changes, so that every area has its own number. Broken hydrants are
 * not counted: mending them comes first. Null where the rule set has no figures for it.
 */
export function hydrantsByRule(
  run: CoverageRun,
  areaOf: (street: number) => number | '',
  net: StreetNet | null = StreetNet.of(run),
): HydrantsByRule | null {
  if (!net) return null;
  if (net.edges.length === 0) return { sites: [], bound: new Map() };
  const { network } = run.walkways.ground;
  const areaOfEdge = (edge: number) => areaOf(network.edge_street[edge]);
  const chains = net.chains(
    (edge, other) => areaOfEdge(edge) === areaOfEdge(other) && net.spacingOf(edge) === net.spacingOf(other),
  );
  const filled = fill(net, chains, net.standingOn(chains), ({ edges: [{ edge }] }) => areaOfEdge(edge));
  const at = (chain: EdgeChain, at_m: number) => net.placeOn(chain, at_m);
  const places = chains.flatMap((chain, i) => filled.placed_m[i].map((at_m) => at(chain, at_m)));
  places.push(...leftOnEdges(net, places));
  const bound = new Map<number | '', number>();
  chains.forEach(({ edges: [{ edge }] }, i) => {
    const area = areaOfEdge(edge);
    bound.set(area, (bound.get(area) ?? 0) + filled.bound[i]);
  });
  const sites = places
    .sort((a, b) => a.edge - b.edge || a.along_mm - b.along_mm)
    .map(({ edge, along_mm }): RuleSite => {
      const street = network.edge_street[edge];
      const [lon_deg, lat_deg] = pointAt(run.town.streets, street, along_mm / 1000);
      return { area_id: areaOf(street), street, along_m: along_mm / 1000, lon_deg, lat_deg };
    });
  return { sites, bound };
}

function fill(
  net: StreetNet,
  chains: readonly EdgeChain[],
  standing_m: readonly (readonly number[])[],
  zoneOf: (chain: EdgeChain) => number | string,
) {
  const groups = net.groups(chains);
  return fillSpacing(
    chains.map(({ edges: [{ edge }], start_node, end_node, length_m }, i) => ({
      start_node,
      end_node,
      length_m,
      spacing_m: net.spacingOf(edge),
      hydrants_m: standing_m[i],
      group: groups[i],
      zone: zoneOf(chains[i]),
    })),
    net.links(),
    (here_m) => net.beyond(chains, here_m),
  );
}

/** What the rule still finds edge by edge: streets that lead back into themselves look different from crossing to crossing. */
function leftOnEdges(net: StreetNet, placed: readonly { edge: number; along_mm: number }[]) {
  const edges = net.single();
  const { edge_start_mm } = net.run.walkways.ground.network;
  const standing_m = net.standingOn(edges);
  const index = new Map(edges.map(({ edges: [{ edge }] }, i) => [edge, i]));
  for (const { edge, along_mm } of placed) {
    standing_m[index.get(edge)!].push((along_mm - edge_start_mm[edge]) / 1000);
  }
  const { placed_m } = fill(net, edges, standing_m, () => 0);
  return edges.flatMap((chain, i) => placed_m[i].map((at_m) => net.placeOn(chain, at_m)));
}
