import { sqliteCode } from "./sqlite-code.ts";

// Primary result codes, sqlite.org/rescode.html: locked, and "unable to open", which a file is too while another
// program closes it and takes its log and its shared memory with it.
const passing: ReadonlySet<number> = new Set([5, 14]);

const isPassing = (thrown: unknown): boolean => {
  const code = sqliteCode(thrown);
  return code !== null && passing.has(code & 255);
};

/** Together a fifth of a second: what is there to stay is said soon enough. */
const maxAttempts = 20;
const pauseMs = 10;

/** Runs `open` again while what stands in its way may pass by itself. Throws what the last attempt threw. */
export const openWhenFree = <T>(open: () => T): T => {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return open();
    } catch (thrown) {
      if (attempt === maxAttempts || !isPassing(thrown)) throw thrown;
      // All of node:sqlite waits so: whoever opens has nothing to do without the file.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pauseMs);
    }
  }
};
