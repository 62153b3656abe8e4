import type { MultiPolygon } from 'geojson';
import type { RuleSet } from '../../../domain/rules/rule_set.ts';
import type { ContiguousBuilding } from '../../queries/contiguous_buildings.ts';
import { bufferUnion } from '../coverage/street_buffer.ts';
import { area_m2 } from '../import/polygon_measures.ts';
import { flatRings } from '../town/flat_geometry.ts';

/** Contiguous buildings a fire would run through. */
export interface Cluster {
  /** Lowest id of its buildings: the same for the same buildings. */
  cluster_id: number;
  /** The area most of its buildings lie in, ties to the lowest; null outside any. */
  area_id: number | null;
  buildings: number;
  footprint_m2: number;
  /** Share of the outline that is built on, 0-1. */
  density: number;
  /** Mean over its buildings of the clear distance to the nearest other one of it. */
  mean_gap_m: number;
  /** A point in the building nearest to the middle of all. */
  lon_deg: number;
  lat_deg: number;
  /** Round its buildings at half the separation distance, yards filled. */
  outline: MultiPolygon;
}

/** Groups touch at exactly the separation distance; the outline is drawn a little wider so that it holds together. */
const SLACK_M = 0.2;

/** Groups of contiguous buildings dense enough to count, most buildings first, then the lowest id. */
export async function findClusters(
  buildings: readonly ContiguousBuilding[],
  { rules }: RuleSet,
): Promise<Cluster[]> {
  const groups = new Map<number, ContiguousBuilding[]>();
  for (const building of buildings) {
    const group = groups.get(building.label);
    if (group) group.push(building);
    else groups.set(building.label, [building]);
  }
  const clusters: Cluster[] = [];
  for (const members of groups.values()) {
    const outline = await outlineOf(members, rules['fire_separation_m'].value / 2 + SLACK_M);
    const footprint_m2 = sum(members.map((member) => member.footprint_m2));
    const density = Math.min(1, footprint_m2 / area_m2(outline.coordinates));
    if (density < rules['cluster.min_density'].value) continue;
    const { lon_deg, lat_deg } = middleOf(members);
    clusters.push({
      cluster_id: members[0].id,
      area_id: commonArea(members),
      buildings: members.length,
      footprint_m2,
      density,
      mean_gap_m: sum(members.map(({ gap_m }) => gap_m)) / members.length,
      lon_deg,
      lat_deg,
      outline,
    });
  }
  return clusters.sort((a, b) => b.buildings - a.buildings || a.cluster_id - b.cluster_id);
}

async function outlineOf(members: readonly ContiguousBuilding[], radius_m: number): Promise<MultiPolygon> {
  const walls = members.flatMap(({ geom }) => {
    const { coords_deg, ring_start } = flatRings(geom);
    return Array.from({ length: ring_start.length - 1 }, (_, ring) =>
      coords_deg.slice(2 * ring_start[ring], 2 * ring_start[ring + 1]),
    );
  });
  const { coordinates } = await bufferUnion(walls, radius_m);
  return { type: 'MultiPolygon', coordinates: coordinates.map(([shell]) => [shell]) };
}

function commonArea(members: readonly ContiguousBuilding[]): number | null {
  const counts = new Map<number | null, number>();
  for (const { area_id } of members) counts.set(area_id, (counts.get(area_id) ?? 0) + 1);
  const [[area_id]] = [...counts].sort(
    ([a, in_a], [b, in_b]) => in_b - in_a || (a ?? Infinity) - (b ?? Infinity),
  );
  return area_id;
}

function middleOf(members: readonly ContiguousBuilding[]): ContiguousBuilding {
  const lon_deg = sum(members.map((member) => member.lon_deg)) / members.length;
  const lat_deg = sum(members.map((member) => member.lat_deg)) / members.length;
  const shrink = Math.cos((lat_deg * Math.PI) / 180);
  const away = (member: ContiguousBuilding) =>
    Math.hypot((member.lon_deg - lon_deg) * shrink, member.lat_deg - lat_deg);
  return members.reduce((nearest, member) => (away(member) < away(nearest) ? member : nearest));
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
