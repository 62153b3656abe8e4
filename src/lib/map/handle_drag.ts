export type DragPhase = 'start' | 'move' | 'end';
export type LonLat = readonly [lon_deg: number, lat_deg: number];

/** Runs something in the next frame; what is returned calls it off. */
export type NextFrame = (run: () => void) => () => void;

const inNextFrame: NextFrame = (run) => {
  const frame = requestAnimationFrame(run);
  return () => cancelAnimationFrame(frame);
};

/** One drag of one handle: tells its start, then the newest place at most once a frame, and always its end. */
export class HandleDrag {
  at: LonLat;
  private waiting: (() => void) | null = null;

  constructor(
    readonly from: LonLat,
    private readonly tell: (at: LonLat, phase: DragPhase) => void,
    private readonly nextFrame: NextFrame = inNextFrame,
  ) {
    this.at = from;
    tell(from, 'start');
  }

  move(at: LonLat): void {
    this.at = at;
    this.waiting ??= this.nextFrame(() => {
      this.waiting = null;
      this.tell(this.at, 'move');
    });
  }

  /** Ends where it was moved last. */
  end(): void {
    this.waiting?.();
    this.waiting = null;
    this.tell(this.at, 'end');
  }

  /** Ends where it began. */
  cancel(): void {
    this.at = this.from;
    this.end();
  }
}

/** Metres of one degree of latitude. */
const DEGREE_M = 111_320;

/** A place moved by metres to the east and the north. */
export const moveBy = ([lon_deg, lat_deg]: LonLat, east_m: number, north_m: number): LonLat => [
  lon_deg + east_m / (DEGREE_M * Math.cos((lat_deg * Math.PI) / 180)),
  lat_deg + north_m / DEGREE_M,
];
