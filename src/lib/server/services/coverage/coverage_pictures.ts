import type { Feature, FeatureCollection, MultiPolygon } from 'geojson';
import { findGaps, NO_LEG, type GapPoints } from '../../../domain/coverage/gaps.ts';
import { VERDICTS, type LegName, type Verdict } from '../../../domain/coverage/verdict.ts';
import { edgeLength_mm, slice } from '../../../domain/network/along.ts';
import { gapShape } from './gap_shape.ts';
import { ringPolygons } from './rings.ts';
import type { CoverageRun } from './run_coverage.ts';

const LEGS = ['arrive', 'hose', 'water'] as const;

/** Verdicts of all buildings, of one run or the best of several. */
export type JudgedBuildings = Pick<CoverageRun, 'town' | 'buildings' | 'weight' | 'weight_source'>;

export interface GapProperties {
  gap_id: number;
  rank: number;
  area_id: number | null;
  verdict: Verdict;
  failing_leg: LegName;
  buildings: number;
  people: number | null;
  worst_arrival_s: number | null;
}

/** gaps.geojson: where each gap lies, and its figures. People only where every member's weight means people. */
export async function gapsGeoJson(
  run: JudgedBuildings,
): Promise<FeatureCollection<MultiPolygon, GapProperties>> {
  const points = gapPoints(run);
  const features: Feature<MultiPolygon, GapProperties>[] = [];
  for (const gap of findGaps(points, run.town.rules.rules['gap.link_m'].value)) {
    const rank = features.length + 1;
    const counted = Array.from(gap.members).some((member) => run.weight_source[member] === 'count');
    features.push({
      type: 'Feature',
      id: rank,
      geometry: await gapShape(gap, points),
      properties: {
        gap_id: rank,
        rank,
        area_id: Number.isNaN(gap.area) ? null : gap.area,
        verdict: VERDICTS[gap.verdict],
        failing_leg: LEGS[gap.leg],
        buildings: gap.buildings,
        people: counted ? null : Math.round(gap.people * 1000) / 1000,
        worst_arrival_s: Number.isNaN(gap.worst_arrival_s) ? null : gap.worst_arrival_s,
      },
    });
  }
  return { type: 'FeatureCollection', features };
}

/**
 * rings.geojson: one MultiPolygon for each ring time of the rule set, all stations of the run together; of several
 * runs the street any of them covers.
 */
export async function ringsGeoJson(...runs: readonly CoverageRun[]): Promise<FeatureCollection> {
  const { rings_s, rules } = runs[0].town.rules;
  const polygons = await ringPolygons(
    rings_s.map((ring_s) => runs.flatMap((run) => coveredStreet(run, ring_s * 1000))),
    rules['ring.buffer_m'].value,
  );
  const features = polygons.map((geometry, i): Feature => ({
    type: 'Feature',
    id: rings_s[i],
    geometry,
    properties: { cutoff_s: rings_s[i], vehicle: runs.length === 1 ? runs[0].options.vehicle : 'best' },
  }));
  return { type: 'FeatureCollection', features };
}

/** The pieces of street reached within a time, as lon,lat lines. */
export function coveredStreet({ drive, open, town }: CoverageRun, limit_ms: number): Float64Array[] {
  const lines: Float64Array[] = [];
  for (let edge = 0; edge < drive.edge_count; edge++) {
    const shares = open.pieces(edge, limit_ms);
    const along_m = (t: number) => (drive.edge_start_mm[edge] + t * edgeLength_mm(drive, edge)) / 1000;
    for (let i = 0; i < shares.length; i += 2) {
      lines.push(
        Float64Array.from(
          slice(town.streets, drive.edge_street[edge], along_m(shares[i]), along_m(shares[i + 1])),
        ),
      );
    }
  }
  return lines;
}

function gapPoints(run: JudgedBuildings): GapPoints {
  const { buildings, town, weight, weight_source } = run;
  return {
    lon_deg: Float64Array.from(town.buildings, ({ lon_deg }) => lon_deg),
    lat_deg: Float64Array.from(town.buildings, ({ lat_deg }) => lat_deg),
    leg: Uint8Array.from(buildings, ({ failing_leg }) => (failing_leg ? LEGS.indexOf(failing_leg) : NO_LEG)),
    verdict: Uint8Array.from(buildings, ({ verdict }) => VERDICTS.indexOf(verdict)),
    area: Float64Array.from(town.buildings, ({ area_id }) => area_id ?? NaN),
    people: Float64Array.from(weight, (people, i) => (weight_source[i] === 'count' ? 0 : people)),
    arrival_s: Float64Array.from(buildings, ({ arrival_ms }) =>
      arrival_ms === null ? NaN : arrival_ms / 1000,
    ),
  };
}
