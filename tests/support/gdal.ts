import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * A second reading of the same files that shares no code with ours: GDAL's OSM driver, told to keep closed
 * streets as lines and closed buildings as outlines. (Ways tagged area=yes are outlines to it whatever it is told.)
 */
const GDAL_CONFIG = `
closed_ways_are_polygons=building
attribute_name_laundering=no
[points]
osm_id=yes
attributes=emergency,amenity
[lines]
osm_id=yes
attributes=highway
[multipolygons]
osm_id=yes
attributes=building,highway
[multilinestrings]
osm_id=yes
attributes=route
[other_relations]
osm_id=yes
attributes=route
`;

/** The highway values vehicles drive on. */
export const DRIVABLE =
  /^((motorway|trunk|primary|secondary|tertiary)(_link)?|unclassified|residential|living_street|service|track|road)$/;
/** Why GDAL cannot be asked, or null. */
export const gdalMissing =
  spawnSync('ogr2ogr', ['--version']).status === 0 ? null : 'no ogr2ogr (package gdal-bin)';

/** Writes the configuration of GDAL's OSM driver into a folder; gives its path. */
export function gdalConfig(folder: string): string {
  const path = join(folder, 'osmconf.ini');
  writeFileSync(path, GDAL_CONFIG);
  return path;
}
