import { apart_m, type Place } from './plane.ts';

/**
 * Whether each line of a network of pipes hangs off it: the ends that lead nowhere are taken away, one after another,
 * until only loops and what joins them are left; a line of which more than half goes that way is a dead end. Lines meet in
 * common vertices.
 */
export function deadEnds(lines: readonly (readonly Place[])[]): boolean[] {
  const edges = lines.flatMap((points, line) =>
    points
      .slice(1)
      .map((b, i) => ({ line, ends: [keyOf(points[i]), keyOf(b)], length_m: apart_m(points[i], b) })),
  );
  const at = new Map<string, Set<number>>();
  edges.forEach(({ ends }, edge) => {
    for (const end of ends) at.set(end, (at.get(end) ?? new Set()).add(edge));
  });
  const loose = [...at].filter(([, met]) => met.size === 1).map(([node]) => node);
  const gone = new Set<number>();
  for (let node = loose.pop(); node !== undefined; node = loose.pop()) {
    const [edge] = at.get(node)!;
    if (edge === undefined) continue;
    gone.add(edge);
    for (const end of edges[edge].ends) {
      const met = at.get(end)!;
      met.delete(edge);
      if (met.size === 1) loose.push(end);
    }
  }
  const total_m = new Float64Array(lines.length);
  const gone_m = new Float64Array(lines.length);
  edges.forEach(({ line, length_m }, edge) => {
    total_m[line] += length_m;
    if (gone.has(edge)) gone_m[line] += length_m;
  });
  return lines.map((_, line) => gone_m[line] > total_m[line] / 2);
}

const keyOf = ([x_m, y_m]: Place) => `${Math.round(x_m * 10)},${Math.round(y_m * 10)}`;
