import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { request } from "node:https";
import { createInterface } from "node:readline";
import type { Programs } from "./programs.ts";

/** How far away the sink is. */
export interface Shape {
  readonly delayMs: number;
  /** Of each connection; 0 for as fast as it comes. */
  readonly bytesPerSecond: number;
}

/** An S3 over TLS in a process of its own that throws everything away. */
export interface Sink {
  readonly endpoint: string;
  /** The same, with segments and windows as on a far line. */
  readonly farEndpoint: string;
  shape(shape: Shape): Promise<void>;
  close(): Promise<void>;
}

/** Starts the compiled sink on a free port of 127.0.0.1. */
export const startSink = async (programs: Programs): Promise<Sink> => {
  const child = spawn(programs.sink, [programs.cert, programs.key], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const lines = createInterface({ input: child.stdout });
  const ports: string[] = [];
  for await (const line of lines) if (ports.push(line) === 2) break;
  const [endpoint = "", farEndpoint = ""] = ports.map((port) => `https://127.0.0.1:${port}`);
  const ca = readFileSync(programs.cert);
  return {
    endpoint,
    farEndpoint,
    shape: ({ delayMs, bytesPerSecond }) =>
      new Promise((resolve, reject) => {
        const url = `${endpoint}/-/shape?${delayMs},${bytesPerSecond}`;
        const call = request(url, { method: "POST", ca, agent: false }, (answer) => {
          answer.resume().once("end", () => resolve());
        });
        call.once("error", reject);
        call.end();
      }),
    close: async () => {
      const exit = once(child, "exit");
      child.stdin.end();
      await exit;
    },
  };
};
