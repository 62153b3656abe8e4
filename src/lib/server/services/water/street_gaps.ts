import { pointAt, wayLength_m } from '../../../domain/network/along.ts';
import { NONE } from '../../../domain/network/network.ts';
import { SnapIndex } from '../../../domain/network/snap.ts';
import { isDrivable, STREET_CLASSES, type StreetSet } from '../../../domain/network/street_set.ts';
import { readRules, ruleOf } from '../../../domain/rules/read_rules.ts';
import { kArrivals } from '../../../domain/search/k_arrivals.ts';
import { whole } from '../../../domain/search/walk_field.ts';
import { sidesShort, spacingGaps } from '../../../domain/water/spacing_gap.ts';
import type { CoverageRun } from '../coverage/run_coverage.ts';
import type { Town } from '../town/load_town.ts';

/** A stretch of a street within a gap between hydrants that is longer than the spacing rule. */
export interface StreetGap {
  street: number;
  from_m: number;
  to_m: number;
  /** The longest gap that the stretch is part of; Infinity where no hydrant can be come to. */
  gap_m: number;
  /** Of a road so wide that each side needs its own; null where one side is enough. Seen from the road's first vertex. */
  side: 'left' | 'right' | null;
}

/**
 * Where hydrants stand too far apart along the streets that the rule set wants hydrants on. Broken hydrants are not
 * counted: the street has a gap until they work. A hydrant belongs to the nearest such street if it stands within
 * `street.hydrant_side_m` of its edge; distances are along streets vehicles use, from crossing to crossing. Roads of known width
 * above `hydrant.both_sides_road_width_m` are looked at side by side too. Null where the rule set has no figures for it.
 */
export function streetGaps({ town, walkways, sources }: CoverageRun): StreetGap[] | null {
  const { rules, water } = town.rules;
  const spacing = ruleOf(rules, 'hydrant.spacing_m');
  const side = ruleOf(rules, 'street.hydrant_side_m');
  if (!spacing || !side || !water) return null;
  const { network, costs } = walkways.ground;
  const { edge_street, edge_start_mm, edge_end_mm, edge_start_node, edge_end_node } = network;
  const classOf = (edge: number) => STREET_CLASSES[town.streets.street_class[edge_street[edge]]];
  const wanted = new Set(water.hydrant_streets);
  const edges = Array.from({ length: network.edge_count }, (_, edge) => edge).filter((edge) =>
    wanted.has(classOf(edge)),
  );
  if (edges.length === 0) return [];

  const index = new SnapIndex(network, town.streets, (edge) => wanted.has(classOf(edge)));
  const on_edge = new Map<number, number[]>();
  const on_street = new Map<number, Standing[]>();
  town.hydrants.forEach(({ lon_deg, lat_deg }, i) => {
    if (sources[i].source_class === 'none') return;
    const { edge, along_mm, distance_m } = index.nearest(lon_deg, lat_deg);
    const street = edge_street[edge];
    if (distance_m > side.value + town.street_limits.width_mm[street] / 2000) return;
    const standing = { along_m: along_mm / 1000, lon_deg, lat_deg };
    on_street.set(street, [...(on_street.get(street) ?? []), standing]);
    const here = on_edge.get(edge);
    if (here) here.push(along_mm);
    else on_edge.set(edge, [along_mm]);
  });

  const node: number[] = [];
  const delay: number[] = [];
  const label: number[] = [];
  for (const [edge, along] of on_edge) {
    for (const at_mm of along) {
      node.push(edge_start_node[edge], edge_end_node[edge]);
      delay.push(whole(at_mm - edge_start_mm[edge]), whole(edge_end_mm[edge] - at_mm));
      label.push(edge, edge);
    }
  }
  const pass = Uint8Array.from(network.arc_edge, (side_of_edge) =>
    isDrivable(classOf(side_of_edge >>> 1)) ? 2 : 0,
  );
  const nearest = kArrivals(
    network,
    { cost: costs.cost, pass },
    { node: Uint32Array.from(node), delay: Uint32Array.from(delay), label: Uint32Array.from(label) },
    { k: 2, least_pass: 1 },
  );
  const elsewhere_m = (at: number, edge: number) => {
    const rank = nearest.label[2 * at] === edge ? 1 : 0;
    const arrival = nearest.arrival[2 * at + rank];
    return arrival === NONE ? Infinity : arrival / 1000;
  };
  const gaps = edges.flatMap((edge): StreetGap[] => {
    const start_mm = edge_start_mm[edge];
    return spacingGaps(
      {
        length_m: (edge_end_mm[edge] - start_mm) / 1000,
        hydrants_m: (on_edge.get(edge) ?? []).map((at_mm) => (at_mm - start_mm) / 1000),
        beyond_start_m: elsewhere_m(edge_start_node[edge], edge),
        beyond_end_m: elsewhere_m(edge_end_node[edge], edge),
      },
      spacing.value,
    ).map(({ from_m, to_m, gap_m }) => ({
      street: edge_street[edge],
      from_m: start_mm / 1000 + from_m,
      to_m: start_mm / 1000 + to_m,
      gap_m,
      side: null,
    }));
  });
  const streets = [...new Set(edges.map((edge) => edge_street[edge]))];
  return [
    ...joined(gaps),
    ...streets.flatMap((street) => sideGaps(town, street, on_street.get(street) ?? [])),
  ];
}

/** Stretches of one street that touch become one, as long a gap as the longest of them. */
function joined(gaps: readonly StreetGap[]): StreetGap[] {
  const result: StreetGap[] = [];
  for (const gap of gaps.slice().sort((a, b) => a.street - b.street || a.from_m - b.from_m)) {
    const last = result[result.length - 1];
    if (last && last.street === gap.street && gap.from_m - last.to_m < 0.001) {
      last.to_m = gap.to_m;
      last.gap_m = Math.max(last.gap_m, gap.gap_m);
    } else result.push({ ...gap });
  }
  return result;
}

interface Standing {
  along_m: number;
  lon_deg: number;
  lat_deg: number;
}

function sideGaps(
  { streets, street_limits, rules }: Town,
  street: number,
  standing: readonly Standing[],
): StreetGap[] {
  const limits = readRules(rules.rules, {
    both_sides_width_m: 'hydrant.both_sides_road_width_m',
    spacing_m: 'hydrant.spacing_m',
  });
  if (limits.kind === 'missing') return [];
  const width_mm = street_limits.width_mm[street];
  const onSide = (left: boolean) =>
    standing.filter((hydrant) => isLeft(streets, street, hydrant) === left).map(({ along_m }) => along_m);
  const short = sidesShort(
    {
      width_m: width_mm === 0 ? null : width_mm / 1000,
      length_m: wayLength_m(streets, street),
      left_m: onSide(true),
      right_m: onSide(false),
    },
    limits.value,
  );
  if (!short) return [];
  return (['left', 'right'] as const).flatMap((side) => short[side].map((gap) => ({ ...gap, street, side })));
}

/** Left of the way's direction, by the stretch of two metres that the hydrant stands beside. */
function isLeft(streets: StreetSet, street: number, { along_m, lon_deg, lat_deg }: Standing): boolean {
  const [ax, ay] = pointAt(streets, street, along_m - 1);
  const [bx, by] = pointAt(streets, street, along_m + 1);
  return (bx - ax) * (lat_deg - ay) - (by - ay) * (lon_deg - ax) > 0;
}
