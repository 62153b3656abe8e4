import type { Geometry } from 'geojson';
import type { ImportItem, ImportNote } from '../../src/lib/contract/import.ts';
import type { LayerId, LayerRows } from '../../src/lib/contract/layer_rows.ts';

/** Collects the rows and notes of one file, of all layers or of the one asked. */
export class OsmItems {
  readonly #layer: LayerId | null;
  #items: ImportItem[] = [];

  constructor(layer: LayerId | null) {
    this.#layer = layer;
  }

  wants(layer: LayerId) {
    return this.#layer === null || this.#layer === layer;
  }

  /** `row` is also the identity: "way/123". */
  add<L extends LayerId>(layer: L, row: string, geometry: Geometry, attributes: LayerRows[L]) {
    this.#items.push({ kind: 'row', layer, row, source_id: row, geometry, attributes } as ImportItem);
  }

  note(layer: LayerId | null, row: string, code: string, effect: ImportNote['effect'], message: string) {
    this.#items.push({ kind: 'note', layer, row, code, message, effect });
  }

  /** The items since the last call. */
  take(): ImportItem[] {
    const items = this.#items;
    this.#items = [];
    return items;
  }
}
