import type { MultiPolygon } from 'geojson';
import { bufferUnion } from './street_buffer.ts';

/** Half the width of the band drawn along covered street. */
export const RING_BUFFER_M = 25;

/**
 * The pictures of rings.geojson: for each ring the union of round-capped buffers of its covered street pieces
 * (flat lon,lat pairs, WGS 84 degrees). They are drawn for people; coverage is decided by arc and by building.
 */
export async function ringPolygons(
  rings: readonly (readonly Float64Array[])[],
  buffer_m: number = RING_BUFFER_M,
): Promise<MultiPolygon[]> {
  const polygons: MultiPolygon[] = [];
  for (const lines of rings) polygons.push(await bufferUnion(lines, buffer_m));
  return polygons;
}
