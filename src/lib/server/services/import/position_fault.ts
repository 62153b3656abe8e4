import type { Geometry, Position } from 'geojson';

export interface PositionFault {
  code: 'null-geometry' | 'coordinate-not-finite' | 'latitude-out-of-range' | 'longitude-out-of-range';
  message: string;
  /** Whether the geometry would lie on the globe with its axes swapped. */
  valid_swapped: boolean;
}

type Kind = Exclude<Geometry, { type: 'GeometryCollection' }>;

/** What is wrong with the positions of a geometry in degrees, lon before lat; null where nothing is. */
export function positionFault(geometry: Kind): PositionFault | null {
  const extent = new Extent();
  extent.take(geometry.coordinates);
  if (extent.strange !== null) {
    return {
      code: 'coordinate-not-finite',
      message: `Position ${JSON.stringify(extent.strange)?.slice(0, 80)}; expected two finite numbers`,
      valid_swapped: false,
    };
  }
  if (extent.count === 0) {
    return {
      code: 'null-geometry',
      message: `${geometry.type} without coordinates; expected at least one`,
      valid_swapped: false,
    };
  }
  const { most_lon, most_lat } = extent;
  if (Math.abs(most_lat) > 90) {
    return {
      code: 'latitude-out-of-range',
      message: `Latitude ${most_lat}; expected -90 to 90`,
      valid_swapped: Math.abs(most_lat) <= 180 && Math.abs(most_lon) <= 90,
    };
  }
  if (Math.abs(most_lon) > 180) {
    return {
      code: 'longitude-out-of-range',
      message: `Longitude ${most_lon}; expected -180 to 180`,
      valid_swapped: false,
    };
  }
  return null;
}

/** The longitude and latitude farthest from zero among all positions of nested coordinates. */
class Extent {
  count = 0;
  most_lon = 0;
  most_lat = 0;
  strange: unknown = null;

  take(coordinates: unknown) {
    if (!Array.isArray(coordinates)) {
      this.strange = coordinates ?? 'null';
      return;
    }
    if (coordinates.length === 0) return;
    if (!Array.isArray(coordinates[0])) this.#takePosition(coordinates as Position);
    else if (isPosition(coordinates[0])) this.#takeLine(coordinates as Position[]);
    else for (const part of coordinates) this.take(part);
  }

  /** The same for positions side by side, which nearly all coordinates are, without the general form's detours. */
  #takeLine(line: readonly unknown[]) {
    for (let i = 0; i < line.length; i++) {
      const position = line[i];
      if (isPosition(position)) this.#takePosition(position);
      else this.take(position);
    }
  }

  #takePosition(position: Position) {
    const lon = position[0];
    const lat = position[1];
    if (!Number.isFinite(lon) || !Number.isFinite(lat)) {
      this.strange = position;
      return;
    }
    this.count++;
    if (Math.abs(lon) > Math.abs(this.most_lon)) this.most_lon = lon;
    if (Math.abs(lat) > Math.abs(this.most_lat)) this.most_lat = lat;
  }
}

const isPosition = (value: unknown): value is Position =>
  Array.isArray(value) && typeof value[0] === 'number';
