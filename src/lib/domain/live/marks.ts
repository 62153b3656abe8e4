/** Some of a row of things, each once, in the order they were added. */
export class Marks {
  #list = new Uint32Array(64);
  #count = 0;
  readonly #is_marked: Uint8Array;

  constructor(of: number) {
    this.#is_marked = new Uint8Array(of);
  }

  add(item: number): void {
    if (this.#is_marked[item] === 1) return;
    this.#is_marked[item] = 1;
    if (this.#count === this.#list.length) {
      const longer = new Uint32Array(2 * this.#list.length);
      longer.set(this.#list);
      this.#list = longer;
    }
    this.#list[this.#count++] = item;
  }

  has(item: number): boolean {
    return this.#is_marked[item] === 1;
  }

  /** Those marked so far. */
  marked(): Uint32Array {
    return this.#list.slice(0, this.#count);
  }

  /** The same, marked no longer. */
  taken(): Uint32Array {
    const taken = this.marked();
    for (const item of taken) this.#is_marked[item] = 0;
    this.#count = 0;
    return taken;
  }
}
