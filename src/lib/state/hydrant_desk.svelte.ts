import type { HydrantTest, NewRepairOrder, NewTest, RepairOrder } from '../contract/api_hydrant_records.ts';
import { shortfallClient } from './client.ts';
import { Latest } from './latest.ts';
import { faultOf } from './shortfall_board.svelte.ts';

/** What came of saving; a fault is in the server's words, empty where it did not answer. */
export type Outcome = 'saved' | 'saved_earlier' | 'saved_twice' | { fault: string };

/** The records of one hydrant and the saving of new ones, one at a time. */
export class HydrantDesk {
  hydrant_id = $state<number | null>(null);
  tests = $state.raw<readonly HydrantTest[] | null>(null);
  orders = $state.raw<readonly RepairOrder[] | null>(null);
  failed = $state(false);
  saving = $state(false);
  /** Of the latest saving; null before. */
  outcome = $state.raw<Outcome | null>(null);

  readonly #reading = new Latest();
  readonly #onsaved: () => void;

  /** @param onsaved figures elsewhere are old now */
  constructor(onsaved: () => void) {
    this.#onsaved = onsaved;
  }

  open(hydrant_id: number): Promise<void> {
    this.hydrant_id = hydrant_id;
    this.tests = null;
    this.orders = null;
    this.outcome = null;
    return this.#read(hydrant_id);
  }

  close(): void {
    this.#reading.abort();
    this.hydrant_id = null;
  }

  /** Gives whether it was saved. */
  saveTest(test: NewTest): Promise<boolean> {
    return this.#save(async (hydrant_id) => {
      const { added, decides } = await (await shortfallClient()).postTest(hydrant_id, test);
      return !added ? 'saved_twice' : decides ? 'saved' : 'saved_earlier';
    });
  }

  saveOrder(order: NewRepairOrder): Promise<boolean> {
    return this.#save(async (hydrant_id) => {
      const { added } = await (await shortfallClient()).postOrder(hydrant_id, order);
      return added ? 'saved' : 'saved_twice';
    });
  }

  closeOrder(order_id: number, done_on: string): Promise<boolean> {
    return this.#save(async () => {
      await (await shortfallClient()).closeOrder(order_id, { done_on });
      return 'saved';
    });
  }

  /** A second press while the first is on its way does nothing. */
  async #save(send: (hydrant_id: number) => Promise<Outcome>): Promise<boolean> {
    const { hydrant_id } = this;
    if (hydrant_id === null || this.saving) return false;
    this.saving = true;
    this.outcome = null;
    try {
      const outcome = await send(hydrant_id);
      this.#onsaved();
      if (this.hydrant_id === hydrant_id) {
        this.outcome = outcome;
        void this.#read(hydrant_id);
      }
      return true;
    } catch (error) {
      this.outcome = { fault: faultOf(error) };
      return false;
    } finally {
      this.saving = false;
    }
  }

  #read(hydrant_id: number): Promise<void> {
    this.failed = false;
    return this.#reading.run(
      async (signal) => {
        const { fetchTests, fetchOrders } = await shortfallClient();
        return Promise.all([fetchTests(hydrant_id, signal), fetchOrders(hydrant_id, signal)]);
      },
      ([tests, orders]) => {
        this.tests = tests;
        this.orders = orders;
      },
      () => (this.failed = true),
    );
  }
}
