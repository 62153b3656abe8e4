const LOOK_MS = 100;

/**
 * Aborts when the program that started this one is gone. `npm start` puts a shell in between that passes no SIGTERM
 * on: without this the server would outlive the npm that was told to end. Never aborts where npm did not start us,
 * nor on Windows, where a process keeps the number of a parent that ended.
 */
export function launcherGone(): AbortSignal {
  const gone = new AbortController();
  if (process.env.npm_lifecycle_event === undefined) return gone.signal;
  const launcher = process.ppid;
  const look = setInterval(() => {
    if (process.ppid === launcher) return;
    clearInterval(look);
    gone.abort(new Error('npm has ended'));
  }, LOOK_MS).unref();
  return gone.signal;
}
