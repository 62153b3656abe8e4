/** An area and all areas inside it, by id. */
export function areasUnder(
  areas: readonly { id: number; parent_id: number | null }[],
  top: number,
): Set<number> {
  const inside = new Set([top]);
  for (let before = 0; before < inside.size;) {
    before = inside.size;
    for (const { id, parent_id } of areas) if (parent_id !== null && inside.has(parent_id)) inside.add(id);
  }
  return inside;
}
