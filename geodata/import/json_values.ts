import { getManyValues, isMany, none } from 'stream-chain/defs.js';
import { jsonParser } from 'stream-json/core/parser.js';
import type { Token } from 'stream-json/core/parser.js';
import { FileRefused } from '../../src/lib/contract/import.ts';

export type JsonValue = string | number | boolean | null | JsonValue[] | JsonObject;
export interface JsonObject {
  [name: string]: JsonValue;
}

/**
 * What a JSON text holds, read without ever keeping it whole: each root value as one event, except that
 * the members of the array found under `streamed` of a root object come one at a time.
 */
export type JsonEvent =
  | { kind: 'member'; value: JsonValue; number: number }
  /** A root object without its streamed array; `had_members` where that array was there. */
  | { kind: 'root'; value: JsonValue; number: number; had_members: boolean }
  /** A member of a root object, told as soon as it is read. */
  | { kind: 'root-field'; name: string; value: JsonValue };

const DEPTH_LIMIT = 100;
/** Text one value may take: keeps a file that is one endless string or array from filling the memory. */
const VALUE_TEXT_LIMIT = 256 * 1024 * 1024;

/** Fed in small pieces, so that a syntax error can be told within a feature or two. */
const PIECE_CHARS = 4096;

interface Frame {
  holder: JsonValue[] | JsonObject;
  key: string;
  /** The streamed array of a root object: its members are told, not kept. */
  streamed: boolean;
}

/**
 * Reads a stream of JSON text: one value, or several after each other (newline-delimited, or RFC 8142
 * with record separators). JSON.parse is not enough here: it needs the text whole, and takes the last of
 * two members of the same name without a word.
 * Throws FileRefused: `syntax`, `truncated` (the text ends inside a value), `duplicate-member`,
 * `nested-too-deeply`, `value-too-large`, with the number of the value being read.
 */
export async function* jsonEvents(
  text: AsyncIterable<string>,
  streamed: string,
): AsyncGenerator<JsonEvent[]> {
  const parse = jsonParser({ packValues: true, streamValues: false, jsonStreaming: true });
  const builder = new ValueBuilder(streamed);
  let read_chars = 0;
  for await (const chunk of text) {
    // RFC 8142 puts an unescaped 0x1e before each text, where JSON allows no control character at all.
    const plain = chunk.replaceAll('\x1e', '\n');
    for (let at = 0; at < plain.length; at += PIECE_CHARS) {
      const piece = plain.slice(at, at + PIECE_CHARS);
      read_chars += piece.length;
      const tokens = tokensOf(() => parse(piece), builder);
      const events = builder.take(tokens, read_chars);
      if (events.length > 0) yield events;
    }
  }
  let tokens: Token[];
  try {
    // The end of the text is told to the parser by a symbol its types leave out.
    tokens = listed((parse as (chunk: unknown) => unknown)(none));
  } catch (error) {
    throw new FileRefused(
      'truncated',
      `The file ends in the middle of ${builder.where}: ${(error as Error).message}.`,
      builder.row,
    );
  }
  const events = builder.take(tokens, read_chars);
  if (builder.open)
    throw new FileRefused('truncated', `The file ends in the middle of ${builder.where}.`, builder.row);
  if (events.length > 0) yield events;
}

function tokensOf(parse: () => ReturnType<ReturnType<typeof jsonParser>>, builder: ValueBuilder): Token[] {
  try {
    return listed(parse());
  } catch (error) {
    throw new FileRefused(
      'syntax',
      `The file is not valid JSON after ${builder.where}: ${(error as Error).message}.`,
      builder.row,
    );
  }
}

function listed(result: unknown): Token[] {
  if (result === none || result === null || result === undefined) return [];
  return (isMany(result) ? getManyValues(result) : [result]) as Token[];
}

class ValueBuilder {
  readonly #streamed: string;
  readonly #frames: Frame[] = [];
  #roots = 0;
  #members = 0;
  #root_had_members = false;
  #value_starts_at_char = 0;

  constructor(streamed: string) {
    this.#streamed = streamed;
  }

  get open() {
    return this.#frames.length > 0;
  }

  /** The value being read, for messages. */
  get where() {
    if (this.#frames.length > 1 && this.#frames[1]!.streamed) return `feature ${this.#members + 1}`;
    return this.#roots === 0 ? 'the first value' : `value ${this.#roots + (this.open ? 1 : 0)}`;
  }

  get row() {
    if (this.#frames.length > 1 && this.#frames[1]!.streamed) return String(this.#members + 1);
    return String(Math.max(1, this.#roots + (this.open ? 1 : 0)));
  }

  take(tokens: Token[], read_chars: number): JsonEvent[] {
    const events: JsonEvent[] = [];
    for (const token of tokens) {
      switch (token.name) {
        case 'startObject':
          this.#enter(Object.create(null) as JsonObject);
          break;
        case 'startArray':
          this.#enter([]);
          break;
        case 'keyValue':
          this.#key(token.value);
          break;
        case 'endObject':
        case 'endArray':
          this.#leave(events);
          break;
        case 'stringValue':
          this.#put(token.value, events);
          break;
        case 'numberValue':
          this.#put(Number(token.value), events);
          break;
        case 'nullValue':
        case 'trueValue':
        case 'falseValue':
          this.#put(token.value, events);
          break;
        default:
          break;
      }
    }
    if (events.length > 0 || !this.open) this.#value_starts_at_char = read_chars;
    else if (read_chars - this.#value_starts_at_char > VALUE_TEXT_LIMIT)
      throw new FileRefused(
        'value-too-large',
        `${this.where} takes more than ${VALUE_TEXT_LIMIT / 1024 / 1024} MB of text.`,
        this.row,
      );
    return events;
  }

  #enter(holder: JsonValue[] | JsonObject) {
    if (this.#frames.length >= DEPTH_LIMIT)
      throw new FileRefused(
        'nested-too-deeply',
        `${this.where} is nested more than ${DEPTH_LIMIT} deep.`,
        this.row,
      );
    const parent = this.#frames.at(-1);
    const streamed =
      this.#frames.length === 1 &&
      Array.isArray(holder) &&
      !Array.isArray(parent!.holder) &&
      parent!.key === this.#streamed;
    if (streamed) this.#root_had_members = true;
    this.#frames.push({ holder, key: '', streamed });
  }

  #key(name: string) {
    const frame = this.#frames.at(-1)!;
    const streamed_before = this.#frames.length === 1 && name === this.#streamed && this.#root_had_members;
    if (name in frame.holder || streamed_before)
      throw new FileRefused(
        'duplicate-member',
        `An object of ${this.where} has the member "${name}" twice.`,
        this.row,
      );
    frame.key = name;
  }

  #leave(events: JsonEvent[]) {
    const frame = this.#frames.pop()!;
    if (!frame.streamed) this.#put(frame.holder, events);
  }

  #put(value: JsonValue, events: JsonEvent[]) {
    const frame = this.#frames.at(-1);
    if (frame === undefined) {
      this.#roots += 1;
      events.push({ kind: 'root', value, number: this.#roots, had_members: this.#root_had_members });
      this.#root_had_members = false;
    } else if (frame.streamed) {
      this.#members += 1;
      events.push({ kind: 'member', value, number: this.#members });
    } else if (Array.isArray(frame.holder)) {
      frame.holder.push(value);
    } else {
      frame.holder[frame.key] = value;
      if (this.#frames.length === 1) events.push({ kind: 'root-field', name: frame.key, value });
    }
  }
}
