/** A 4-ary heap of nodes by arrival. A node may be in it several times; the caller drops outdated entries. */
export class ArrivalHeap {
  size = 0;
  #arrival = new Float64Array(256);
  #node = new Uint32Array(256);

  /** The earliest arrival in the heap. */
  get least(): number {
    return this.#arrival[0];
  }

  push(node: number, arrival: number): void {
    if (this.size === this.#node.length) this.#grow();
    let at = this.size++;
    while (at > 0) {
      const parent = (at - 1) >>> 2;
      if (this.#arrival[parent] <= arrival) break;
      this.#arrival[at] = this.#arrival[parent];
      this.#node[at] = this.#node[parent];
      at = parent;
    }
    this.#arrival[at] = arrival;
    this.#node[at] = node;
  }

  /** Takes out the node of the earliest arrival; the heap must not be empty. */
  pop(): number {
    const top = this.#node[0];
    const arrival = this.#arrival[--this.size];
    const node = this.#node[this.size];
    let at = 0;
    for (let child = 1; child < this.size; child = 4 * at + 1) {
      const end = Math.min(child + 4, this.size);
      let least = child;
      for (let other = child + 1; other < end; other++) {
        if (this.#arrival[other] < this.#arrival[least]) least = other;
      }
      if (this.#arrival[least] >= arrival) break;
      this.#arrival[at] = this.#arrival[least];
      this.#node[at] = this.#node[least];
      at = least;
    }
    this.#arrival[at] = arrival;
    this.#node[at] = node;
    return top;
  }

  #grow(): void {
    const arrival = new Float64Array(2 * this.#node.length);
    const node = new Uint32Array(2 * this.#node.length);
    arrival.set(this.#arrival);
    node.set(this.#node);
    this.#arrival = arrival;
    this.#node = node;
  }
}
