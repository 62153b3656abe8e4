/**
 * The thread of `read_thread.ts`. Plain JavaScript, because it is also started from its source file, where nothing
 * has been translated yet.
 */
if (import.meta.url.endsWith('/src/cli/jobs/read_worker.js')) {
  const { register } = await import('tsx/esm/api');
  register();
}
const { answerReads } = await import('./read_answers.ts');
answerReads();

export {};
