import path from "node:path";

/** The daemon's script: beside the program in dist/, or its source when the program runs from source. */
export const daemonProgram = (): string =>
  import.meta.filename.endsWith(".ts")
    ? path.join(import.meta.dirname, "../daemon/main.ts")
    : path.join(import.meta.dirname, "worker.js");
