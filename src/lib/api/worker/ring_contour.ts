import { contours } from 'd3-contour';
import type { MultiPolygon, Position } from 'geojson';
import { distanceRaster } from '../../domain/geometry/distance_raster.ts';

/** The band of `buffer_m` around covered street as a contour of its distance raster: a picture, never a verdict. */
export function ringContour(
  lines_deg: readonly Float64Array[],
  { buffer_m, cell_m }: { buffer_m: number; cell_m: number },
): MultiPolygon {
  const raster = distanceRaster(lines_deg, { buffer_m, cell_m });
  if (!raster) return { type: 'MultiPolygon', coordinates: [] };
  const { columns, rows, depth_m, reach_m, west_deg, south_deg, cell_lon_deg, cell_lat_deg } = raster;
  const { coordinates } = contours()
    .size([columns, rows])
    .contour(depth_m as unknown as number[], reach_m - buffer_m);
  const onEarth = ([x, y]: Position): Position => [west_deg + x * cell_lon_deg, south_deg + y * cell_lat_deg];
  return {
    type: 'MultiPolygon',
    coordinates: coordinates.map((polygon) => polygon.map((ring) => ring.map(onEarth))),
  };
}
