import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { build } from "esbuild";

/** The token that the bench's senders have. */
export const benchToken = "a-token-of-the-bench-0123456789";

/** A log server under measurement. */
export interface BenchServer {
  readonly port: number;
  /** From spawn to the first pong. */
  readonly startMs: number;
  /** Resident memory now. */
  rssBytes(): Promise<number>;
  stop(): Promise<void>;
}

const checkout = path.resolve(import.meta.dirname, "../..");

/** Bundles the server of a checkout into `folder` as the package has it; gives the program's path. */
export const bundleServer = async (folder: string, of: string = checkout): Promise<string> => {
  await build({
    entryPoints: { "log-server": path.join(of, "src/server/main.ts") },
    outdir: folder,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: "node24",
    minifySyntax: true,
    banner: {
      js: "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);",
    },
    logLevel: "warning",
  });
  return path.join(folder, "log-server.mjs");
};

/** A tokens file with the bench's token as the last of `count`. */
export const writeTokens = async (file: string, count: number): Promise<void> => {
  const others = Array.from(
    { length: count - 1 },
    (_, index) => `another-token-of-the-bench-${index}`,
  );
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, `${[...others, benchToken].join("\n")}\n`, { mode: 0o600 });
};

const untilPong = async (port: number, child: ChildProcess): Promise<void> => {
  for (;;) {
    if (child.exitCode !== null) throw new Error(`the server ended with ${child.exitCode}`);
    const isThere = await fetch(`http://127.0.0.1:${port}/health-check`).then(
      (response) => response.ok,
      () => false,
    );
    if (isThere) return;
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
};

const stopChild = async (child: ChildProcess): Promise<void> => {
  const exited = once(child, "exit");
  child.kill("SIGTERM");
  await exited;
};

export interface ServerOptions {
  readonly program: string;
  readonly port: number;
  readonly tokensFile: string;
  readonly dataFolder: string;
  /** Default: a port where nobody listens, so that Slack is away. */
  readonly slackUrl?: string;
  readonly args?: readonly string[];
  /** With the limits that it has by itself; else the bench is one address with one token, and has none. */
  readonly isLimited?: boolean;
}

/** Starts it, without rate limits unless told otherwise. */
export const startServer = async (options: ServerOptions): Promise<BenchServer> => {
  const { program, port, tokensFile, dataFolder, slackUrl = "http://127.0.0.1:1/api/" } = options;
  const unlimited = options.isLimited
    ? []
    : ["--rate-per-token", "0", "--rate-per-address", "0", "--failed-tokens", "0"];
  const where = ["--tokens", tokensFile, "--data", dataFolder, "--host", "127.0.0.1"];
  const args = [program, ...where, "--port", String(port), ...unlimited, "--log-level", "error"];
  const startedAt = performance.now();
  // As the unit and the Dockerfile start it.
  const flags = ["--max-semi-space-size=8"];
  const child = spawn(process.execPath, [...flags, ...args, ...(options.args ?? [])], {
    env: { PATH: process.env["PATH"], SLACK_BOT_TOKEN: "xoxb-bench", SLACK_API_URL: slackUrl },
    stdio: ["ignore", "ignore", "ignore"],
  });
  await untilPong(port, child);
  return {
    port,
    startMs: performance.now() - startedAt,
    rssBytes: async () => {
      const status = await readFile(`/proc/${child.pid}/status`, "utf8");
      return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) * 1024;
    },
    stop: async () => stopChild(child),
  };
};

/** Starts the baseline: node:http that answers every post 202 and does nothing else. */
export const startBaseline = async (port: number): Promise<Pick<BenchServer, "stop">> => {
  const child = spawn(
    process.execPath,
    [path.join(import.meta.dirname, "baseline.ts"), String(port)],
    {
      stdio: "ignore",
    },
  );
  await untilPong(port, child);
  return { stop: async () => stopChild(child) };
};
