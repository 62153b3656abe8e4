import type { Attribute } from './attribute.ts';
import { column } from './field_names.ts';
import type { Remark, SourceRow } from './source_rows.ts';

/**
 * Rows of a file this product exported itself: recognised by holding every column of the layer, `source` and
 * `source_id`. Its values are the tables' own, so they are taken as they stand (text unaltered, JSON numbers,
 * flags and lists as they are; only the text of a CSV cell is read). Null for every other file.
 */
export function ownExport(table: Readonly<Record<string, Attribute<unknown>>>, fields: readonly string[]) {
  const keys = Object.keys(table);
  const asked = keys.filter((key) => !ADDED_LATER.has(key));
  if (!['source', 'source_id', ...asked].every((field) => fields.includes(field))) return null;
  return (row: SourceRow) => {
    const unreadable: Remark[] = [];
    const attributes: Record<string, unknown> = {};
    for (const key of keys) {
      const { absent, expected } = table[key];
      const read = ownValue(key, table[key], row.fields[key], fields);
      attributes[key] = read === undefined ? absent : read;
      if (read !== undefined) continue;
      const message = `"${key}" is "${String(row.fields[key]).slice(0, 60)}"; ${expected} was expected.`;
      unreadable.push({ code: 'unreadable-value', message });
    }
    const id = row.id ?? (String(row.fields['source_id'] ?? '') || null);
    return { id, attributes, unreadable };
  };
}

/** Columns that exports of earlier versions do not have. */
const ADDED_LATER: ReadonlySet<string> = new Set([
  'dead_end',
  'ground_m',
  'season',
  'low_flow_guarantee',
  'pumps',
  'tankers',
  'tanker_m3',
  'low_fire_resistance',
]);

function ownValue(key: string, attribute: Attribute<unknown>, value: unknown, fields: readonly string[]) {
  if (value === null || value === undefined || value === '') return attribute.absent;
  if (typeof value !== 'string' || attribute.expected === 'text') return value;
  const context = { column: column(key, true), fields, samples: new Set<string>(), remark: () => {} };
  const read = attribute.read(value, context);
  return read === null ? attribute.absent : read;
}
