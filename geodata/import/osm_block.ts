import { PbfReader } from 'pbf';
import { FileRefused } from '../../src/lib/contract/import.ts';

export type Tags = ReadonlyMap<string, string>;

export interface OsmMember {
  type: 'node' | 'way' | 'relation';
  id: number;
  role: string;
}

/**
 * Takes the elements of a block as they are decoded. Coordinates are integers of 1e-7 degree. `tags` is null
 * where no key of the element is among the wanted ones; a missing callback leaves its kind undecoded.
 */
export interface OsmSink {
  node?(id: number, lon_e7: number, lat_e7: number, tags: Tags | null): void;
  /** `refs` are node ids; `location_e7` holds lon,lat per ref where the file stores them with the way. */
  way?(id: number, refs: Float64Array, tags: Tags | null, location_e7: Float64Array | null): void;
  /** Ways without a wanted key are decoded only where this is true. */
  wantsWay?(id: number): boolean;
  relation?(id: number, members: OsmMember[], tags: Tags): void;
}

export const HOLDS_NODES = 1;
export const HOLDS_WAYS = 2;
export const HOLDS_RELATIONS = 4;

const SUPPORTED_FEATURES = new Set(['OsmSchema-V0.6', 'DenseNodes']);
const MEMBER_TYPES = ['node', 'way', 'relation'] as const;

/**
 * Checks an OSMHeader block. Throws FileRefused `history-file` or `unsupported-feature` where the file asks for
 * more than this reader can do.
 */
export function checkHeader(bytes: Uint8Array, position: string): { locations_on_ways: boolean } {
  let locations_on_ways = false;
  const pbf = new PbfReader(bytes);
  for (let field; (field = pbf.nextField());) {
    if (field === 5) locations_on_ways ||= pbf.readString() === 'LocationsOnWays';
    if (field !== 4) continue;
    const feature = pbf.readString();
    if (feature === 'HistoricalInformation')
      throw new FileRefused(
        'history-file',
        'the file holds the history of objects, expected one state',
        position,
      );
    if (!SUPPORTED_FEATURES.has(feature))
      throw new FileRefused('unsupported-feature', `the file requires the feature "${feature}"`, position);
  }
  if (pbf.pos !== bytes.length)
    throw new FileRefused('corrupt-block', 'the header block is broken', position);
  return { locations_on_ways };
}

/**
 * Decodes one OSMData block (already unpacked) into the sink and returns which kinds it holds (HOLDS_… bits).
 * Throws FileRefused `corrupt-block` with the given position.
 */
export function decodeBlock(
  bytes: Uint8Array,
  sink: OsmSink,
  wanted_keys: ReadonlySet<string>,
  position: string,
): number {
  try {
    return new BlockDecoder(bytes, sink, wanted_keys).decode();
  } catch (error) {
    if (error instanceof FileRefused) throw error;
    throw new FileRefused(
      'corrupt-block',
      `a block cannot be decoded: ${(error as Error).message}`,
      position,
    );
  }
}

class BlockDecoder {
  readonly #pbf: PbfReader;
  readonly #bytes: Buffer;
  readonly #sink: OsmSink;
  readonly #wanted_keys: ReadonlySet<string>;
  /** Start and end byte of string i at 2i and 2i + 1. */
  readonly #string_at: number[] = [];
  readonly #strings: (string | undefined)[] = [];
  /** Per string: 1 a wanted key, 2 not, 0 not looked at yet. */
  #is_wanted = new Uint8Array(0);
  #granularity_nd = 100;
  #lon_offset_nd = 0;
  #lat_offset_nd = 0;
  #keys: number[] = [];
  #values: number[] = [];

  constructor(bytes: Uint8Array, sink: OsmSink, wanted_keys: ReadonlySet<string>) {
    this.#pbf = new PbfReader(bytes);
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#sink = sink;
    this.#wanted_keys = wanted_keys;
  }

  /** Scale and offsets may stand behind the groups, so the groups are decoded last. */
  decode(): number {
    const pbf = this.#pbf;
    const groups: [start: number, end: number][] = [];
    for (let field; (field = pbf.nextField());) {
      if (field === 1) this.#indexStrings();
      else if (field === 2) groups.push(this.#span());
      else if (field === 17) this.#granularity_nd = pbf.readVarint();
      else if (field === 19) this.#lat_offset_nd = pbf.readVarint(true);
      else if (field === 20) this.#lon_offset_nd = pbf.readVarint(true);
    }
    this.#expectEnd(this.#bytes.length);
    let kinds = 0;
    for (const [start, end] of groups) {
      pbf.pos = start;
      for (let field; (field = pbf.nextField(end));) {
        const [from, to] = this.#span();
        if (field === 1 || field === 2) kinds |= HOLDS_NODES;
        else if (field === 3) kinds |= HOLDS_WAYS;
        else if (field === 4) kinds |= HOLDS_RELATIONS;
        pbf.pos = from;
        if (field === 1 && this.#sink.node) this.#node(to, this.#sink.node);
        else if (field === 2 && this.#sink.node) this.#denseNodes(to, this.#sink.node);
        else if (field === 3 && this.#sink.way) this.#way(to, this.#sink.way);
        else if (field === 4 && this.#sink.relation) this.#relation(to, this.#sink.relation);
        else pbf.pos = to;
        this.#expectEnd(to);
      }
      this.#expectEnd(end);
    }
    return kinds;
  }

  #indexStrings() {
    const pbf = this.#pbf;
    const [start, end] = this.#span();
    pbf.pos = start;
    while (pbf.pos < end) {
      const tag = pbf.readVarint();
      if (tag !== ((1 << 3) | 2)) throw new RangeError(`unexpected field ${tag >>> 3} among the strings`);
      this.#string_at.push(...this.#span());
    }
    this.#expectEnd(end);
    this.#is_wanted = new Uint8Array(this.#string_at.length / 2);
  }

  /** Start and end of a length-delimited value; moves behind it. */
  #span(): [start: number, end: number] {
    const size = this.#pbf.readVarint();
    const start = this.#pbf.pos;
    const end = start + size;
    if (end > this.#bytes.length) throw new RangeError(`a field of ${size} bytes runs over the block's end`);
    this.#pbf.pos = end;
    return [start, end];
  }

  #expectEnd(end: number) {
    if (this.#pbf.pos !== end) throw new RangeError(`a message ends at ${this.#pbf.pos}, expected ${end}`);
  }

  #string(i: number): string {
    const known = this.#strings[i];
    if (known !== undefined) return known;
    const start = this.#string_at[2 * i];
    if (start === undefined) throw new RangeError(`string ${i} is not in the string table`);
    return (this.#strings[i] = this.#bytes.toString('utf8', start, this.#string_at[2 * i + 1]));
  }

  #isWanted(i: number): boolean {
    if (!this.#is_wanted[i]) this.#is_wanted[i] = this.#wanted_keys.has(this.#string(i)) ? 1 : 2;
    return this.#is_wanted[i] === 1;
  }

  /** Tags from the two columns last read, or null where none of the keys is wanted. */
  #tags(): Tags | null {
    const keys = this.#keys;
    const values = this.#values;
    if (keys.length !== values.length)
      throw new RangeError(`${keys.length} keys stand against ${values.length} values`);
    if (!keys.some((key) => this.#isWanted(key))) return null;
    const tags = new Map<string, string>();
    for (let i = 0; i < keys.length; i++) tags.set(this.#string(keys[i]), this.#string(values[i]));
    return tags;
  }

  #packed(signed: boolean, into: number[] = []): number[] {
    into.length = 0;
    return signed ? this.#pbf.readPackedSVarint(into) : this.#pbf.readPackedVarint(into);
  }

  #lonE7 = (raw: number) => Math.round((this.#lon_offset_nd + this.#granularity_nd * raw) / 100);
  #latE7 = (raw: number) => Math.round((this.#lat_offset_nd + this.#granularity_nd * raw) / 100);

  #node(end: number, emit: NonNullable<OsmSink['node']>) {
    const pbf = this.#pbf;
    let id = 0;
    let lon = 0;
    let lat = 0;
    this.#keys.length = this.#values.length = 0;
    for (let field; (field = pbf.nextField(end));) {
      if (field === 1) id = pbf.readSVarint();
      else if (field === 2) this.#packed(false, this.#keys);
      else if (field === 3) this.#packed(false, this.#values);
      else if (field === 8) lat = pbf.readSVarint();
      else if (field === 9) lon = pbf.readSVarint();
    }
    emit(id, this.#lonE7(lon), this.#latE7(lat), this.#tags());
  }

  #denseNodes(end: number, emit: NonNullable<OsmSink['node']>) {
    const pbf = this.#pbf;
    let ids: number[] = [];
    let lons: number[] = [];
    let lats: number[] = [];
    let keys_values: number[] = [];
    for (let field; (field = pbf.nextField(end));) {
      if (field === 1) ids = this.#packed(true);
      else if (field === 8) lats = this.#packed(true);
      else if (field === 9) lons = this.#packed(true);
      else if (field === 10) keys_values = this.#packed(false);
    }
    if (lons.length !== ids.length || lats.length !== ids.length)
      throw new RangeError(`${ids.length} nodes have ${lons.length} longitudes and ${lats.length} latitudes`);
    let id = 0;
    let lon = 0;
    let lat = 0;
    let at = 0;
    const has_tags = keys_values.length > 0;
    for (let i = 0; i < ids.length; i++) {
      id += ids[i];
      lon += lons[i];
      lat += lats[i];
      let tags: Tags | null = null;
      if (has_tags && keys_values[at] !== 0) {
        this.#keys.length = this.#values.length = 0;
        for (; keys_values[at] !== 0; at += 2) {
          if (at + 1 >= keys_values.length) throw new RangeError('the tags of the nodes end too early');
          this.#keys.push(keys_values[at]);
          this.#values.push(keys_values[at + 1]);
        }
        tags = this.#tags();
      }
      at++;
      emit(id, this.#lonE7(lon), this.#latE7(lat), tags);
    }
    if (has_tags && at !== keys_values.length) throw new RangeError('there are more tags than nodes');
  }

  #way(end: number, emit: NonNullable<OsmSink['way']>) {
    const pbf = this.#pbf;
    let id = 0;
    let refs_at = -1;
    let lats_at = -1;
    let lons_at = -1;
    this.#keys.length = this.#values.length = 0;
    for (let field; (field = pbf.nextField(end));) {
      if (field === 1) id = pbf.readVarint(true);
      else if (field === 2) this.#packed(false, this.#keys);
      else if (field === 3) this.#packed(false, this.#values);
      else if (field === 8) refs_at = pbf.pos;
      else if (field === 9) lats_at = pbf.pos;
      else if (field === 10) lons_at = pbf.pos;
    }
    const tags = this.#tags();
    if (tags === null && !this.#sink.wantsWay?.(id)) return;
    const refs = Float64Array.from(refs_at < 0 ? [] : this.#deltasAt(refs_at));
    let location_e7: Float64Array | null = null;
    if (lats_at >= 0 && lons_at >= 0 && refs.length > 0) {
      const lons = this.#deltasAt(lons_at);
      const lats = this.#deltasAt(lats_at);
      if (lons.length !== refs.length || lats.length !== refs.length)
        throw new RangeError(`way ${id} has ${refs.length} nodes and ${lons.length} locations`);
      location_e7 = new Float64Array(2 * refs.length);
      for (let i = 0; i < refs.length; i++) {
        location_e7[2 * i] = this.#lonE7(lons[i]);
        location_e7[2 * i + 1] = this.#latE7(lats[i]);
      }
    }
    pbf.pos = end;
    emit(id, refs, tags, location_e7);
  }

  /** The running sums of a packed list of signed differences. */
  #deltasAt(at: number): number[] {
    this.#pbf.pos = at;
    this.#pbf.type = 2;
    const values = this.#packed(true);
    for (let i = 1; i < values.length; i++) values[i] += values[i - 1];
    return values;
  }

  #relation(end: number, emit: NonNullable<OsmSink['relation']>) {
    const pbf = this.#pbf;
    let id = 0;
    let roles: number[] = [];
    let ids: number[] = [];
    let types: number[] = [];
    this.#keys.length = this.#values.length = 0;
    for (let field; (field = pbf.nextField(end));) {
      if (field === 1) id = pbf.readVarint(true);
      else if (field === 2) this.#packed(false, this.#keys);
      else if (field === 3) this.#packed(false, this.#values);
      else if (field === 8) roles = this.#packed(false);
      else if (field === 9) ids = this.#packed(true);
      else if (field === 10) types = this.#packed(false);
    }
    const tags = this.#tags();
    if (tags === null) return;
    if (roles.length !== ids.length || types.length !== ids.length)
      throw new RangeError(
        `relation ${id} has ${ids.length} members, ${roles.length} roles, ${types.length} types`,
      );
    let member_id = 0;
    const members = ids.map((delta, i): OsmMember => {
      const type = MEMBER_TYPES[types[i]];
      if (type === undefined) throw new RangeError(`relation ${id} has a member of type ${types[i]}`);
      return { type, id: (member_id += delta), role: this.#string(roles[i]) };
    });
    emit(id, members, tags);
  }
}
