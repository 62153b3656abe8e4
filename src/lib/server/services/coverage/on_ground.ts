import { edgesBetween } from '../../../domain/network/linear_reference.ts';
import type { Network } from '../../../domain/network/network.ts';

/** A stop of the vehicle graph as the same point of the walkable graph. */
export function onGround(
  drive: Network,
  ground: Network,
  { edge, t }: { edge: number; t: number },
): { edge: number; along_mm: number } {
  const start_mm = drive.edge_start_mm[edge];
  const along_mm = start_mm + t * (drive.edge_end_mm[edge] - start_mm);
  const [part] = edgesBetween(ground, drive.edge_street[edge], along_mm, along_mm);
  return { edge: part.edge, along_mm };
}
