import type { LayerRows } from '../../src/lib/contract/layer_rows.ts';
import type { Chance } from './chance.ts';
import { Curve, type Place } from './plane.ts';
import type { StreetLine } from './street_line.ts';

export interface Obstacle {
  place: Place;
  street: number;
  attributes: Omit<LayerRows['obstacle'], 'street_source_id'>;
}

/** Deadlines of the clean-up: fixed ones by the end of 2024, barriers by 2025, the rest by 2026. */
const DUE = ['2024-12-31', '2025-12-31', '2026-12-31'] as const;

interface Kind {
  kind: string;
  fixed: boolean;
  weight: number;
  /** Width and height it leaves of a street this wide; height null where the sky stays open. */
  leaves: (width_m: number, chance: Chance) => { clear_width_m: number; clear_height_m: number | null };
}

const KINDS: readonly Kind[] = [
  {
    kind: 'block',
    fixed: true,
    weight: 4,
    leaves: (w, c) => ({ clear_width_m: Math.min(w, c.between(1.2, 2.2)), clear_height_m: null }),
  },
  {
    kind: 'bollard',
    fixed: true,
    weight: 3,
    leaves: (w, c) => ({ clear_width_m: Math.min(w, c.between(1.2, 1.8)), clear_height_m: null }),
  },
  {
    kind: 'stall',
    fixed: false,
    weight: 3,
    leaves: (w, c) => ({ clear_width_m: Math.max(1, w - c.between(1.5, 2.5)), clear_height_m: null }),
  },
  {
    kind: 'overhead_line',
    fixed: true,
    weight: 3,
    leaves: (w, c) => ({ clear_width_m: w, clear_height_m: c.between(2.3, 3.9) }),
  },
  {
    kind: 'parked_vehicle',
    fixed: false,
    weight: 4,
    leaves: (w, c) => ({ clear_width_m: Math.max(0.9, w - c.between(1.9, 2.3)), clear_height_m: null }),
  },
  {
    kind: 'billboard',
    fixed: true,
    weight: 2,
    leaves: (w, c) => ({ clear_width_m: w, clear_height_m: c.between(2.6, 3.8) }),
  },
  {
    kind: 'illegal_structure',
    fixed: true,
    weight: 1.5,
    leaves: (w, c) => ({ clear_width_m: Math.max(1, w - c.between(0.8, 2)), clear_height_m: null }),
  },
  {
    kind: 'light_box',
    fixed: true,
    weight: 1,
    leaves: (w) => ({ clear_width_m: Math.max(1, w - 0.7), clear_height_m: null }),
  },
  { kind: 'lift_gate', fixed: false, weight: 1, leaves: (w) => ({ clear_width_m: w, clear_height_m: null }) },
];

/** How many lanes of a kind have something in the way. */
const SHARE: Partial<Record<NonNullable<StreetLine['frontage']>, number>> = {
  handshake: 0.2,
  town: 0.09,
  arcade: 0.3,
  valley: 0.06,
  hill: 0.03,
  suburb: 0.05,
  estate: 0.08,
};
/** Lanes shut to every truck by what was put up at their mouth. */
const SHUT: Record<string, Omit<LayerRows['obstacle'], 'street_source_id'>> = {
  上厝巷: {
    kind: 'block',
    fixed: true,
    clear_width_m: 1.3,
    clear_height_m: null,
    status: 'standing',
    due_on: '2024-12-31',
  },
  隘门巷: {
    kind: 'stone_gate',
    fixed: true,
    clear_width_m: 1.4,
    clear_height_m: 2.1,
    status: 'standing',
    due_on: null,
  },
};

export function obstacles(streets: readonly StreetLine[], chance: Chance): Obstacle[] {
  return streets.flatMap((line, street): Obstacle[] => {
    const { points, frontage, name, bridge, width_m } = line;
    const curve = new Curve(points);
    const at = (s: number): Place => curve.at(Math.min(s, curve.length_m / 2)).place;
    const shut = SHUT[name ?? ''];
    if (shut !== undefined) return [{ place: at(name === '隘门巷' ? 340 : 70), street, attributes: shut }];
    const share = frontage === null || bridge ? 0 : (SHARE[frontage] ?? 0);
    if (curve.length_m < 25 || (width_m ?? 0) > 10 || !chance.yes(share)) return [];
    return [{ place: at(chance.between(9, 16)), street, attributes: attributesOf(width_m ?? 3, chance) }];
  });
}

function attributesOf(width_m: number, chance: Chance): Obstacle['attributes'] {
  let left = chance.next() * KINDS.reduce((sum, { weight }) => sum + weight, 0);
  const { kind, fixed, leaves } = KINDS.find(({ weight }) => (left -= weight) < 0) ?? KINDS[0];
  const { clear_width_m, clear_height_m } = leaves(width_m, chance);
  const due_on = fixed ? chance.pick(DUE.slice(0, 2)) : DUE[2];
  return {
    kind,
    fixed,
    clear_width_m: chance.yes(0.06) ? null : Math.round(clear_width_m * 10) / 10,
    clear_height_m: clear_height_m === null ? null : Math.round(clear_height_m * 10) / 10,
    status: chance.yes(due_on === '2024-12-31' ? 0.55 : 0.15) ? 'cleared' : 'standing',
    due_on,
  };
}
