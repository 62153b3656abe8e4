import type { Edit, HydrantBody, ObstacleBody, StationBody } from '../domain/live/edit.ts';
import type { RuleSet } from '../domain/rules/rule_set.ts';
import type { PointLayer } from './edited_rows.ts';

/** What a click on the map does; without a tool it selects, and things can be dragged. */
export const TOOLS = ['station', 'hydrant', 'obstacle', 'clear', 'close'] as const;
export type Tool = (typeof TOOLS)[number];

/** The tool in hand, and what the next new thing is like. */
export class WhatIfTools {
  tool = $state<Tool | null>(null);
  station = $state.raw<StationBody>({ name: null, kind: 'micro', turnout_s: null, vehicles: ['mini'] });
  obstacle = $state.raw<ObstacleBody>({ kind: 'parking', clear_width_m: null, clear_height_m: null });
  hydrant = $state.raw<HydrantBody>({
    name: null,
    status: 'working',
    flow_lps: null,
    pressure_mpa: null,
  });

  /** A new hydrant is taken to give what the rule set asks for. */
  useRules({ rules }: RuleSet): void {
    const value = (name: string) => rules[name]?.value ?? null;
    const [flow_lps, pressure_mpa] = [value('hydrant.fire_flow_lps'), value('hydrant.fire_pressure_mpa')];
    this.hydrant = { ...this.hydrant, flow_lps, pressure_mpa };
  }

  /** The step that adds what the tool makes. */
  added(layer: PointLayer, row: number, at_deg: readonly [number, number]): Edit {
    const body = { ...this[layer] };
    return { kind: 'add', layer, row, at_deg, body } as Edit;
  }
}
