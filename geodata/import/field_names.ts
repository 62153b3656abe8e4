import { FileRefused } from '../../src/lib/contract/import.ts';
import { isUnit } from './written_units.ts';

/** A field of the file chosen for an attribute. */
export interface Column {
  field: string;
  /** Unit in the field's name, such as `ft` in WIDTH_FT or 米 in 宽度(米); null where it carries none. */
  unit: string | null;
  /** The name is Chinese: the customs of Chinese registers hold for numbers without a unit. */
  is_chinese: boolean;
  /** Chosen with --map, so its codes are taken as the product's own. */
  is_mapped: boolean;
}

interface FieldWords {
  /** Name without case, separators and brackets. */
  key: string;
  /** The same without a unit at its end. */
  bare_key: string;
  unit: string | null;
}

/** Takes a field's name apart: "Road_Width (m)", "WIDTH_FT", "道路宽度（米）". */
export function fieldWords(field: string): FieldWords {
  const plain = field.normalize('NFKC').trim().toLowerCase();
  const bracketed = /^(.*?)\s*[([【]\s*([^)\]】]*)\s*[)\]】]\s*$/.exec(plain);
  const name = bracketed === null ? plain : bracketed[1]!;
  const key = joined(name);
  if (bracketed !== null && isUnit(bracketed[2]!)) return { key, bare_key: key, unit: bracketed[2]! };
  const tail = /^(.+)[\s_./-]([a-z]+(?:\/[a-z0-9]+)?)$/.exec(name);
  if (tail !== null && isUnit(tail[2]!)) return { key, bare_key: joined(tail[1]!), unit: tail[2]! };
  return { key, bare_key: key, unit: isUnit(name) ? name : null };
}

const joined = (name: string) => name.replace(/[\s_.:'’/-]+/g, '');

/** The column that bears one of the names; they stand in the order of trust. */
export function columnFor(synonyms: readonly string[], fields: readonly string[]): Column | null {
  const words = fields.map(fieldWords);
  for (const synonym of synonyms) {
    const wanted = joined(synonym.normalize('NFKC').toLowerCase());
    const at = words.findIndex(({ key, bare_key }) => key === wanted || bare_key === wanted);
    if (at >= 0) return column(fields[at]!, false);
  }
  return null;
}

/** The column whose name is the beginning of one of the names, cut off where a .dbf cuts. */
export function cutColumnFor(synonyms: readonly string[], fields: readonly string[]): Column | null {
  for (const synonym of synonyms) {
    const wanted = joined(synonym.normalize('NFKC').toLowerCase());
    const field = fields.find((name) => isCut(name) && wanted.startsWith(fieldWords(name).key));
    if (field !== undefined) return column(field, false);
  }
  return null;
}

export const column = (field: string, is_mapped: boolean): Column => ({
  field,
  unit: fieldWords(field).unit,
  is_chinese: /\p{Script=Han}/u.test(field),
  is_mapped,
});

/** A .dbf name holds ten bytes; longer ones arrive cut, Chinese ones after three or five characters. */
function isCut(field: string): boolean {
  const bytes_utf8 = Buffer.byteLength(field, 'utf8');
  const bytes_gbk = [...field].reduce((sum, char) => sum + (char.charCodeAt(0) > 0x7f ? 2 : 1), 0);
  return (
    field.length >= 3 &&
    !/[([（【]/.test(field) &&
    ((bytes_utf8 >= 9 && bytes_utf8 <= 11) || bytes_gbk === 10)
  );
}

/** --map, checked: attribute (or `id`, `lon`, `lat`) to the field that feeds it. */
export type FieldMap = ReadonlyMap<string, Column>;

/**
 * Checks --map src=dst against the fields of the file and the attributes of the layer. Where `more_may_come`
 * (the rows of a GeoJSON tell their fields one by one) a field not yet seen is taken at its word.
 * Throws FileRefused `map-unknown-field` or `map-unknown-attribute`, naming what there is.
 */
export function fieldMap(
  map: Readonly<Record<string, string>>,
  fields: readonly string[],
  attributes: readonly string[],
  more_may_come: boolean,
): FieldMap {
  const chosen = new Map<string, Column>();
  for (const [source, target] of Object.entries(map)) {
    const field = sameField(source, fields) ?? (more_may_come ? source : null);
    if (field === null)
      throw new FileRefused(
        'map-unknown-field',
        `--map names the field "${source}", which the file does not have; it has ${listed(fields)}.`,
      );
    if (!attributes.includes(target) && !['id', 'lon', 'lat'].includes(target))
      throw new FileRefused(
        'map-unknown-attribute',
        `--map names the attribute "${target}"; this layer has id, lon, lat, ${attributes.join(', ')}.`,
      );
    chosen.set(target, column(field, true));
  }
  return chosen;
}

/** A field by its name as people type it: exactly, else without regard to case and outer blanks. */
export function sameField(name: string, fields: readonly string[]): string | null {
  if (fields.includes(name)) return name;
  const wanted = name.normalize('NFKC').trim().toLowerCase();
  return fields.find((field) => field.normalize('NFKC').trim().toLowerCase() === wanted) ?? null;
}

export const listed = (names: readonly string[]) =>
  names.length === 0
    ? 'none'
    : names.slice(0, 40).join(', ') + (names.length > 40 ? `, … (${names.length} in all)` : '');
