/**
 * Aborted when this process is asked to end (SIGTERM, SIGINT). SIGHUP asks nothing of a daemon: it is how a closing
 * terminal ends what was started in it.
 */
export const stopSignal = (): AbortSignal => {
  const stop = new AbortController();
  process.on("SIGHUP", () => undefined);
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => stop.abort());
  return stop.signal;
};
