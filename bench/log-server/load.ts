// A load of its own process: raw sockets and prepared bytes, because a full HTTP client would be slower than the server.
import { connect, type Socket } from "node:net";
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

const createRequests = (plan: LoadPlan) => {
  const run = Math.random().toString(16).slice(2, 10).padEnd(8, "0");
  let number = 0;
  return (): string => {
    number += 1;
    // Spread like a real UUID: the index must not profit from a counter.
    const scattered = Math.imul(number, 2_654_435_761) >>> 0;
    const id = `${scattered.toString(16).padStart(8, "0")}-${run}-${number}`;
    const body = JSON.stringify({
      Auth: plan.token,
      Action: "Success",
      LogMessage: "Successful upload to deliveries",
      ...(plan.withIds ? { Id: id } : {}),
      At: "2026-11-25T02:00:00.000Z",
      Sender: "anna@scanner-3",
      Bucket: "deliveries",
      Key: `2026/11/scan-${number}.tiff`,
      Bytes: 1_234_567,
      Sha256: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    });
    return `POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
  };
};

/** Sends posts over kept connections, one at a time on each, and times every answer. */
export const runLoad = async (plan: LoadPlan): Promise<LoadResult> => {
  const histogram = createHistogram();
  const next = createRequests(plan);
  const expected = `HTTP/1.1 ${plan.status} `;
  const startedAt = performance.now();
  const endAt = startedAt + plan.seconds * 1000;
  let posts = 0;
  let sent = 0;
  let wrong = 0;
  const runOne = async () => {
    const socket: Socket = connect(plan.port, "127.0.0.1").setNoDelay(true).setEncoding("latin1");
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    let sentAt = 0;
    let received = "";
    const send = () => {
      const isOver = performance.now() >= endAt || sent >= (plan.maxPosts ?? Infinity);
      if (isOver) return resolve();
      sent += 1;
      sentAt = performance.now();
      return socket.write(next());
    };
    socket.on("connect", send);
    socket.on("data", (chunk: string) => {
      received += chunk;
      const head = received.indexOf("\r\n\r\n");
      if (head === -1) return;
      const length = Number(/content-length: (\d+)/i.exec(received)?.[1] ?? 0);
      if (received.length < head + 4 + length) return;
      histogram.record(Math.max(1, Math.round((performance.now() - sentAt) * 1000)));
      posts += 1;
      if (!received.startsWith(expected)) wrong += 1;
      received = "";
      send();
    });
    socket.on("error", reject);
    await promise;
    socket.destroy();
  };
  await Promise.all(Array.from({ length: plan.connections }, runOne));
  return {
    posts,
    wrong,
    postsPerSecond: posts / ((performance.now() - startedAt) / 1000),
    p50Ms: histogram.percentile(50) / 1000,
    p99Ms: histogram.percentile(99) / 1000,
    maxMs: histogram.max / 1000,
  };
};

if (process.argv[1] === import.meta.filename) {
  const plan: LoadPlan = JSON.parse(process.argv[2] ?? "{}");
  process.stdout.write(`${JSON.stringify(await runLoad(plan))}\n`);
}
