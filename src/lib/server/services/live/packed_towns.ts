import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { encodePackedTown } from '../../../contract/packed_town.ts';
import type { Town } from '../town/load_town.ts';
import { townData } from './town_data.ts';
import { townPart } from './town_part.ts';

export const TOWN_ENCODINGS = ['br', 'gzip', 'identity'] as const;
export type TownEncoding = (typeof TOWN_ENCODINGS)[number];

export interface PackedTownQuestion {
  /** Names the state of the data. */
  stamp: string;
  /** Null: the whole town. */
  area_id: number | null;
  encoding: TownEncoding;
}

export type PackedTownAnswer =
  /** sha256 is of the bytes before they were compressed, hex; the body is the caller's own. */
  | { kind: 'packed'; sha256: string; body: Uint8Array<ArrayBuffer> }
  | { kind: 'no-area' }
  | { kind: 'too-large'; vertices: number; most: number };

/** Vertices of streets, about 200 bytes each on the wire: more than a browser opens in a few seconds. */
export const MOST_VERTICES = 3_000_000;
/** Whole towns and areas kept. */
const MOST_KEPT = 4;

type Bodies = { sha256: string } & { [Encoding in TownEncoding]?: Promise<Uint8Array> };

/** One town as packed bytes, whole and by area, each packed once and compressed once for each encoding. */
export class PackedTowns {
  readonly #town: Town;
  /** By stamp and area, least recently used first. */
  readonly #kept = new Map<string, Bodies>();

  constructor(town: Town) {
    this.#town = town;
  }

  async answer(question: PackedTownQuestion): Promise<PackedTownAnswer> {
    const name = `${question.area_id ?? ''} ${question.stamp}`;
    const bodies = this.#kept.get(name) ?? this.#packed(question);
    if ('kind' in bodies) return bodies;
    this.#kept.delete(name);
    this.#kept.set(name, bodies);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > MOST_KEPT) this.#kept.delete(oldest);
    const { encoding } = question;
    const body = await (bodies[encoding] ??= compressed(await bodies.identity!, encoding));
    return { kind: 'packed', sha256: bodies.sha256, body: new Uint8Array(body) };
  }

  #packed({ stamp, area_id }: PackedTownQuestion): Bodies | Exclude<PackedTownAnswer, { kind: 'packed' }> {
    const part = area_id === null ? { town: this.#town, people: undefined } : townPart(this.#town, area_id);
    if (!part) return { kind: 'no-area' };
    const vertices = part.town.streets.vertex_key.length;
    if (vertices > MOST_VERTICES) return { kind: 'too-large', vertices, most: MOST_VERTICES };
    const bytes = encodePackedTown(townData(part.town, stamp, part.people));
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    return { sha256, identity: Promise.resolve(bytes) };
  }
}

/** Quality 5 of brotli: a quarter smaller than gzip, for some seconds a town, once. */
const COMPRESS: Record<TownEncoding, (bytes: Uint8Array) => Promise<Uint8Array>> = {
  identity: (bytes) => Promise.resolve(bytes),
  gzip: promisify(gzip),
  br: (bytes) =>
    promisify(brotliCompress)(bytes, {
      params: {
        [constants.BROTLI_PARAM_QUALITY]: 5,
        [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
      },
    }),
};

const compressed = (bytes: Uint8Array, encoding: TownEncoding) => COMPRESS[encoding](bytes);
