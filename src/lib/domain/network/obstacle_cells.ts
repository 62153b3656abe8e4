/** An obstacle standing on a way, as the packer takes it in. */
export interface ObstacleCut {
  /** Index of the way in the StreetSet. */
  street: number;
  /** Distance of its middle from the way's first vertex, metres; clamped to the way. */
  along_m: number;
  /** What it leaves open, mm; 0 unknown width / no height limit. */
  clear_width_mm: number;
  clear_height_mm: number;
  /** Length of way it occupies, metres; its cell is at most this long. */
  length_m: number;
}

/** A stretch of way [from_mm, to_mm] under one obstacle. */
export interface ObstacleCell {
  from_mm: number;
  to_mm: number;
  cut: ObstacleCut;
}

/** A rest of street shorter than this between a cell and a junction goes to the cell. */
const CRUMB_MM = 10;

/**
 * The cells of the obstacles that stand on one piece of way between two junctions, in order and without overlap. A cell
 * keeps its length where it can and is moved inwards at the piece's ends, so that it never covers a junction.
 * Obstacles too near one another share the stretch they cover in equal parts.
 */
export function obstacleCells(cuts: readonly ObstacleCut[], from_mm: number, to_mm: number): ObstacleCell[] {
  const wanted = cuts.map((cut) => cellOf(cut, from_mm, to_mm));
  wanted.sort((a, b) => a.from_mm + a.to_mm - b.from_mm - b.to_mm);
  const cells: ObstacleCell[] = [];
  for (let i = 0; i < wanted.length;) {
    let end = i + 1;
    let cluster_to_mm = wanted[i].to_mm;
    let cluster_from_mm = wanted[i].from_mm;
    while (end < wanted.length && wanted[end].from_mm < cluster_to_mm) {
      cluster_to_mm = Math.max(cluster_to_mm, wanted[end].to_mm);
      cluster_from_mm = Math.min(cluster_from_mm, wanted[end].from_mm);
      end++;
    }
    cells.push(
      ...shared(wanted.slice(i, end), cells.at(-1)?.to_mm ?? from_mm, cluster_from_mm, cluster_to_mm),
    );
    i = end;
  }
  return cells;
}

function cellOf(cut: ObstacleCut, from_mm: number, to_mm: number): ObstacleCell {
  const length_mm = Math.max(1, Math.round(cut.length_m * 1000));
  const latest_mm = Math.max(from_mm, to_mm - length_mm);
  let start_mm = Math.round(cut.along_m * 1000 - length_mm / 2);
  start_mm = Math.min(latest_mm, Math.max(from_mm, start_mm));
  let end_mm = Math.min(to_mm, start_mm + length_mm);
  if (start_mm - from_mm < CRUMB_MM) start_mm = from_mm;
  if (to_mm - end_mm < CRUMB_MM) end_mm = to_mm;
  return { from_mm: start_mm, to_mm: end_mm, cut };
}

function shared(
  cluster: ObstacleCell[],
  not_before_mm: number,
  cluster_from_mm: number,
  cluster_to_mm: number,
): ObstacleCell[] {
  const from_mm = Math.max(not_before_mm, cluster_from_mm);
  const span_mm = cluster_to_mm - from_mm;
  if (span_mm < cluster.length) {
    return [{ from_mm, to_mm: cluster_to_mm, cut: cluster.map(({ cut }) => cut).reduce(narrower) }];
  }
  return cluster.map(({ cut }, i) => ({
    from_mm: from_mm + Math.floor((span_mm * i) / cluster.length),
    to_mm: from_mm + Math.floor((span_mm * (i + 1)) / cluster.length),
    cut,
  }));
}

/** What two obstacles in one spot leave open: an unknown width stays unknown, the lower height counts. */
function narrower(a: ObstacleCut, b: ObstacleCut): ObstacleCut {
  const unknown = a.clear_width_mm === 0 || b.clear_width_mm === 0;
  return {
    ...a,
    clear_width_mm: unknown ? 0 : Math.min(a.clear_width_mm, b.clear_width_mm),
    clear_height_mm: lowest(a.clear_height_mm, b.clear_height_mm),
  };
}

/** The lower of two limits of which 0 means none. */
export const lowest = (a: number, b: number) => (a === 0 ? b : b === 0 ? a : Math.min(a, b));
