import type { LayerId, LayerRows } from '../../src/lib/contract/layer_rows.ts';
import { ATTRIBUTES } from './attribute_table.ts';
import type { Attribute, ColumnContext } from './attribute.ts';
import { columnFor, cutColumnFor, fieldMap } from './field_names.ts';
import type { Column } from './field_names.ts';
import { nameWords, placeKindOf } from './layer_of.ts';
import { ownExport } from './own_export.ts';
import { plainText } from './plain_text.ts';
import { areaKind, stationKind, waterKind } from './vocabulary.ts';
import type { Remark, SourceRow } from './source_rows.ts';

/** Reads the attributes of a layer from the fields of one table. */
export interface RowAttributes {
  /** What is worth saying about the table as a whole. */
  remarks: readonly Remark[];
  of: (row: SourceRow) => ReadRow;
  /** What a person would call the row, for messages: "ST_NAME Bobbington Drive"; null where nothing tells. */
  labelOf: (row: SourceRow) => string | null;
}

interface ReadRow {
  id: string | null;
  attributes: LayerRows[LayerId];
  /** Told once a file. */
  remarks: Remark[];
  /** Told row by row. */
  unreadable: Remark[];
}

interface Plan {
  key: string;
  attribute: Attribute<unknown>;
  column: Column | null;
  samples: ReadonlySet<string>;
  absent: unknown;
}

/**
 * Finds the column of every attribute (--map first, then by name) and gives the reader of rows.
 * Throws FileRefused where --map names a field or attribute that does not exist.
 */
export function rowAttributes(
  layer: LayerId,
  names: readonly string[],
  fields: readonly string[],
  map: Readonly<Record<string, string>>,
  sample: readonly SourceRow[],
  more_may_come = false,
): RowAttributes {
  const table = ATTRIBUTES[layer] as unknown as Record<string, Attribute<unknown>>;
  const mapped = fieldMap(map, fields, Object.keys(table), more_may_come);
  const remarks: Remark[] = [];
  const named = new Map(
    Object.entries(table).map(([key, { names: synonyms }]) => [
      key,
      mapped.get(key) ?? columnFor(synonyms, fields),
    ]),
  );
  const taken = new Set([...named.values()].map((chosen) => chosen?.field));
  const free_fields = fields.filter((field) => !taken.has(field));
  const plans = Object.entries(table).map(([key, attribute]): Plan => {
    const chosen = named.get(key) ?? cutColumnFor(attribute.names, free_fields);
    return {
      key,
      attribute,
      column: chosen,
      samples: new Set(chosen === null ? [] : sample.map((row) => upper(row.fields[chosen.field]))),
      absent: absentValue(layer, key, names, attribute.absent),
    };
  });
  if (layer === 'place') preferNamedKind(plans, names, mapped.has('kind'));
  remarks.push(...wantingColumns(layer, plans, fields));

  const name_parts = layer === 'street' ? streetNameParts(plans, fields) : [];
  const id_column = mapped.get('id') ?? null;
  const label_fields = labelFields(layer, plans, fields);

  const labelOf = (row: SourceRow) => {
    for (const field of label_fields) {
      const text = composedName(field, name_parts, row) ?? plainText(row.fields[field]);
      if (text !== null) return `${field} ${text}`;
    }
    return null;
  };

  const own = Object.keys(map).length === 0 ? ownExport(table, fields) : null;
  const of = (row: SourceRow): ReadRow => {
    if (own !== null) return { ...own(row), remarks: [] } as unknown as ReadRow;
    const told: Remark[] = [];
    const unreadable: Remark[] = [];
    const attributes: Record<string, unknown> = {};
    for (const plan of plans) attributes[plan.key] = readPlan(plan, row, fields, told, unreadable);
    if (layer === 'street') finishStreet(attributes, plans, name_parts, row);
    const id = id_column === null ? row.id : plainText(row.fields[id_column.field]);
    return { id, attributes: attributes as unknown as LayerRows[LayerId], remarks: told, unreadable };
  };
  return { remarks, of, labelOf };
}

function readPlan(
  plan: Plan,
  row: SourceRow,
  fields: readonly string[],
  told: Remark[],
  unreadable: Remark[],
): unknown {
  if (plan.column === null) return plan.absent;
  const value = row.fields[plan.column.field];
  const context: ColumnContext = {
    column: plan.column,
    fields,
    samples: plan.samples,
    remark: (code, message) => told.push({ code, message }),
  };
  const read = plan.attribute.read(value, context);
  if (read === null) return plan.absent;
  if (read !== undefined) return read;
  const remark = {
    code: 'unreadable-value',
    message: `"${plan.column.field}" is "${String(value).slice(0, 60)}"; ${plan.attribute.expected} was expected for ${plan.key}, which stays ${shown(plan.absent)}.`,
  };
  (plan.attribute.is_code ? told : unreadable).push(remark);
  return plan.absent;
}

const shown = (absent: unknown) =>
  absent === null ? 'unknown' : absent === 0 ? 'both ways' : Array.isArray(absent) ? 'empty' : String(absent);

/** Kinds that a file's name tells where its columns do not. */
function absentValue(layer: LayerId, key: string, names: readonly string[], absent: unknown): unknown {
  if (key !== 'kind') return absent;
  const words = names.map(nameWords).join(' ');
  if (layer === 'station' || layer === 'area' || layer === 'water_source') {
    const read = { station: stationKind, area: areaKind, water_source: waterKind }[layer];
    return read(words) ?? absent;
  }
  return layer === 'place' ? (placeKindOf(names) ?? absent) : absent;
}

/** A file of schools says "school" better than its column of school types does. */
function preferNamedKind(plans: Plan[], names: readonly string[], is_mapped: boolean) {
  const kind = plans.find(({ key }) => key === 'kind')!;
  const says_kind = kind.column !== null && ['kind', 'amenity'].includes(kind.column.field.toLowerCase());
  if (!is_mapped && !says_kind && placeKindOf(names) !== null) kind.column = null;
}

function wantingColumns(layer: LayerId, plans: readonly Plan[], fields: readonly string[]): Remark[] {
  const wanting = (key: string) => plans.some((plan) => plan.key === key && plan.column === null);
  if (layer === 'street' && wanting('street_class'))
    return [
      {
        code: 'no-class-column',
        message: `No column says the class of a street (the file has ${fields.slice(0, 20).join(', ') || 'none'}); all were taken as unclassified. Name one with --map <field>=street_class.`,
      },
    ];
  if (layer === 'station' && wanting('kind')) {
    const kind = plans.find(({ key }) => key === 'kind')!.absent;
    return [
      {
        code: 'kind-assumed',
        message: `No column says the kind of a station; all were taken as ${String(kind)}.`,
      },
    ];
  }
  return [];
}

/** Registers of North American make keep a name in pieces around ST_NAME. */
const PIECES_BEFORE = ['prefix', 'pre_dir', 'predir', 'pre_type', 'pretype', 'st_prefix'];
const PIECES_AFTER = [
  'suffix',
  'st_suffix',
  'street_suffix',
  'suf_type',
  'suftype',
  'suf_dir',
  'sufdir',
  'post_dir',
];

/** The fields of a street's full name in order, the name itself among them; empty where it stands alone. */
function streetNameParts(plans: readonly Plan[], fields: readonly string[]): string[] {
  const name = plans.find(({ key }) => key === 'name')?.column?.field;
  if (name === undefined) return [];
  const found = (pieces: readonly string[]) =>
    pieces.flatMap((piece) => {
      const field = fields.find((candidate) => candidate.toLowerCase() === piece);
      return field === undefined ? [] : [field];
    });
  const before = found(PIECES_BEFORE);
  const after = found(PIECES_AFTER);
  return before.length + after.length === 0 ? [] : [...before, name, ...after];
}

function composedName(field: string, parts: readonly string[], row: SourceRow): string | null {
  if (!parts.includes(field) || plainText(row.fields[field]) === null) return null;
  const words = parts.map((part) => plainText(row.fields[part])).filter((word) => word !== null);
  return words.join(' ');
}

function finishStreet(
  attributes: Record<string, unknown>,
  plans: readonly Plan[],
  name_parts: readonly string[],
  row: SourceRow,
) {
  const name = plans.find(({ key }) => key === 'name')?.column?.field;
  if (name !== undefined && name_parts.length > 0)
    attributes['name'] = composedName(name, name_parts, row) ?? attributes['name'];
  if (attributes['width_m'] === null) attributes['width_source'] = 'unknown';
  else if (attributes['width_source'] === 'unknown') attributes['width_source'] = 'measured';
}

/** Fields a person would know a row by. */
function labelFields(layer: LayerId, plans: readonly Plan[], fields: readonly string[]): string[] {
  const keys = layer === 'hydrant' ? ['name', 'street_name'] : ['name'];
  const known = plans.flatMap(({ key, column: chosen }) =>
    keys.includes(key) && chosen !== null ? [chosen.field] : [],
  );
  const others = fields.filter((field) => /name|street|address|objectid|名|址|编号/i.test(field));
  return [...new Set([...known, ...others])];
}

const upper = (value: unknown) => (plainText(value) ?? '').toUpperCase();
