import { EDGE_PICTURE_STRIDE } from './live_answer.ts';

/**
 * The shares of an edge reached within a time, as a live answer's picture has them: from, to, from, to, …, ascending,
 * not touching. For drawing only.
 */
export function coveredPieces(edge_picture: Float32Array, edge: number, limit_s: number): number[] {
  const [start_s, end_s, along_s, against_s, from_start, from_end, station, delay_s] = edge_picture.subarray(
    EDGE_PICTURE_STRIDE * edge,
    EDGE_PICTURE_STRIDE * (edge + 1),
  );
  const pieces: [from: number, to: number][] = [];
  const share = (left_s: number, cost_s: number) =>
    left_s < 0 || cost_s === Infinity ? -1 : left_s / cost_s;
  const ahead = share(limit_s - start_s, along_s);
  if (ahead >= 0) pieces.push([0, Math.min(from_start, ahead)]);
  const back = share(limit_s - end_s, against_s);
  if (back >= 0) pieces.push([Math.max(from_end, 1 - back), 1]);
  if (limit_s >= delay_s) {
    const last = station <= from_start ? from_start : 1;
    const first = station >= from_end ? from_end : 0;
    pieces.push([
      Math.max(first, station - Math.max(0, share(limit_s - delay_s, against_s))),
      Math.min(last, station + Math.max(0, share(limit_s - delay_s, along_s))),
    ]);
  }
  return merged(pieces.filter(([from, to]) => to > from));
}

function merged(pieces: [from: number, to: number][]): number[] {
  const shares: number[] = [];
  for (const [from, to] of pieces.sort(([a], [b]) => a - b)) {
    const last = shares.length - 1;
    if (last > 0 && from <= shares[last]) shares[last] = Math.max(shares[last], to);
    else shares.push(from, to);
  }
  return shares;
}
