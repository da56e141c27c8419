// A load of its own process: raw sockets and prepared bytes, because a full HTTP client would be slower than the server.
import { connect } from "node:net";
import { createHistogram } from "node:perf_hooks";

/** What one sender process does. */
export interface LoadPlan {
  readonly port: number;
  readonly connections: number;
  readonly seconds: number;
  readonly token: string;
  /** Status that every answer must have. */
  readonly status: number;
  /** With an Id of its own in each post, as our client sends; without, as the original does. */
  readonly withIds: boolean;
  /** Ends after so many posts, if that is earlier. */
  readonly maxPosts?: number;
}

/** What came of it. Latencies in milliseconds. */
export interface LoadResult {
  readonly posts: number;
  readonly wrong: number;
  readonly postsPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
}

/** Where the next request gets its Id and its number; both have one length, so that one header fits all. */
const idSlot = "#".repeat(36);
const numberSlot = "@".repeat(9);

const createRequests = (plan: LoadPlan): (() => string) => {
  const body = JSON.stringify({
    Auth: plan.token,
    Action: "Success",
    LogMessage: "Successful upload to deliveries",
    ...(plan.withIds ? { Id: idSlot } : {}),
    At: "2026-11-25T02:00:00.000Z",
    Sender: "anna@scanner-3",
    Bucket: "deliveries",
    Key: `2026/11/scan-${numberSlot}.tiff`,
    Bytes: 1_234_567,
    Sha256: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
  });
  const request = `POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
  const [beforeId = "", afterId = ""] = plan.withIds ? request.split(idSlot) : ["", request];
  const [beforeNumber = "", afterNumber = ""] = afterId.split(numberSlot);
  const run = Math.random().toString(16).slice(2, 20).padEnd(18, "0");
  let number = 0;
  return () => {
    number += 1;
    // Spread like a real UUID: the server's index must not profit from a counter.
    const scattered = (Math.imul(number, 2_654_435_761) >>> 0).toString(16).padStart(8, "0");
    const counted = String(number).padStart(9, "0");
    const id = plan.withIds ? `${scattered}-${counted}${run}` : "";
    return beforeId + id + beforeNumber + counted + afterNumber;
  };
};

const startsWith = (bytes: Buffer, begin: Buffer): boolean =>
  begin.compare(bytes, 0, begin.length) === 0;

/** Finds where answers end; the second of one length is known by its length alone. */
const createAnswerReader = (status: number) => {
  const begin = Buffer.from(`HTTP/1.1 ${status} `);
  let knownBytes = 0;
  let parts: Buffer[] = [];
  /** True when a right answer is whole, false for a whole wrong one, null while it is not whole. */
  return (chunk: Buffer): boolean | null => {
    if (parts.length === 0 && chunk.length === knownBytes) return startsWith(chunk, begin);
    parts.push(chunk);
    const bytes = Buffer.concat(parts);
    const head = bytes.indexOf("\r\n\r\n");
    if (head === -1) return null;
    const length = Number(
      /content-length: (\d+)/i.exec(bytes.toString("latin1", 0, head))?.[1] ?? 0,
    );
    if (bytes.length < head + 4 + length) return null;
    parts = [];
    knownBytes = bytes.length;
    return startsWith(bytes, begin);
  };
};

/** Sends posts over kept connections, one at a time on each, and times every answer. */
export const runLoad = async (plan: LoadPlan): Promise<LoadResult> => {
  const histogram = createHistogram();
  const next = createRequests(plan);
  const startedAt = performance.now();
  const endAt = startedAt + plan.seconds * 1000;
  const counts = { sent: 0, posts: 0, wrong: 0 };
  const runOne = async () => {
    const socket = connect(plan.port, "127.0.0.1").setNoDelay(true);
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const read = createAnswerReader(plan.status);
    let sentAt = 0;
    const send = () => {
      sentAt = performance.now();
      if (sentAt >= endAt || counts.sent >= (plan.maxPosts ?? Infinity)) return resolve();
      counts.sent += 1;
      return socket.write(next(), "latin1");
    };
    socket.on("connect", send);
    socket.on("data", (chunk: Buffer) => {
      const isRight = read(chunk);
      if (isRight === null) return;
      histogram.record(Math.max(1, Math.round((performance.now() - sentAt) * 1000)));
      counts.posts += 1;
      if (!isRight) counts.wrong += 1;
      send();
    });
    socket.on("error", reject);
    await promise;
    socket.destroy();
  };
  await Promise.all(Array.from({ length: plan.connections }, runOne));
  return {
    posts: counts.posts,
    wrong: counts.wrong,
    postsPerSecond: counts.posts / ((performance.now() - startedAt) / 1000),
    p50Ms: histogram.percentile(50) / 1000,
    p99Ms: histogram.percentile(99) / 1000,
    maxMs: histogram.max / 1000,
  };
};

if (process.argv[1] === import.meta.filename) {
  const plan: LoadPlan = JSON.parse(process.argv[2] ?? "{}");
  process.stdout.write(`${JSON.stringify(await runLoad(plan))}\n`);
}
