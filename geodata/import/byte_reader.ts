/** Takes exact numbers of bytes from a stream of chunks; what is in memory is one chunk and one record. */
export class ByteReader {
  readonly #chunks: AsyncIterator<Uint8Array>;
  #buffer: Buffer = Buffer.alloc(0);
  #at = 0;

  constructor(chunks: AsyncIterable<Uint8Array>) {
    this.#chunks = chunks[Symbol.asyncIterator]();
  }

  /** The next `length` bytes; fewer where the stream ends before. The view holds until the next call. */
  async take(length: number): Promise<Buffer> {
    if (this.#buffer.length - this.#at < length) await this.#fill(length);
    const end = Math.min(this.#at + length, this.#buffer.length);
    const taken = this.#buffer.subarray(this.#at, end);
    this.#at = end;
    return taken;
  }

  async close(): Promise<void> {
    await this.#chunks.return?.();
  }

  async #fill(length: number) {
    const parts = [this.#buffer.subarray(this.#at)];
    let held = parts[0]!.length;
    while (held < length) {
      const next = await this.#chunks.next();
      if (next.done) break;
      const { buffer, byteOffset, byteLength } = next.value;
      parts.push(Buffer.from(buffer, byteOffset, byteLength));
      held += byteLength;
    }
    this.#buffer = Buffer.concat(parts);
    this.#at = 0;
  }
}
