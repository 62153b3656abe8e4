import { FileRefused, type FileReport, type ImportNote, type LayerCounts } from '../../../contract/import.ts';
import type { LayerId } from '../../../contract/layer_rows.ts';

/** Every rejected and repaired row is named, up to a number nobody reads; mere remarks are kept for the first ones. */
export const KEPT_FAULTS = 100_000;
export const KEPT_REMARKS = 1000;

type Note = FileReport['notes'][number];
type Counts = LayerCounts & { missing: number };

/** Counts and notes of one file. Rejected and repaired rows take the room for notes before mere remarks do. */
export class FileTally {
  readonly layers: Partial<Record<LayerId, Counts>> = {};
  readonly #weighty: Note[] = [];
  readonly #remarks: Note[] = [];
  #note_count = 0;
  #last_repaired = '';
  #without_layer = 0;
  #first_rejection: Note | null = null;
  #off_globe = 0;
  #valid_swapped = 0;

  counts(layer: LayerId): Counts {
    return (this.layers[layer] ??= {
      read: 0,
      inserted: 0,
      updated: 0,
      unchanged: 0,
      rejected: 0,
      repaired: 0,
      missing: 0,
    });
  }

  note({ layer, row, code, message, effect }: Omit<ImportNote, 'kind'>) {
    const note: Note = { layer, row: storable(row), code, message: storable(message) };
    this.#note_count++;
    const [kept, most] = effect === 'noted' ? [this.#remarks, KEPT_REMARKS] : [this.#weighty, KEPT_FAULTS];
    if (kept.length < most) kept.push(note);
    if (effect === 'rejected') this.#reject(note);
    if (effect === 'repaired' && layer !== null) this.#repair(layer, row);
  }

  /** A rejected row that would lie on the globe with its axes swapped. */
  noteSwapped() {
    this.#valid_swapped++;
  }

  #reject(note: Note) {
    this.#first_rejection ??= note;
    if (note.code.endsWith('-out-of-range')) this.#off_globe++;
    if (note.layer === null) {
      this.#without_layer++;
      return;
    }
    const counts = this.counts(note.layer);
    counts.read++;
    counts.rejected++;
  }

  /** A row repaired in several places counts once; its notes come one after the other. */
  #repair(layer: LayerId, row: string) {
    const key = `${layer} ${row}`;
    if (key === this.#last_repaired) return;
    this.#last_repaired = key;
    this.counts(layer).repaired++;
  }

  /**
   * Called once the file is read. Rejected rows that named no layer count for the one layer there is.
   * @throws FileRefused for no rows, swapped axes, or more than this share of the file's rows rejected.
   */
  judge(max_rejected: number, asked: LayerId | null) {
    const found = Object.keys(this.layers) as LayerId[];
    const only = asked ?? (found.length === 1 ? found[0] : null);
    if (only !== null && this.#without_layer > 0) {
      this.counts(only).read += this.#without_layer;
      this.counts(only).rejected += this.#without_layer;
    }
    const read = Object.values(this.layers).reduce((sum, counts) => sum + counts.read, 0);
    if (read === 0) {
      const first = this.#first_rejection;
      throw new FileRefused(
        'no-rows',
        `no row${asked === null ? '' : ` of layer ${asked}`} in the file${first ? `; first: ${words(first)}` : ''}`,
        first?.row ?? null,
      );
    }
    if (this.#valid_swapped * 2 > read) {
      throw new FileRefused(
        'axes-swapped',
        `${this.#valid_swapped} of ${read} rows lie on the globe only with longitude and latitude swapped; first: ` +
          words(this.#first_rejection),
        this.#first_rejection?.row ?? null,
      );
    }
    const rejected = Object.values(this.layers).reduce((sum, counts) => sum + counts.rejected, 0);
    if (rejected > max_rejected * read) this.#refuse({ rejected, read }, max_rejected);
  }

  #refuse({ rejected, read }: Pick<Counts, 'rejected' | 'read'>, max_rejected: number): never {
    const first = this.#first_rejection;
    const projected =
      this.#off_globe * 2 > read
        ? '. If these are projected metres, name their system with --crs EPSG:n'
        : '';
    throw new FileRefused(
      'too-many-rejected',
      `${rejected} of ${read} rows rejected, more than the share of ${max_rejected}; first: ` +
        words(first) +
        projected,
      first?.row ?? null,
    );
  }

  report(path: string, source: string): FileReport {
    const notes = [...this.#weighty, ...this.#remarks];
    return { path, source, layers: this.layers, notes, notes_left_out: this.#note_count - notes.length };
  }
}

const words = (note: Note | null) =>
  note === null ? 'none' : `row ${note.row}: ${note.message} (${note.code})`;

/** Notes are kept in the database, whose text holds no NUL. */
const storable = (text: string) => text.replaceAll('\0', '').toWellFormed();
