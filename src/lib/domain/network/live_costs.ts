import { BLOCKED, OPEN, type ArcCosts, type ArcPricer } from './costs.ts';
import type { Network } from './network.ts';

/** Arc costs of one vehicle over a network that changes. */
export class LiveCosts implements ArcCosts {
  readonly cost_ms: Uint32Array;
  readonly pass: Uint8Array;
  /**
   * OPEN where the arc may be travelled by a vehicle of no size, else BLOCKED: with it a search for least_pass OPEN finds what
   * one for least_pass BLOCKED finds in a network packed with one-way obeyed. (Here arcs against one-way exist, and least_pass
   * BLOCKED would travel them.)
   */
  readonly any_size_pass: Uint8Array;

  readonly #network: Network;
  readonly #pricer: ArcPricer;

  /** To be built anew where the network's columns were made longer. */
  constructor(network: Network, pricer: ArcPricer) {
    this.#network = network;
    this.#pricer = pricer;
    this.cost_ms = new Uint32Array(network.arc_count);
    this.pass = new Uint8Array(network.arc_count);
    this.any_size_pass = new Uint8Array(network.arc_count);
    for (let arc = 0; arc < network.arc_count; arc++) this.#price(arc);
  }

  /** Prices arcs again after they changed. */
  update(arcs: Uint32Array): void {
    for (const arc of arcs) this.#price(arc);
  }

  #price(arc: number): void {
    this.cost_ms[arc] = this.#pricer.cost_ms(this.#network, arc);
    this.pass[arc] = this.#pricer.pass(this.#network, arc);
    this.any_size_pass[arc] = this.#pricer.allowed(this.#network, arc) ? OPEN : BLOCKED;
  }
}
