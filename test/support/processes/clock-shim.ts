import { execFileSync } from "node:child_process";
import { openSync, writeFileSync, writeSync } from "node:fs";
import path from "node:path";

/** A date for other processes that a test can set. */
export interface ClockShim {
  /** For a program whose date it shall be. */
  readonly env: Readonly<Record<string, string>>;
  /** From now on their date is off by so much from the machine's. */
  setOffset(ms: number): void;
}

/** Compiles the shim into `folder`. Needs the component gcc. */
export const createClockShim = (folder: string): ClockShim => {
  const library = path.join(folder, "clock-shim.so");
  const source = path.join(import.meta.dirname, "clock-shim.c");
  execFileSync("gcc", ["-shared", "-fPIC", "-O1", "-o", library, source, "-ldl"]);
  const file = path.join(folder, "clock-offset");
  writeFileSync(file, Buffer.alloc(8));
  const descriptor = openSync(file, "r+");
  return {
    env: { LD_PRELOAD: library, CLOCK_SHIM_FILE: file },
    setOffset: (ms) => {
      const bytes = Buffer.alloc(8);
      bytes.writeBigInt64LE(BigInt(ms) * 1_000_000n);
      writeSync(descriptor, bytes, 0, bytes.length, 0);
    },
  };
};
