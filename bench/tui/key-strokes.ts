import { setTimeout as sleep } from "node:timers/promises";
import { median, quantile, sum } from "./statistics.ts";
import type { TimedTerminal } from "./timed-terminal.ts";

/** Down and up as a terminal sends them; in application mode, which mc asks for, with another letter. */
export const arrows = { down: "\u001B[B", up: "\u001B[A", applicationDown: "\u001BOB" } as const;

/** After the first byte: until all of an answer has come. */
const startDelayMs = 40;
const maxWaitForReadMs = 1_000;

export interface KeyStrokes {
  /** Written from a key until the next one. */
  readonly medianBytes: number;
  /** From a key to the first byte that it brings. */
  readonly p95Ms: number;
  readonly medianMs: number;
}

/** Presses keys so many times, in turn, at the pace of a person who holds a key. */
export const pressKeys = async (
  terminal: TimedTerminal,
  keys: readonly string[],
  presses: number,
): Promise<KeyStrokes> => {
  const bytes: number[] = [];
  const waits: number[] = [];
  for (let press = 0; press < presses; press += 1) {
    const before = terminal.chunks.length;
    const pressedAtMs = performance.now();
    terminal.send(keys[press % keys.length] ?? "");
    while (
      terminal.chunks.length === before &&
      performance.now() - pressedAtMs < maxWaitForReadMs
    ) {
      await sleep(1);
    }
    await sleep(startDelayMs);
    const written = terminal.chunks.slice(before);
    bytes.push(sum(written.map((chunk) => chunk.bytes)));
    waits.push((written[0]?.atMs ?? pressedAtMs + maxWaitForReadMs) - pressedAtMs);
  }
  return { medianBytes: median(bytes), p95Ms: quantile(waits, 0.95), medianMs: median(waits) };
};

export interface Output {
  readonly framesPerSecond: number;
  readonly bytesPerSecond: number;
}

/** What is written without any key. Bytes less than 5 ms apart are one frame. */
export const watch = async (terminal: TimedTerminal, ms: number): Promise<Output> => {
  const before = terminal.chunks.length;
  await sleep(ms);
  const written = terminal.chunks.slice(before);
  const frames = written.filter(({ atMs }, at) => atMs - (written[at - 1]?.atMs ?? 0) > 5);
  return {
    framesPerSecond: (frames.length / ms) * 1000,
    bytesPerSecond: (sum(written.map((chunk) => chunk.bytes)) / ms) * 1000,
  };
};
