import type { LayerId } from '../../../contract/layer_rows.ts';
import type { ColumnRule } from './column_rule.ts';
import { LAYER_COLUMNS } from './layer_columns.ts';

export interface CleanedAttributes {
  /** Values by column in the table's order; null means unknown. */
  values: Record<string, unknown>;
  /** What was set right or taken as unknown, one sentence a value. */
  repairs: string[];
  /** Why the row cannot be taken, or null. */
  refusal: string | null;
}

const COLUMNS = Object.fromEntries(
  Object.entries(LAYER_COLUMNS).map(([layer, rules]) => [layer, Object.entries(rules)]),
) as Record<LayerId, [name: string, rule: ColumnRule][]>;

/** Attributes of one row as its table takes them. */
export function cleanAttributes(layer: LayerId, attributes: object): CleanedAttributes {
  const given = attributes as Record<string, unknown>;
  const values: Record<string, unknown> = {};
  const repairs: string[] = [];
  for (const [name, rule] of COLUMNS[layer]) {
    const { value, fault } = rule.clean(given[name]);
    if (fault !== null && rule.required) return { values, repairs, refusal: `${name} is ${fault}` };
    if (fault !== null) repairs.push(`${name} was ${fault}; taken as ${JSON.stringify(value)}`);
    values[name] = value;
  }
  return { values, repairs, refusal: null };
}
