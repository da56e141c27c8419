import { spawn, type ChildProcessByStdio } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Readable } from "node:stream";
import { freePort } from "./free-port.ts";

/** A real redis-server on loopback that keeps what it was told, even when killed. */
export interface RedisProcess {
  readonly url: string;
  readonly port: number;
  /** Kills it, if it runs, and starts it again on what it has on disk. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** Settings in place of those below, as redis.conf has them. */
export type RedisSettings = Readonly<Record<string, string>>;

/** Resolves once it takes connections. */
const untilReady = async (child: ChildProcessByStdio<null, Readable, null>): Promise<void> =>
  new Promise((resolve, reject) => {
    let output = "";
    child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
      output += chunk;
      if (output.includes("Ready to accept connections")) resolve();
    });
    child.once("exit", () => reject(new Error(`redis-server did not start:\n${output}`)));
  });

/** Starts Debian's redis-server with appendfsync always in a folder of its own. */
export const startRedis = async (changes: RedisSettings = {}): Promise<RedisProcess> => {
  const folder = await mkdtemp(path.join(tmpdir(), "s3-sftp-redis-"));
  const port = await freePort();
  const settings: RedisSettings = {
    port: String(port),
    bind: "127.0.0.1",
    dir: folder,
    save: "",
    appendonly: "yes",
    appendfsync: "always",
    "maxmemory-policy": "noeviction",
    ...changes,
  };
  const args = Object.entries(settings).flatMap(([name, value]) => [
    `--${name}`,
    ...(name === "user" ? value.split(" ") : [value]),
  ]);
  const begin = async () => {
    const child = spawn("redis-server", args, { stdio: ["ignore", "pipe", "inherit"] });
    await untilReady(child);
    return child;
  };
  let child = await begin();
  const kill = async () => {
    const exited = once(child, "exit");
    child.kill("SIGKILL");
    await exited;
  };
  return {
    url: `redis://127.0.0.1:${port}/0`,
    port: Number(settings["tls-port"] ?? port),
    restart: async () => {
      await kill();
      child = await begin();
    },
    stop: async () => {
      await kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
};
