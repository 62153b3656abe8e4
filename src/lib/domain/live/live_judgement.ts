/** What is judged for one question. Columns are by building, the town's own, and valid until its next question. */
export interface LiveJudgement {
  /** Index into VERDICTS. */
  verdict: Uint8Array;
  /** legsCode. */
  legs: Uint8Array;
  /** Buildings that may be judged otherwise than for the question before, each once; null: any of them. */
  buildings: Uint32Array | null;
  /** Base edges of the drive network that may be reached otherwise; null: any of them. */
  edges: Uint32Array | null;
}
