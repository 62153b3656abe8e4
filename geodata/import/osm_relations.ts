import { isAdministrative } from './osm_areas.ts';
import type { OsmMember, Tags } from './osm_block.ts';
import type { OsmItems } from './osm_items.ts';
import { assembleMultipolygon, type Assembled, type MemberLine } from './osm_multipolygon.ts';
import type { OsmNodes } from './osm_nodes.ts';
import { addOutline, OUTLINE_LAYERS, OUTLINE_ROWS, type OutlineLayer } from './osm_outlines.ts';
import { buildingRow } from './osm_tags.ts';

const AREA_RELATIONS = new Set(['multipolygon', 'boundary']);
const RING_ROLES = new Set(['outer', 'inner', '', 'exclave', 'enclave']);

type Outline = Assembled | { kind: 'incomplete'; missing: number };

interface Relation {
  row: string;
  tags: Tags;
  layers: OutlineLayer[];
  way_ids: number[];
}

/**
 * Multipolygon and boundary relations: `add` them all, hand over the ways they are made of, then `finish`. A relation
 * whose ways are not all in the file is the normal case at an extract's border: noted, not rejected.
 */
export class OsmRelations {
  readonly #items: OsmItems;
  readonly #nodes: OsmNodes;
  readonly #relations: Relation[] = [];
  /** Node ids of the ways relations are made of; null until the way is seen. */
  readonly #members = new Map<number, Float64Array | null>();
  readonly #admin_members = new Set<number>();
  /** Outer ways of building relations; with tags where the way is tagged as a building, too. */
  readonly #outers = new Map<number, Tags | null>();

  constructor(items: OsmItems, nodes: OsmNodes) {
    this.#items = items;
    this.#nodes = nodes;
  }

  add(id: number, members: OsmMember[], tags: Tags) {
    const layers = OUTLINE_LAYERS.filter(
      (layer) => this.#items.wants(layer) && OUTLINE_ROWS[layer](tags) !== null,
    );
    if (layers.length === 0) return;
    const row = `relation/${id}`;
    const type = tags.get('type') ?? '';
    const ways = members.filter((member) => member.type === 'way' && RING_ROLES.has(member.role));
    if (!AREA_RELATIONS.has(type) || ways.length === 0) {
      const message = `a relation of type "${type}" with ${ways.length} ways has no outline of its own`;
      for (const layer of layers) this.#items.note(layer, row, 'no-outline', 'noted', message);
      return;
    }
    const way_ids = [...new Set(ways.map((member) => member.id))];
    for (const way_id of way_ids) this.#members.set(way_id, null);
    if (isAdministrative(tags)) for (const way_id of way_ids) this.#admin_members.add(way_id);
    if (layers.includes('building'))
      for (const way of ways) if (way.role !== 'inner') this.#outers.set(way.id, null);
    this.#relations.push({ row, tags, layers, way_ids });
  }

  isMember(way_id: number) {
    return this.#members.has(way_id);
  }

  /** Whether the way is part of an administrative boundary that is read as a relation. */
  isAdminMember(way_id: number) {
    return this.#admin_members.has(way_id);
  }

  takeMember(way_id: number, refs: Float64Array) {
    if (this.#members.has(way_id)) this.#members.set(way_id, refs);
  }

  /** Holds a building back that is also the outline of a building relation; false where it is not. */
  holdBuilding(way_id: number, tags: Tags): boolean {
    if (!this.#outers.has(way_id)) return false;
    this.#outers.set(way_id, tags);
    return true;
  }

  finish() {
    for (const relation of this.#relations) {
      const assembled = this.#assemble(relation);
      for (const layer of relation.layers) this.#emit(layer, relation, assembled);
      if (relation.layers.includes('building')) this.#finishOuters(relation, assembled.kind === 'area');
    }
  }

  #assemble({ way_ids }: Relation): Outline {
    const lines: MemberLine[] = [];
    for (const way_id of way_ids) {
      const refs = this.#members.get(way_id);
      const { runs, is_cut } = refs ? this.#nodes.runs(refs) : { runs: [], is_cut: true };
      if (runs.length === 1 && !is_cut)
        lines.push({ refs: Float64Array.from(runs[0].ids), positions: runs[0].positions });
    }
    const missing = way_ids.length - lines.length;
    return missing > 0 ? { kind: 'incomplete', missing } : assembleMultipolygon(lines);
  }

  #emit(layer: OutlineLayer, relation: Relation, assembled: Outline) {
    const { row, tags, way_ids } = relation;
    const attributes = OUTLINE_ROWS[layer](tags);
    if (attributes === null) return;
    if (assembled.kind === 'area') {
      this.#items.add(layer, row, assembled.geometry, attributes);
    } else if (assembled.kind === 'incomplete') {
      const message = `${assembled.missing} of its ${way_ids.length} ways are not wholly in the file`;
      this.#items.note(layer, row, 'incomplete-relation', 'noted', message);
    } else if (assembled.kind === 'open') {
      const message = `its ways do not close at node/${assembled.node}`;
      this.#items.note(layer, row, 'open-ring', 'rejected', message);
    } else {
      this.#items.note(layer, row, 'no-area', 'rejected', 'the outline encloses nothing');
    }
  }

  /** A building tagged on the relation and on its outer way is one building. */
  #finishOuters({ row, way_ids }: Relation, is_taken: boolean) {
    for (const way_id of way_ids) {
      const tags = this.#outers.get(way_id);
      const refs = this.#members.get(way_id);
      const attributes = tags && buildingRow(tags);
      if (!attributes || !refs) continue;
      const way_row = `way/${way_id}`;
      const message = `it is an outline of ${row}, which was taken`;
      if (is_taken) this.#items.note('building', way_row, 'outer-of-relation', 'noted', message);
      else addOutline(this.#items, this.#nodes, 'building', way_row, refs, attributes);
      this.#outers.set(way_id, null);
    }
  }
}
