import type { Shape } from "./sink.ts";

const mebibyte = 1024 ** 2;

/** One row of the table. */
export interface Workload {
  readonly name: "W1" | "W2" | "W3" | "W3http";
  readonly title: string;
  readonly files: number;
  readonly bytesEach: number;
  readonly shape: Shape;
  readonly isPlain?: boolean;
}

const fiftyMegabit = 50_000_000 / 8;

export const workloads: readonly Workload[] = [
  {
    name: "W1",
    title: "2 GiB over TLS, loopback",
    files: 1,
    bytesEach: 2048 * mebibyte,
    shape: { delayMs: 0, bytesPerSecond: 0 },
  },
  {
    name: "W2",
    title: "256 MiB, 40 ms an answer, 50 Mbit/s a connection",
    files: 1,
    bytesEach: 256 * mebibyte,
    shape: { delayMs: 40, bytesPerSecond: fiftyMegabit },
  },
  {
    name: "W3",
    title: "2,000 files of 4 KiB, 40 ms an answer",
    files: 2000,
    bytesEach: 4096,
    shape: { delayMs: 40, bytesPerSecond: 0 },
  },
  {
    name: "W3http",
    title: "the same over plain http",
    files: 2000,
    bytesEach: 4096,
    shape: { delayMs: 40, bytesPerSecond: 0 },
    isPlain: true,
  },
];
