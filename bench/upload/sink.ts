import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { request } from "node:https";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";
import type { Programs } from "./programs.ts";

/** How far away the sink is. */
export interface Shape {
  readonly delayMs: number;
  /** Of each connection; 0 for as fast as it comes. */
  readonly bytesPerSecond: number;
  /** Keys are listed, and kept from being written over. */
  readonly remembers?: boolean;
}

/** An S3 over TLS in a process of its own that throws everything away. */
export interface Sink {
  readonly endpoint: string;
  /** The same, with segments and windows as on a far line. */
  readonly farEndpoint: string;
  /** As far, and without TLS. */
  readonly farPlainEndpoint: string;
  /** What it remembers is forgotten. */
  shape(shape: Shape): Promise<void>;
  /** All bytes that have come, heads and bodies. */
  receivedBytes(): Promise<number>;
  close(): Promise<void>;
}

/** Starts the compiled sink on a free port of 127.0.0.1. */
export const startSink = async (programs: Programs): Promise<Sink> => {
  const child = spawn(programs.sink, [programs.cert, programs.key], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const lines = createInterface({ input: child.stdout });
  const ports: string[] = [];
  for await (const line of lines) if (ports.push(line) === 3) break;
  const [near = "", far = "", farPlain = ""] = ports;
  const endpoint = `https://127.0.0.1:${near}`;
  const ca = readFileSync(programs.cert);
  const tell = (order: string): Promise<string> =>
    new Promise((resolve, reject) => {
      const call = request(
        `${endpoint}/-/${order}`,
        { method: "POST", ca, agent: false },
        (answer) => resolve(text(answer)),
      );
      call.once("error", reject);
      call.end();
    });
  return {
    endpoint,
    farEndpoint: `https://127.0.0.1:${far}`,
    farPlainEndpoint: `http://127.0.0.1:${farPlain}`,
    shape: async ({ delayMs, bytesPerSecond, remembers = false }) => {
      await tell(`shape?${delayMs},${bytesPerSecond},${Number(remembers)}`);
    },
    receivedBytes: async () => Number(await tell("received")),
    close: async () => {
      const exit = once(child, "exit");
      child.stdin.end();
      await exit;
    },
  };
};
