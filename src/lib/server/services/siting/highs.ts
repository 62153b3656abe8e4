import loadHighs, { type Highs } from 'highs';

let loading: Promise<Highs> | null = null;

/** The solver, loaded once a thread: HiGHS in WebAssembly, single-threaded and blocking while it runs. */
export const highsSolver = (): Promise<Highs> => (loading ??= loadHighs());
