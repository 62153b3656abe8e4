/** The question has no answer: some demand cannot be served, by any site or by that few. */
export class Unsolvable extends Error {
  override readonly name = 'Unsolvable';
  /** Demand no allowed site serves; empty where more sites would serve all. */
  readonly demand: Uint32Array;

  constructor(message: string, demand: Uint32Array = new Uint32Array()) {
    super(message);
    this.demand = demand;
  }
}
