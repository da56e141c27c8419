import { spawn } from "node:child_process";
import { once } from "node:events";
import { buffer, text } from "node:stream/consumers";
import { Readable } from "node:stream";

/** A command line and what it needs in its environment. */
export interface Command {
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** What a command took, its children included. */
export interface Measurement {
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly peakRssBytes: number;
}

const parse = (line: string): Measurement & { readonly exitCode: number } => JSON.parse(line);

/**
 * Runs a command under the stopwatch. `cutOffSeconds` interrupts it then, and no exit code is wrong; otherwise a
 * command that fails rejects with what it said.
 */
export const measure = async (
  stopwatch: string,
  { argv, env }: Command,
  cutOffSeconds = 0,
): Promise<Measurement> => {
  const child = spawn(stopwatch, [String(cutOffSeconds), ...argv], {
    stdio: ["ignore", "ignore", "pipe", "pipe"],
    env: { PATH: process.env["PATH"] ?? "", HOME: process.env["HOME"] ?? "", ...env },
  });
  const verdict = child.stdio[3];
  if (!(verdict instanceof Readable) || child.stderr === null) throw new Error("no pipes");
  const [line, said] = await Promise.all([
    text(verdict),
    buffer(child.stderr),
    child.exitCode === null ? once(child, "exit") : undefined,
  ]);
  const { exitCode, ...measurement } = parse(line);
  if (exitCode !== 0 && cutOffSeconds === 0) {
    throw new Error(`${argv[0]} ended with ${exitCode}: ${said.toString("utf8").slice(-1000)}`);
  }
  return measurement;
};

/** The value in the middle; of an even count the lower one. */
export const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[(values.length - 1) >> 1] ?? Number.NaN;
