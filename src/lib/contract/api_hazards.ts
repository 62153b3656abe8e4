/** Mildest first. */
export const SEVERITIES = ['minor', 'serious', 'major'] as const;
export type Severity = (typeof SEVERITIES)[number];

/**
 * GET /api/hazards: every open hazard as a GeoJSON point, WGS 84 degrees. `worst` is the place of its severity in
 * SEVERITIES, a number so that a group of hazards can take its greatest.
 */
export interface HazardProperties {
  severity: Severity;
  worst: number;
}
