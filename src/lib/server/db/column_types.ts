/**
 * Text of the wire to JavaScript, one table for both drivers: int8 and numeric → number, date and timestamp →
 * ISO text, bytea → Uint8Array, json → parsed, arrays of these → arrays. Every other type (geometry, uuid,
 * interval, enums) stays the text PostgreSQL wrote; a geometry is hex EWKB.
 *
 * Sessions run with `timezone = UTC` and `datestyle = ISO`, so a timestamptz is `2026-11-22T08:30:00.5Z`.
 */
type Parse = (text: string) => unknown;

function parseInt8(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value))
    throw new RangeError(`int8 ${text} does not fit a number; cast it to text`);
  return value;
}

const parseTimestamp: Parse = (text) => text.replace(' ', 'T');
const parseTimestamptz: Parse = (text) => text.replace(' ', 'T').replace(/\+00(?::?00)?$/, 'Z');
const parseBytea: Parse = (text) => new Uint8Array(Buffer.from(text.slice(2), 'hex'));

const BY_NAME = {
  bool: (text: string) => text === 't',
  number: Number,
  int8: parseInt8,
  text: (text: string) => text,
  bytea: parseBytea,
  json: (text: string) => JSON.parse(text) as unknown,
  timestamp: parseTimestamp,
  timestamptz: parseTimestamptz,
} satisfies Record<string, Parse>;

/** [oid of the type, oid of its array, how to parse one]; the oids are fixed by PostgreSQL's catalogue. */
const TYPES: readonly (readonly [type: number, array: number, parse: Parse])[] = [
  [16, 1000, BY_NAME.bool],
  [17, 1001, BY_NAME.bytea],
  [19, 1003, BY_NAME.text],
  [20, 1016, BY_NAME.int8],
  [21, 1005, BY_NAME.number],
  [23, 1007, BY_NAME.number],
  [25, 1009, BY_NAME.text],
  [26, 1028, BY_NAME.number],
  [114, 199, BY_NAME.json],
  [700, 1021, BY_NAME.number],
  [701, 1022, BY_NAME.number],
  [1042, 1014, BY_NAME.text],
  [1043, 1015, BY_NAME.text],
  [1082, 1182, BY_NAME.text],
  [1114, 1115, BY_NAME.timestamp],
  [1184, 1185, BY_NAME.timestamptz],
  [1700, 1231, BY_NAME.number],
  [2950, 2951, BY_NAME.text],
  [3802, 3807, BY_NAME.json],
];

const PARSERS = new Map<number, Parse>();
for (const [type, array, parse] of TYPES) {
  PARSERS.set(type, parse);
  PARSERS.set(array, (text) => parseArray(text, parse));
}

/** How to read one value of the type with this oid. */
export function columnParser(oid: number): Parse {
  return PARSERS.get(oid) ?? BY_NAME.text;
}

/** PostgreSQL's array text (`{1,NULL,"a b",{…}}`); bounds written in front (`[0:1]=`) are dropped. */
function parseArray(text: string, parse: Parse): unknown[] {
  const start = text.indexOf('{');
  if (text.indexOf('"') < 0 && text.indexOf('{', start + 1) < 0) {
    const body = text.slice(start + 1, -1);
    return body === '' ? [] : body.split(',').map((item) => (item === 'NULL' ? null : parse(item)));
  }
  const reader = { text, at: start + 1 };
  return readItems(reader, parse);
}

function readItems(reader: { text: string; at: number }, parse: Parse): unknown[] {
  const items: unknown[] = [];
  for (;;) {
    const next = reader.text[reader.at];
    if (next === undefined) throw new Error(`An array ends early: ${reader.text.slice(0, 80)}`);
    if (next === '}') {
      reader.at++;
      return items;
    }
    if (next === ',') reader.at++;
    else if (next === '{') {
      reader.at++;
      items.push(readItems(reader, parse));
    } else if (next === '"') items.push(parse(readQuoted(reader)));
    else {
      const bare = readBare(reader);
      items.push(bare === 'NULL' ? null : parse(bare));
    }
  }
}

function readBare(reader: { text: string; at: number }): string {
  const from = reader.at;
  while (reader.text[reader.at] !== ',' && reader.text[reader.at] !== '}') reader.at++;
  return reader.text.slice(from, reader.at);
}

function readQuoted(reader: { text: string; at: number }): string {
  let value = '';
  let from = ++reader.at;
  for (; ; reader.at++) {
    const character = reader.text[reader.at];
    if (character === '\\') {
      value += reader.text.slice(from, reader.at);
      from = ++reader.at;
    } else if (character === '"') {
      value += reader.text.slice(from, reader.at);
      reader.at++;
      return value;
    }
  }
}
