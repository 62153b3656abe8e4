import type { Network } from '../network/network.ts';
import type { PathStep } from '../search/trace_path.ts';

/** A stretch of street, distances along it from its first vertex. */
export interface StreetStretch {
  /** Index of the way in the StreetSet. */
  street: number;
  from_mm: number;
  to_mm: number;
}

/** The stretches a path goes over, whichever way it goes along them. */
export const stretches = (network: Network, steps: readonly PathStep[]): StreetStretch[] =>
  steps.map(({ edge, from_t, to_t }) => {
    const start_mm = network.edge_start_mm[edge];
    const along_mm = (t: number) => start_mm + t * (network.edge_end_mm[edge] - start_mm);
    return {
      street: network.edge_street[edge],
      from_mm: along_mm(Math.min(from_t, to_t)),
      to_mm: along_mm(Math.max(from_t, to_t)),
    };
  });
