import type { FeatureCollection } from 'geojson';
import type { LiveClient, LiveUpdate, OpenedTown } from '../api/worker/live_client.ts';
import type { VehicleChoice } from '../contract/vehicle_choice.ts';
import type { LiveFault } from '../contract/live_messages.ts';
import { foldEdits, type Edit } from '../domain/live/edit.ts';
import type { LiveQuestion } from '../domain/live/live_question.ts';
import {
  freeRow,
  historyOf,
  NO_CHANGES,
  redone,
  undone,
  withEdit,
  withoutRow,
  withTurnout,
  type Changes,
  type EditHistory,
} from './edit_history.ts';
import {
  editedRow,
  goneRows,
  handlesOf,
  type BodyOf,
  type NameRow,
  type PointLayer,
  type RowOf,
} from './edited_rows.ts';
import { standingRows } from './standing_rows.ts';
import { verdictChanges } from './verdict_changes.ts';
import { WhatIfTools, type Tool } from './what_if_tools.svelte.ts';

/** By what the town is judged. */
export interface Choice {
  readonly vehicle: VehicleChoice;
  readonly cutoff_s: number;
}

/** Why there are no figures; the message is for those who look after the server. */
export interface Failure {
  fault: LiveFault;
  message: string;
}

const SETTLES_AFTER_MS = 150;
const METRES_A_DEGREE = 111_320;

/** A town that answers while it is edited. The engine runs behind `client`, in a thread of its own. */
export class WhatIf {
  history = $state.raw<EditHistory>(historyOf(NO_CHANGES));
  selected = $state.raw<RowOf | null>(null);
  town = $state.raw<OpenedTown | null>(null);
  /** The town as it is, and as edited. */
  base = $state.raw<LiveUpdate | null>(null);
  update = $state.raw<LiveUpdate | null>(null);
  /** Share of the town that is read, 0 to 1; null while nothing is. */
  opening_share = $state<number | null>(null);
  /** By what the town was judged when it was read. */
  opened_by = $state.raw<Choice | null>(null);
  /** What went wrong, for people. */
  failure = $state.raw<Failure | null>(null);
  /** The steps were made on other data: they are not applied before somebody says so. */
  held = $state(false);
  /** Buildings a second vehicle reaches in time: as it is, and as edited. Worked out when nothing moves. */
  backup = $state.raw<{ before: number | null; after: number | null }>({ before: null, after: null });
  rings = $state.raw<FeatureCollection | null>(null);
  rings_wanted = $state(false);

  readonly tools = new WhatIfTools();
  readonly changes = $derived(this.history.now);
  readonly folded = $derived(foldEdits(this.changes.edits));
  /** Calls rows in the language of the page. */
  nameRow = $state.raw<NameRow>((layer, row) => `${layer} ${row}`);
  readonly #standing = $derived(this.town && standingRows(this.town, this.nameRow));
  readonly handles = $derived(this.#standing ? handlesOf(this.#standing, this.folded, this.nameRow) : []);
  /** Rows the steps are about that are not in the data any more. */
  readonly gone = $derived(this.#standing ? goneRows(this.#standing, this.folded) : []);
  readonly selected_row = $derived(
    this.selected && this.#standing ? editedRow(this.#standing, this.folded, this.selected) : null,
  );
  readonly changed = $derived(
    this.base && this.update ? verdictChanges(this.base.verdict, this.update.verdict) : null,
  );
  /** The figures on screen are not those of the last change yet. */
  pending = $state(false);

  readonly #choice: Choice;
  #client: LiveClient | null = null;
  #opening: AbortController | null = null;
  #base_of: string | null = null;
  #turn = 0;
  #gestures = 0;
  #dragging = false;
  #settling: ReturnType<typeof setTimeout> | undefined;

  /** `choice` is read each time something is asked. */
  constructor(choice: Choice) {
    this.#choice = choice;
  }

  /** Reads the town into the engine, anew where it was open; `start` asks it then. */
  async open(): Promise<void> {
    this.close();
    const opening = new AbortController();
    this.#opening = opening;
    this.opening_share = 0;
    this.failure = null;
    const { vehicle, cutoff_s } = this.#choice;
    try {
      const { LiveClient } = await import('../api/worker/live_client.ts');
      const client = await LiveClient.open({
        area_id: null,
        vehicle,
        cutoff_s,
        signal: opening.signal,
        onProgress: (share: number) => (this.opening_share = share),
      });
      if (opening.signal.aborted) return client.close();
      this.#client = client;
      this.town = client.town;
      this.tools.useRules(client.town.rules);
      this.opened_by = { vehicle, cutoff_s };
      this.base = client.town.base;
      this.update = client.town.base;
      this.#base_of = keyOf(vehicle, cutoff_s);
      this.backup = { before: null, after: null };
    } catch (error) {
      if (!opening.signal.aborted) this.#fail(error);
    } finally {
      if (this.#opening === opening) {
        this.opening_share = null;
        this.#opening = null;
      }
    }
  }

  /** Ends the engine; the steps stay. */
  close(): void {
    this.#opening?.abort();
    this.#opening = null;
    clearTimeout(this.#settling);
    this.#turn += 1;
    this.#client?.close();
    this.#client = null;
    this.opening_share = null;
    this.pending = false;
  }

  /** Vehicle or cutoff changed: both sides are asked anew. */
  chosen(): void {
    void this.#answer();
  }

  /** Starts with these changes, as saved or kept. */
  start(changes: Changes, held: boolean): void {
    this.history = historyOf(changes);
    this.held = held;
    this.selected = null;
    void this.#answer();
  }

  release(): void {
    this.held = false;
    void this.#answer();
  }

  undo(): void {
    this.#put(undone(this.history));
  }

  redo(): void {
    this.#put(redone(this.history));
  }

  setTurnout(turnout_s: number | null): void {
    this.#put(withTurnout(this.history, turnout_s));
  }

  /** A click on the map with a tool in hand: lon, lat in degrees, the street nearest to it if one is near. */
  place(lon_deg: number, lat_deg: number, street_id: number | null): void {
    const { tool } = this.tools;
    if (tool === null || tool === 'clear') return;
    if (tool === 'close') {
      if (street_id !== null) this.toggleStreet(street_id);
      return;
    }
    const row = freeRow(this.history);
    this.#put(withEdit(this.history, this.tools.added(tool, row, [lon_deg, lat_deg])));
    this.selected = { layer: tool, row };
    this.tools.tool = null;
  }

  toggleStreet(row: number): void {
    const closed = this.folded.street.get(row)?.body.closed ?? false;
    if (closed) this.#put(withoutRow(this.history, 'street', row));
    else this.#add({ kind: 'change', layer: 'street', row, body: { closed: true } });
    this.selected = closed ? null : { layer: 'street', row };
  }

  drag(
    layer: PointLayer,
    row: number,
    lon_deg: number,
    lat_deg: number,
    phase: 'start' | 'move' | 'end',
  ): void {
    if (phase === 'start') {
      this.#gestures += 1;
      this.#dragging = true;
      this.selected = { layer, row };
      return;
    }
    this.#dragging = phase === 'move';
    this.#move({ layer, row }, [lon_deg, lat_deg], `drag ${this.#gestures}`);
  }

  /** Moves what is selected by metres to the east and north. */
  nudge(east_m: number, north_m: number): void {
    const at = this.selected_row;
    if (!at?.at_deg || at.layer === 'street') return;
    const [lon_deg, lat_deg] = at.at_deg;
    const along = METRES_A_DEGREE * Math.cos((lat_deg * Math.PI) / 180);
    const to = [lon_deg + east_m / along, lat_deg + north_m / METRES_A_DEGREE] as const;
    this.#move({ layer: at.layer, row: at.row }, to, `nudge ${at.layer} ${at.row}`);
  }

  /** A click on something that can be edited: with the clearing tool it is taken away, else selected. */
  pick(layer: PointLayer, row: number): void {
    if (this.tools.tool === 'clear' && layer === 'obstacle') return this.remove({ layer, row });
    this.tools.tool = null;
    this.selected = { layer, row };
  }

  /** Changes columns of what is selected. */
  change<Layer extends keyof BodyOf>(layer: Layer, row: number, body: Partial<BodyOf[Layer]>): void {
    this.#add({ kind: 'change', layer, row, body } as Edit);
  }

  remove({ layer, row }: RowOf): void {
    if (layer === 'street') return;
    this.#add({ kind: 'remove', layer, row });
    if (this.folded[layer].get(row) === undefined) this.selected = null;
  }

  /** Takes back all that was done to a row. */
  restore({ layer, row }: RowOf): void {
    this.#put(withoutRow(this.history, layer, row));
  }

  takeTool(tool: Tool | null): void {
    this.tools.tool = this.tools.tool === tool ? null : tool;
    if (tool !== null) this.selected = null;
  }

  /** What the town comes to with each of these changes; the steps on screen are asked again after. */
  async answersTo(sides: readonly Changes[]): Promise<LiveUpdate[]> {
    const client = this.#client;
    if (!client) throw new Error('The town is not open');
    const turn = ++this.#turn;
    const answers: LiveUpdate[] = [];
    for (const changes of sides) answers.push(await client.ask(this.#question(changes)));
    if (turn === this.#turn) void this.#answer();
    return answers;
  }

  #move({ layer, row }: RowOf<PointLayer>, at_deg: readonly [number, number], gesture: string): void {
    const edit = { kind: 'change', layer, row, at_deg, body: {} } as Edit;
    this.#put(withEdit(this.history, edit, gesture));
  }

  #add(edit: Edit): void {
    this.#put(withEdit(this.history, edit));
  }

  #put(history: EditHistory): void {
    if (history === this.history) return this.#settle();
    this.history = history;
    void this.#answer();
  }

  #question({ edits, turnout_s }: Changes): LiveQuestion {
    const { vehicle, cutoff_s } = this.#choice;
    return { vehicle, cutoff_s, turnout_s, edits };
  }

  /** Asks for the figures of the changes as they are now. Newer changes win; the last ones are always answered. */
  async #answer(): Promise<void> {
    const client = this.#client;
    if (!client) return;
    const turn = ++this.#turn;
    const key = keyOf(this.#choice.vehicle, this.#choice.cutoff_s);
    this.pending = true;
    try {
      if (this.#base_of !== key) {
        const base = await client.ask(this.#question(NO_CHANGES));
        this.#base_of = key;
        this.base = base;
        this.backup = { before: null, after: null };
        if (turn !== this.#turn) return;
      }
      const update = await client.ask(this.#question(this.held ? NO_CHANGES : this.changes));
      if (client !== this.#client) return;
      this.update = update;
      this.failure = null;
      if (turn !== this.#turn) return;
      this.pending = false;
      this.#settle();
    } catch (error) {
      if (turn === this.#turn) this.#fail(error);
    }
  }

  /** Once nothing moves: what takes longer than a frame. */
  #settle(): void {
    clearTimeout(this.#settling);
    if (this.#dragging) return;
    this.#settling = setTimeout(() => void this.#workOut(), SETTLES_AFTER_MS);
  }

  async #workOut(): Promise<void> {
    const client = this.#client;
    if (!client || this.pending) return;
    const turn = this.#turn;
    const still = () => turn === this.#turn && client === this.#client;
    try {
      const after = countOnes((await client.backup()).second_in_time);
      if (!still()) return;
      if (this.changes.edits.length + Number(this.changes.turnout_s !== null) === 0 || this.held) {
        this.backup = { before: after, after };
      } else this.backup = { ...this.backup, after };
      this.rings = this.rings_wanted ? await client.rings() : null;
      if (still() && this.backup.before === null) await this.#workOutBefore(client);
    } catch (error) {
      if (still()) this.#fail(error);
    }
  }

  async #workOutBefore(client: LiveClient): Promise<void> {
    const turn = this.#turn;
    await client.ask(this.#question(NO_CHANGES));
    const before = countOnes((await client.backup()).second_in_time);
    if (turn !== this.#turn) return;
    this.backup = { ...this.backup, before };
    await client.ask(this.#question(this.changes));
  }

  #fail(error: unknown): void {
    if (error instanceof DOMException && error.name === 'AbortError') return;
    console.error(error);
    const fault = error instanceof Error && 'fault' in error ? (error.fault as LiveFault) : 'engine';
    this.failure = { fault, message: error instanceof Error ? error.message : String(error) };
    this.pending = false;
  }
}

const keyOf = (vehicle: VehicleChoice, cutoff_s: number) => `${vehicle} ${cutoff_s}`;

const countOnes = (column: Uint8Array) => column.reduce((sum, one) => sum + Number(one === 1), 0);
