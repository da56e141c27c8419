import { mkdir, mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { startSlackStandIn } from "../src/demo/slack-stand-in.ts";
import { componentMissing } from "../test/support/processes/components.ts";
import { startRedis } from "../test/support/processes/redis.ts";
import { freePort } from "../test/support/processes/free-port.ts";
import { hostileProxy } from "../test/support/processes/hostile-senders.ts";
import { measureHostile, type HostileResult } from "./log-server/hostile.ts";
import type { LoadPlan, LoadResult } from "./log-server/load.ts";
import { toMarkdown, type LogServerResults } from "./log-server/results.ts";
import { buildLoad } from "./log-server/run-load.ts";
import {
  benchToken,
  bundleServer,
  startBaseline,
  startServer,
  writeTokens,
  type BenchServer,
} from "./log-server/server-process.ts";
import { besideFolder, besideLine } from "./beside.ts";
import { machineName } from "./machine.ts";
import { toScaleSection } from "./log-server/scale.ts";
import { writeSection } from "./readme-section.ts";

// BENCH_SECONDS=3 BENCH_POSTS=100000 BENCH_ROUNDS=1 are for a first look.
const seconds = Number(process.env["BENCH_SECONDS"] ?? 10);
const memoryPosts = Number(process.env["BENCH_POSTS"] ?? 1_000_000);
const rounds = Number(process.env["BENCH_ROUNDS"] ?? 3);
const waitingForSlack = memoryPosts / 10;
const slackIntervalMs = 100;

const connections = 100;

const scalePage = path.join(import.meta.dirname, "../docs/scale.md");

interface Place {
  readonly folder: string;
  readonly program: string;
  readonly loadFrom: (plan: LoadPlan) => Promise<LoadResult>;
}

const planOf = (port: number, changes: Partial<LoadPlan> = {}): LoadPlan => ({
  port,
  connections,
  seconds,
  token: benchToken,
  status: 202,
  withIds: true,
  ...changes,
});

const nothingYet: LoadResult = {
  posts: 0,
  wrong: 0,
  postsPerSecond: 0,
  p50Ms: 0,
  p99Ms: 0,
  maxMs: 0,
};

/**
 * The best of several rounds for each contender, in turns: what else the machine does only ever takes away, and takes
 * from all of them alike.
 */
const inTurns = async <Name extends string>(
  contenders: ReadonlyMap<Name, () => Promise<LoadResult>>,
): Promise<(name: Name) => LoadResult> => {
  const best = new Map<Name, LoadResult>();
  const bestOf = (name: Name) => best.get(name) ?? nothingYet;
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, run] of contenders) {
      const result = await run();
      if (result.postsPerSecond > bestOf(name).postsPerSecond) best.set(name, result);
    }
  }
  return bestOf;
};

interface Setting {
  readonly isLimited?: boolean;
  readonly tokens?: number;
  readonly slackUrl?: string;
  readonly args?: readonly string[];
}

const withServer = async <T>(
  { folder, program }: Pick<Place, "folder" | "program">,
  { tokens = 1, ...setting }: Setting,
  work: (server: BenchServer) => Promise<T>,
): Promise<T> => {
  const tokensFile = path.join(folder, "tokens");
  const dataFolder = path.join(folder, "data");
  await writeTokens(tokensFile, tokens);
  const options = { program, port: await freePort(), tokensFile, dataFolder, ...setting };
  const server = await startServer(options);
  try {
    return await work(server);
  } finally {
    await server.stop();
  }
};

const emptied = async (place: Place): Promise<void> =>
  rm(path.join(place.folder, "data"), { recursive: true, force: true });

const measure = async (
  place: Place,
  setting: Setting,
  changes: Partial<LoadPlan> = {},
): Promise<LoadResult> => {
  await emptied(place);
  return withServer(place, setting, async ({ port }) => place.loadFrom(planOf(port, changes)));
};

const measureBaseline = async ({ loadFrom }: Place): Promise<LoadResult> => {
  const port = await freePort();
  const server = await startBaseline(port);
  try {
    return await loadFrom(planOf(port));
  } finally {
    await server.stop();
  }
};

const measureMemory = async (place: Place): Promise<LogServerResults["memory"]> => {
  await emptied(place);
  return withServer(place, {}, async (server) => {
    const rssBytes: number[] = [];
    for (let tenth = 0; tenth < 10; tenth += 1) {
      const maxPosts = memoryPosts / 10;
      await place.loadFrom(planOf(server.port, { seconds: 3600, maxPosts }));
      rssBytes.push(await server.rssBytes());
    }
    const { size: diskBytes } = await stat(path.join(place.folder, "data", "queue.db"));
    return { posts: memoryPosts, rssBytes, diskBytes };
  });
};

const measureStarts = async (place: Place): Promise<readonly number[]> => {
  const times: number[] = [];
  for (let round = 0; round < 9; round += 1) {
    await emptied(place);
    times.push(await withServer(place, {}, async ({ startMs }) => startMs));
  }
  return times;
};

const waitingNow = async (port: number): Promise<number> => {
  const ready = await fetch(`http://127.0.0.1:${port}/ready`);
  const { queue }: { queue: { waiting: number } } = JSON.parse(await ready.text());
  return queue.waiting;
};

const measureSlack = async (place: Place): Promise<LogServerResults["slack"]> => {
  await emptied(place);
  await withServer(place, {}, async ({ port }) =>
    place.loadFrom(planOf(port, { seconds: 3600, maxPosts: waitingForSlack })),
  );
  const slack = await startSlackStandIn();
  const args = ["--slack-interval", String(slackIntervalMs)];
  const forSeconds = 10;
  const result = await withServer(place, { slackUrl: slack.url, args }, async ({ port }) => {
    const [posts, waiting] = [slack.postCount(), await waitingNow(port)];
    await new Promise((resolve) => setTimeout(resolve, forSeconds * 1000));
    return {
      waiting: waitingForSlack,
      promisedPerSecond: 1000 / slackIntervalMs,
      postsPerSecond: (slack.postCount() - posts) / forSeconds,
      messagesPerSecond: (waiting - (await waitingNow(port))) / forSeconds,
    };
  });
  await slack.close();
  return result;
};

const measureNeighbours = async (place: Place): Promise<HostileResult> => {
  await emptied(place);
  const setting = { isLimited: true, args: ["--trust-proxy", hostileProxy] };
  return withServer(place, setting, async ({ port }) =>
    measureHostile(port, benchToken, seconds * 3),
  );
};

const measureRedis = async (place: Place): Promise<LoadResult | null> => {
  if (componentMissing("redis")) return null;
  const redis = await startRedis();
  try {
    return await measure(place, { args: ["--redis", redis.url] });
  } finally {
    await redis.stop();
  }
};

/** The rows that every round measures anew. */
const roundsOf = (place: Place) => {
  const wrong = { token: "a-token-that-nobody-has-0123456", status: 401 };
  return new Map([
    ["baseline", async () => measureBaseline(place)],
    ["durable", async () => measure(place, {})],
    ["without Ids", async () => measure(place, {}, { withIds: false })],
    ["401", async () => measure(place, {}, wrong)],
    ["401 of 10,000", async () => measure(place, { tokens: 10_000 }, wrong)],
  ]);
};

/** This server and that of another checkout, in turns. */
const compareBeside = async (place: Place, folder: string): Promise<void> => {
  const program = await bundleServer(path.join(place.folder, "beside"), folder);
  const own = roundsOf(place);
  const other = roundsOf({ ...place, program });
  const named = [...own].flatMap(([name, run]) => [
    [name, run] as const,
    [`beside: ${name}`, other.get(name) ?? run] as const,
  ]);
  const best = await inTurns(new Map(named));
  for (const name of own.keys()) {
    const [ours, theirs] = [best(name), best(`beside: ${name}`)];
    console.log(besideLine(`${name}, answers/s`, ours.postsPerSecond, theirs.postsPerSecond));
    console.log(besideLine(`${name}, p99 ms`, ours.p99Ms, theirs.p99Ms));
  }
};

/** Measures the log server, prints its table, and keeps it in bench/results, bench/README.md and docs/scale.md. */
export const benchLogServer = async (): Promise<void> => {
  const folder = await mkdtemp(path.join(tmpdir(), "s3-sftp-bench-"));
  try {
    const place: Place = {
      folder,
      program: await bundleServer(path.join(folder, "program")),
      loadFrom: buildLoad(folder),
    };
    if (besideFolder !== null) return await compareBeside(place, besideFolder);
    const best = await inTurns(roundsOf(place));
    const results: LogServerResults = {
      machine: machineName(),
      at: new Date().toISOString(),
      baseline: best("baseline"),
      durable: best("durable"),
      durableWithoutIds: best("without Ids"),
      unauthorized: best("401"),
      unauthorizedOf10000: best("401 of 10,000"),
      redis: await measureRedis(place),
      memory: await measureMemory(place),
      startMs: await measureStarts(place),
      slack: await measureSlack(place),
      hostile: await measureNeighbours(place),
    };
    const markdown = toMarkdown(results);
    console.log(markdown);
    const kept = path.join(import.meta.dirname, "results");
    await mkdir(kept, { recursive: true });
    await writeFile(path.join(kept, "log-server.json"), `${JSON.stringify(results, null, 2)}\n`);
    await writeSection("log-server", markdown);
    await writeSection("log-server", toScaleSection(results), scalePage);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};
