/** What is wrong with bytes that should be a packed town. */
export type PackedTownFault = 'magic' | 'version' | 'length' | 'damaged' | 'content' | 'host';

/** Bytes that are no packed town, or none this program reads; the message says what was seen and expected. */
export class PackedTownError extends Error {
  override readonly name = 'PackedTownError';
  readonly fault: PackedTownFault;

  constructor(fault: PackedTownFault, message: string) {
    super(message);
    this.fault = fault;
  }
}
