import { deflateSync } from 'node:zlib';
import { PbfWriter } from 'pbf';

/** What a test wants in an OSM PBF file; ways may list node ids the file does not hold. */
export interface OsmContent {
  nodes?: { id: number; lon: number; lat: number; tags?: Record<string, string> }[];
  ways?: {
    id: number;
    refs: number[];
    tags?: Record<string, string>;
    locations?: [lon: number, lat: number][];
  }[];
  relations?: {
    id: number;
    members: { type: 'node' | 'way' | 'relation'; id: number; role: string }[];
    tags: Record<string, string>;
  }[];
}

export interface OsmFileOptions {
  dense?: boolean;
  /** Field of the blob that holds the data: raw 1, zlib 3, or one this product cannot unpack. */
  packing?: 'raw' | 'zlib' | 'lzma' | 'lz4' | 'zstd';
  required_features?: string[];
  optional_features?: string[];
  granularity_nd?: number;
  lon_offset_nd?: number;
  lat_offset_nd?: number;
}

const PACKING_FIELD = { raw: 1, zlib: 3, lzma: 4, lz4: 6, zstd: 7 };
const MEMBER_TYPES = ['node', 'way', 'relation'];

/** One file with a header and one block for each content given. */
export function osmPbf(contents: OsmContent | OsmContent[], options: OsmFileOptions = {}): Buffer {
  const header = new PbfWriter();
  for (const feature of options.required_features ?? ['OsmSchema-V0.6', 'DenseNodes'])
    header.writeStringField(4, feature);
  for (const feature of options.optional_features ?? []) header.writeStringField(5, feature);
  const blocks = [contents].flat().map((content) => osmBlob('OSMData', block(content, options), options));
  return Buffer.concat([osmBlob('OSMHeader', header.finish(), { packing: 'zlib' }), ...blocks]);
}

/** A blob of any type with its header, as it stands in a file. */
export function osmBlob(type: string, data: Uint8Array, { packing = 'zlib' }: OsmFileOptions = {}): Buffer {
  const blob = new PbfWriter();
  if (packing === 'raw') {
    blob.writeBytesField(1, data);
  } else {
    blob.writeVarintField(2, data.length);
    blob.writeBytesField(PACKING_FIELD[packing], packing === 'zlib' ? deflateSync(data) : data);
  }
  const body = blob.finish();
  const header = new PbfWriter();
  header.writeStringField(1, type);
  header.writeVarintField(3, body.length);
  const head = header.finish();
  const length = Buffer.alloc(4);
  length.writeUInt32BE(head.length);
  return Buffer.concat([length, head, body]);
}

function block(content: OsmContent, options: OsmFileOptions): Uint8Array {
  const { granularity_nd = 100, lon_offset_nd = 0, lat_offset_nd = 0, dense = true } = options;
  const strings = [''];
  const index = (text: string) => {
    if (!strings.includes(text)) strings.push(text);
    return strings.indexOf(text);
  };
  const lon = (deg: number) => Math.round((deg * 1e9 - lon_offset_nd) / granularity_nd);
  const lat = (deg: number) => Math.round((deg * 1e9 - lat_offset_nd) / granularity_nd);
  const writeTags = (tags: Record<string, string> = {}, pbf: PbfWriter) => {
    pbf.writePackedVarint(2, Object.keys(tags).map(index));
    pbf.writePackedVarint(3, Object.values(tags).map(index));
  };
  const group = new PbfWriter();
  const { nodes = [], ways = [], relations = [] } = content;
  if (dense && nodes.length > 0)
    group.writeMessage(
      2,
      (_, pbf) => {
        pbf.writePackedSVarint(1, differences(nodes.map((node) => node.id)));
        pbf.writePackedSVarint(8, differences(nodes.map((node) => lat(node.lat))));
        pbf.writePackedSVarint(9, differences(nodes.map((node) => lon(node.lon))));
        const keys_values = nodes.flatMap(({ tags = {} }) => [...Object.entries(tags).flat().map(index), 0]);
        if (keys_values.some((key) => key !== 0)) pbf.writePackedVarint(10, keys_values);
      },
      null,
    );
  for (const node of dense ? [] : nodes)
    group.writeMessage(
      1,
      (_, pbf) => {
        pbf.writeSVarintField(1, node.id);
        writeTags(node.tags, pbf);
        pbf.writeSVarintField(8, lat(node.lat));
        pbf.writeSVarintField(9, lon(node.lon));
      },
      null,
    );
  for (const way of ways)
    group.writeMessage(
      3,
      (_, pbf) => {
        pbf.writeVarintField(1, way.id);
        writeTags(way.tags, pbf);
        pbf.writePackedSVarint(8, differences(way.refs));
        if (way.locations === undefined) return;
        pbf.writePackedSVarint(9, differences(way.locations.map((location) => lat(location[1]))));
        pbf.writePackedSVarint(10, differences(way.locations.map((location) => lon(location[0]))));
      },
      null,
    );
  for (const relation of relations)
    group.writeMessage(
      4,
      (_, pbf) => {
        pbf.writeVarintField(1, relation.id);
        writeTags(relation.tags, pbf);
        pbf.writePackedVarint(
          8,
          relation.members.map((member) => index(member.role)),
        );
        pbf.writePackedSVarint(9, differences(relation.members.map((member) => member.id)));
        pbf.writePackedVarint(
          10,
          relation.members.map((member) => MEMBER_TYPES.indexOf(member.type)),
        );
      },
      null,
    );
  const data = new PbfWriter();
  data.writeMessage(
    1,
    (_, pbf) => {
      for (const text of strings) pbf.writeStringField(1, text);
    },
    null,
  );
  data.writeBytesField(2, group.finish());
  data.writeVarintField(17, granularity_nd);
  data.writeVarintField(19, lat_offset_nd);
  data.writeVarintField(20, lon_offset_nd);
  return data.finish();
}

const differences = (values: number[]) => values.map((value, i) => value - (values[i - 1] ?? 0));
