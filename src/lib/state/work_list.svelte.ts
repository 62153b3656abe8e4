import type { WorkListRow } from '../contract/api_work_list.ts';
import type { VehicleChoice } from '../contract/vehicle_choice.ts';
import type { WorkKind, WorkVehicle } from '../domain/live/work_items.ts';
import { Latest } from './latest.ts';

/** For whom: the page's choice; nobody on foot is stopped by an obstacle. */
export interface WorkChoice {
  vehicle: VehicleChoice;
  cutoff_s: number;
}

const PAGE_ROWS = 50;

/** The work list that is open, read page by page; while the server makes it, how far that is. */
export class OpenWorkList {
  /** Null: closed. */
  kind = $state<WorkKind | null>(null);
  rows = $state.raw<readonly WorkListRow[]>([]);
  total = $state<number | null>(null);
  steps = $state(0);
  /** Share made so far; null once it is, and before the first answer. */
  share = $state<number | null>(null);
  reading = $state(false);
  failed = $state(false);

  readonly #reading = new Latest();

  open(kind: WorkKind, choice: WorkChoice): Promise<void> {
    this.kind = kind;
    this.rows = [];
    this.total = null;
    return this.more(choice);
  }

  more(choice: WorkChoice): Promise<void> {
    const { kind, rows } = this;
    if (kind === null) return Promise.resolve();
    this.reading = true;
    this.failed = false;
    return this.#reading.run(
      async (signal) => {
        const { fetchWorkList } = await import('../api/work_list_client.ts');
        const ask = { ...asked(kind, choice), offset: rows.length, limit: PAGE_ROWS };
        return fetchWorkList(ask, (share) => (this.share = share), signal);
      },
      (answer) => {
        this.rows = [...rows, ...answer.rows];
        this.total = answer.total;
        this.steps = answer.steps;
        this.share = null;
        this.reading = false;
      },
      () => {
        this.failed = true;
        this.share = null;
        this.reading = false;
      },
    );
  }

  close(): void {
    this.#reading.abort();
    this.kind = null;
    this.rows = [];
    this.share = null;
    this.reading = false;
  }
}

/** What one row of the work list says, for its card. */
export class WorkOfRow {
  row = $state.raw<WorkListRow | null>(null);
  share = $state<number | null>(null);
  /** Read, and there was no such row or no answer. */
  missing = $state(false);

  readonly #reading = new Latest();

  read(kind: WorkKind, id: number, choice: WorkChoice): Promise<void> {
    this.row = null;
    this.missing = false;
    return this.#reading.run(
      async (signal) => {
        const { fetchWorkList } = await import('../api/work_list_client.ts');
        return fetchWorkList({ ...asked(kind, choice), id }, (share) => (this.share = share), signal);
      },
      ({ rows }) => {
        this.row = rows[0] ?? null;
        this.missing = rows.length === 0;
        this.share = null;
      },
      () => {
        this.missing = true;
        this.share = null;
      },
    );
  }

  close(): void {
    this.#reading.abort();
  }
}

const workVehicle = (vehicle: VehicleChoice): WorkVehicle => (vehicle === 'walk' ? 'best' : vehicle);

const asked = (kind: WorkKind, { vehicle, cutoff_s }: WorkChoice) => ({
  kind,
  vehicle: workVehicle(vehicle),
  cutoff: cutoff_s,
});

/** Where the whole list comes as a table to keep. */
export const workListDownload = (kind: WorkKind, { vehicle, cutoff_s }: WorkChoice): string =>
  `/api/worklist?kind=${kind}&vehicle=${workVehicle(vehicle)}&cutoff=${cutoff_s}&format=csv`;
