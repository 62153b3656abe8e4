/** What a map draws of a siting question. Places are lon, lat in degrees. */
export interface SitingMap {
  /** Proposed sites in the order in which to build them. */
  sites: readonly { rank: number; lon_deg: number; lat_deg: number; label: string }[];
  /** The best so far, while the question is worked on. */
  so_far: readonly { lon_deg: number; lat_deg: number }[];
  /** Where one must be built, and where none may. */
  points: readonly { kind: 'must' | 'never'; at: readonly [number, number]; label: string }[];
  /** Where somebody asked why not here, and the place that was looked at. */
  asked: { at: readonly [number, number]; place: readonly [number, number] | null } | null;
  /** The site that is pointed at, and the buildings it gains. */
  active: number | null;
  served: readonly (readonly [number, number])[];
  /** A click on the map is meant for the question. */
  pointing: boolean;
  onpoint: (lon_deg: number, lat_deg: number) => void;
  /** A site is pointed at, or held. */
  onhover: (rank: number | null) => void;
  onhold: (rank: number) => void;
}
