import { pointAt, wayLength_m } from '../../../domain/network/along.ts';
import type { StreetSet } from '../../../domain/network/street_set.ts';
import { ruleOf } from '../../../domain/rules/read_rules.ts';
import { sidesShort, spacingGaps } from '../../../domain/water/spacing_gap.ts';
import type { CoverageRun } from '../coverage/run_coverage.ts';
import type { Town } from '../town/load_town.ts';
import { StreetNet } from './street_net.ts';

/** A stretch of a street within a gap between hydrants that is longer than the spacing rule. */
export interface StreetGap {
  street: number;
  from_m: number;
  to_m: number;
  /** The longest gap that the stretch is part of; Infinity where no hydrant can be come to. */
  gap_m: number;
  /** What the rule allows there. */
  spacing_m: number;
  /** Of a road so wide that each side needs its own; null where one side is enough. Seen from the road's first vertex. */
  side: 'left' | 'right' | null;
}

/**
 * Where hydrants stand too far apart along the streets that the rule set wants hydrants on. Broken hydrants are not
 * counted: the street has a gap until they work. A hydrant belongs to the nearest such street if it stands within
 * `street.hydrant_side_m` of its edge; distances are along streets vehicles use, from crossing to crossing. Roads of known width
 * above `hydrant.both_sides_road_width_m` are looked at side by side too. Null where the rule set has no figures for it.
 */
export function streetGaps(run: CoverageRun, net: StreetNet | null = StreetNet.of(run)): StreetGap[] | null {
  if (!net) return null;
  const { network } = run.walkways.ground;
  const edges = net.single();
  const standing_m = net.standingOn(edges);
  const beyond = net.beyond(edges, standing_m);
  const gaps = edges.flatMap(({ edges: [{ edge }], length_m }, i): StreetGap[] => {
    const start_m = network.edge_start_mm[edge] / 1000;
    return spacingGaps(
      {
        length_m,
        hydrants_m: standing_m[i],
        beyond_start_m: beyond[i].start_m,
        beyond_end_m: beyond[i].end_m,
      },
      net.spacingOf(edge),
    ).map(({ from_m, to_m, gap_m }) => ({
      street: network.edge_street[edge],
      from_m: start_m + from_m,
      to_m: start_m + to_m,
      gap_m,
      spacing_m: net.spacingOf(edge),
      side: null,
    }));
  });
  const on_street = new Map<number, Standing[]>();
  for (const { street, along_mm, lon_deg, lat_deg } of net.standing) {
    on_street.set(street, [...(on_street.get(street) ?? []), { along_m: along_mm / 1000, lon_deg, lat_deg }]);
  }
  const streets = [...new Set(net.edges.map((edge) => network.edge_street[edge]))];
  return [
    ...joined(gaps),
    ...streets.flatMap((street) =>
      sideGaps(run.town, street, net.spacing_m[street], on_street.get(street) ?? []),
    ),
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
  spacing_m: number,
  standing: readonly Standing[],
): StreetGap[] {
  const both_sides = ruleOf(rules.rules, 'hydrant.both_sides_road_width_m');
  if (!both_sides) return [];
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
    { both_sides_width_m: both_sides.value, spacing_m },
  );
  if (!short) return [];
  return (['left', 'right'] as const).flatMap((side) =>
    short[side].map((gap) => ({ ...gap, street, spacing_m, side })),
  );
}

/** Left of the way's direction, by the stretch of two metres that the hydrant stands beside. */
function isLeft(streets: StreetSet, street: number, { along_m, lon_deg, lat_deg }: Standing): boolean {
  const [ax, ay] = pointAt(streets, street, along_m - 1);
  const [bx, by] = pointAt(streets, street, along_m + 1);
  return (bx - ax) * (lat_deg - ay) - (by - ay) * (lon_deg - ax) > 0;
}
