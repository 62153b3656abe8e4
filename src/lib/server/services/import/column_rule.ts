/** A cleaned value, or what was wrong with it; `value` is then what is taken instead. */
export interface Cleaned {
  value: unknown;
  fault: string | null;
}

export interface ColumnRule {
  /** Type of the column in the layer's table. */
  sql: string;
  /** Whether a row whose value has a fault is rejected; otherwise the value taken instead stands. */
  required: boolean;
  clean(value: unknown): Cleaned;
}

interface Limits {
  least?: number;
  above?: number;
  most?: number;
}

const good = (value: unknown): Cleaned => ({ value, fault: null });
const bad = (seen: unknown, expected: string, instead: unknown): Cleaned => ({
  value: instead,
  fault: `${shown(seen)}; expected ${expected}`,
});

const shown = (value: unknown) => JSON.stringify(value)?.slice(0, 80) ?? String(value);

const isAbsent = (value: unknown) => value === null || value === undefined;

/** Characters PostgreSQL's text cannot hold: NUL and halves of surrogate pairs. */
function storable(value: string): Cleaned {
  const clean = value.includes('\0') ? value.replaceAll('\0', '') : value;
  const formed = clean.isWellFormed() ? clean : clean.toWellFormed();
  if (formed === value) return good(value === '' ? null : value);
  return bad(value, 'text without NUL characters and broken surrogates', formed === '' ? null : formed);
}

export function text(): ColumnRule {
  return {
    sql: 'text',
    required: false,
    clean: (value) => {
      if (isAbsent(value)) return good(null);
      return typeof value === 'string' ? storable(value) : bad(value, 'text', null);
    },
  };
}

export function requiredText(): ColumnRule {
  const { clean } = text();
  return {
    sql: 'text',
    required: true,
    clean: (value) => {
      const cleaned = clean(value);
      if (cleaned.value === null) return bad(value, 'some text', null);
      return good(cleaned.value);
    },
  };
}

export function number(limits: Limits): ColumnRule {
  const { least = -Infinity, above = -Infinity, most = Infinity } = limits;
  const words = limitWords(limits);
  return {
    sql: 'double precision',
    required: false,
    clean: (value) => {
      if (isAbsent(value)) return good(null);
      if (typeof value === 'number' && Number.isFinite(value)) {
        if (value >= least && value > above && value <= most) return good(value === 0 ? 0 : value);
      }
      return bad(value, words, null);
    },
  };
}

export function wholeNumber(limits: { least: number; most: number; otherwise: number }): ColumnRule {
  return {
    sql: 'smallint',
    required: false,
    clean: (value) => {
      if (isAbsent(value)) return good(limits.otherwise);
      const fits = Number.isInteger(value) && Number(value) >= limits.least && Number(value) <= limits.most;
      return fits ? good(Number(value) + 0) : bad(value, `a whole ${limitWords(limits)}`, limits.otherwise);
    },
  };
}

/** A number of things; absent means unknown. */
export function countOf(most: number): ColumnRule {
  return {
    sql: 'integer',
    required: false,
    clean: (value) => {
      if (isAbsent(value)) return good(null);
      const fits = Number.isInteger(value) && Number(value) >= 0 && Number(value) <= most;
      return fits ? good(Number(value) + 0) : bad(value, `a whole ${limitWords({ least: 0, most })}`, null);
    },
  };
}

function limitWords({ least, above, most }: Limits): string {
  const from = above === undefined ? (least === undefined ? '' : ` from ${least}`) : ` above ${above}`;
  return `number${from}${most === undefined ? '' : ` up to ${most}`}`;
}

export function flag(otherwise: boolean | null): ColumnRule {
  return {
    sql: 'boolean',
    required: false,
    clean: (value) => {
      if (isAbsent(value)) return good(otherwise);
      return typeof value === 'boolean' ? good(value) : bad(value, 'true or false', otherwise);
    },
  };
}

export function oneOf<V extends string>(values: readonly V[], otherwise: V): ColumnRule {
  return {
    sql: 'text',
    required: false,
    clean: (value) => {
      if (isAbsent(value)) return good(otherwise);
      return values.includes(value as V) ? good(value) : bad(value, values.join(' | '), otherwise);
    },
  };
}

export function oneOfOrNull(values: readonly string[]): ColumnRule {
  return {
    sql: 'text',
    required: false,
    clean: (value) => {
      if (isAbsent(value)) return good(null);
      return values.includes(value as string) ? good(value) : bad(value, values.join(' | '), null);
    },
  };
}

export function requiredOneOf(values: readonly string[]): ColumnRule {
  return {
    sql: 'text',
    required: true,
    clean: (value) => (values.includes(value as string) ? good(value) : bad(value, values.join(' | '), null)),
  };
}

/** A calendar day as YYYY-MM-DD. */
export function date(): ColumnRule {
  return {
    sql: 'date',
    required: false,
    clean: (value) => {
      if (isAbsent(value)) return good(null);
      return typeof value === 'string' && isDay(value)
        ? good(value)
        : bad(value, 'a day as YYYY-MM-DD', null);
    },
  };
}

function isDay(value: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(value) || value < '0001') return false;
  const day = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(value);
}

/** A list of known codes, without repeats; absent means none. */
export function codes(values: readonly string[]): ColumnRule {
  return {
    sql: 'text[]',
    required: false,
    clean: (value) => {
      if (isAbsent(value)) return good([]);
      if (!Array.isArray(value)) return bad(value, `a list of ${values.join(' | ')}`, []);
      const known = values.filter((code) => value.includes(code));
      const strange = value.some((code) => !values.includes(code as string));
      return strange ? bad(value, `a list of ${values.join(' | ')}`, known) : good(known);
    },
  };
}

/** Identities of vertices: whole numbers that a double holds exactly. */
export function keys(): ColumnRule {
  return {
    sql: 'bigint[]',
    required: false,
    clean: (value) => {
      if (isAbsent(value)) return good(null);
      const fits = Array.isArray(value) && value.every((key) => Number.isSafeInteger(key));
      return fits ? good(value) : bad(value, 'a list of whole numbers', null);
    },
  };
}
