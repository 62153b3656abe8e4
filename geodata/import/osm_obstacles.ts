import type { LayerRows } from '../../src/lib/contract/layer_rows.ts';
import type { Tags } from './osm_block.ts';
import { leastLengthM, lengthM } from './osm_values.ts';

interface BarrierKind {
  /** Whether it takes a crane to move it; null where the tag does not say. */
  fixed: boolean | null;
  /** Whether width=* means the opening (of a gate) and not the thing itself (a bollard). */
  opens: boolean;
}

const FIXED: BarrierKind = { fixed: true, opens: false };
const OPENS: BarrierKind = { fixed: false, opens: true };
const UNSAID: BarrierKind = { fixed: null, opens: false };

/**
 * barrier=* on a vertex of a drivable way. Left out because a fire engine drives over or through them: kerb,
 * entrance, cattle_grid, toll_booth, border_control, sally_port and bump_gate stay passable without anybody's help.
 */
const PASSABLE = new Set([
  'no',
  'kerb',
  'entrance',
  'cattle_grid',
  'toll_booth',
  'border_control',
  'sally_port',
  'bump_gate',
]);

const BARRIER = new Map<string, BarrierKind>(
  Object.entries({
    bollard: FIXED,
    block: FIXED,
    jersey_barrier: FIXED,
    cycle_barrier: FIXED,
    motorcycle_barrier: FIXED,
    stile: FIXED,
    turnstile: FIXED,
    'full-height_turnstile': FIXED,
    kissing_gate: FIXED,
    horse_stile: FIXED,
    bus_trap: FIXED,
    sump_buster: FIXED,
    height_restrictor: { fixed: true, opens: true },
    log: FIXED,
    planter: FIXED,
    debris: FIXED,
    gate: OPENS,
    lift_gate: OPENS,
    swing_gate: OPENS,
    sliding_gate: OPENS,
    sliding_beam: OPENS,
    hampshire_gate: OPENS,
    wicket_gate: OPENS,
    chain: { fixed: false, opens: false },
    rope: { fixed: false, opens: false },
    spikes: { fixed: false, opens: false },
  }),
);

const MOVABLE_BOLLARDS = new Set(['removable', 'rising', 'foldable', 'flexible']);

/** An obstacle from a node's tags, or null where the node holds none. The street it stands on is filled in later. */
export function obstacleRow(tags: Tags): LayerRows['obstacle'] | null {
  const kind = tags.get('barrier');
  if (kind === undefined || PASSABLE.has(kind)) return null;
  const barrier = BARRIER.get(kind) ?? UNSAID;
  const can_be_opened = MOVABLE_BOLLARDS.has(tags.get('bollard') ?? '') || tags.get('locked') === 'no';
  return {
    kind,
    fixed: can_be_opened ? false : barrier.fixed,
    clear_width_m:
      leastLengthM(tags.get('maxwidth:physical'), tags.get('maxwidth'), tags.get('opening')) ??
      (barrier.opens ? lengthM(tags.get('width')) : null),
    clear_height_m: leastLengthM(tags.get('maxheight:physical'), tags.get('maxheight')),
    status: 'standing',
    due_on: null,
    street_source_id: null,
  };
}
