import { setTimeout as sleep } from "node:timers/promises";
import { median, quantile, sum } from "./statistics.ts";
import type { TimedTerminal } from "./timed-terminal.ts";

const down = "\u001B[B";

export interface KeyStrokes {
  /** Written from a key until the next one. */
  readonly medianBytes: number;
  /** From a key to the first byte that it brings. */
  readonly p95Ms: number;
  readonly medianMs: number;
}

/** Presses Down so many times, at the pace of a person who holds the key. */
export const pressDown = async (terminal: TimedTerminal, presses: number): Promise<KeyStrokes> => {
  const bytes: number[] = [];
  const waits: number[] = [];
  for (let press = 0; press < presses; press += 1) {
    const before = terminal.chunks.length;
    const pressedAtMs = performance.now();
    terminal.send(down);
    await sleep(50);
    const written = terminal.chunks.slice(before);
    const [first] = written;
    bytes.push(sum(written.map((chunk) => chunk.bytes)));
    waits.push(first ? first.atMs - pressedAtMs : Number.POSITIVE_INFINITY);
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
