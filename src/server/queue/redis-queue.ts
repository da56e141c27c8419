import { Queue, type Job } from "bullmq";
import { Redis } from "ioredis";
import { once } from "node:events";
import type {
  KnownToken,
  LogEntry,
  MessageQueue,
  ParkedEntry,
  PutAnswer,
  QueuedEntry,
  QueueFault,
  QueueStats,
} from "../ports.ts";
import { fail, ok, type Result } from "../../domain/result.ts";
import { createWakeSignal } from "./wake-signal.ts";
import { createRedisLease, type RedisLease } from "./redis-lease.ts";
import { repeatIds } from "./repeat-ids.ts";

export interface RedisQueueOptions {
  /** redis:// or rediss:// */
  readonly url: string;
  readonly rememberMs: number;
  /** Before all keys; servers that share it share one queue. */
  readonly prefix?: string;
}

interface PendingPut {
  readonly entry: LogEntry;
  readonly ids: JobIds;
  readonly answer: (result: Result<PutAnswer, QueueFault>) => void;
}

/** Answers of Redis that take longer than this count as none. */
const commandTimeoutMs = 5_000;
/** Entries fetched at a time. */
const pageEntries = 100;
const windowChars = 4 * 1024 * 1024;

/**
 * Jobs of one priority are kept sorted by arrival in a sorted set: removing one from the middle of a long queue costs
 * a logarithm, in BullMQ's plain list it would cost the length.
 */
const priority = 1;

interface JobIds {
  readonly id: string;
  /** As a release up to 0.2 called the job of the same post; null when repeats cannot be told. */
  readonly formerId: string | null;
}

const jobIdsOf = (entry: LogEntry, token: KnownToken): JobIds => {
  if (!entry.isRepeatable) return { id: entry.id, formerId: null };
  const { id, formerId } = repeatIds(entry, token);
  // BullMQ takes no ID that could be a number, hence the letter.
  return { id: `r${id.toString("hex")}`, formerId: `r${formerId.toString("hex")}` };
};

/**
 * The queue in Redis, by BullMQ, for several servers. A job's ID is what repeats of its post share, so that Redis
 * itself refuses the second one while the first one waits. Once delivered, a marker under that ID stays; a job that
 * has a marker is never posted again. One server at a time has the lease to deliver.
 */
export class RedisQueue implements MessageQueue {
  readonly #redis: Redis;
  readonly #waiting: Queue<LogEntry>;
  readonly #parked: Queue<Pick<ParkedEntry, "entry" | "reason">>;
  readonly #lease: RedisLease;
  readonly #prefix: string;
  readonly #rememberMs: number;
  readonly #more = createWakeSignal();
  #pending: PendingPut[] = [];

  constructor({ url, rememberMs, prefix = "s3-sftp" }: RedisQueueOptions) {
    this.#redis = new Redis(url, {
      maxRetriesPerRequest: null,
      // A post must be refused while Redis is away, not kept in memory.
      enableOfflineQueue: false,
      commandTimeout: commandTimeoutMs,
    });
    // Lost connections are found by the next command; ioredis connects again by itself.
    this.#redis.on("error", () => {});
    const options = {
      connection: this.#redis,
      prefix,
      streams: { events: { maxLen: 100 } },
      defaultJobOptions: { priority },
    };
    this.#waiting = new Queue("log-waiting", options);
    this.#parked = new Queue("log-parked", options);
    this.#prefix = prefix;
    this.#rememberMs = rememberMs;
    this.#lease = createRedisLease(this.#redis, `${prefix}:log-delivery`);
  }

  /** Connects. Rejects when Redis does not answer. Gives warnings for the administrator. */
  async open(): Promise<readonly string[]> {
    if (this.#redis.status !== "ready")
      await once(this.#redis, "ready", { signal: AbortSignal.timeout(commandTimeoutMs) });
    await Promise.all([this.#waiting.waitUntilReady(), this.#parked.waitUntilReady()]);
    const [, fsync] = await this.#config("appendfsync");
    const [, append] = await this.#config("appendonly");
    return append === "yes" && fsync === "always"
      ? []
      : ["Redis may lose accepted messages in a crash: set appendonly yes, appendfsync always"];
  }

  async #config(name: string): Promise<readonly unknown[]> {
    // Rented Redis servers often do not let anybody look.
    const answer = await this.#redis.config("GET", name).catch(() => []);
    return Array.isArray(answer) ? answer : [];
  }

  #markerOf(jobId: string): string {
    return `${this.#prefix}:log-seen:${jobId}`;
  }

  async put(entry: LogEntry, token: KnownToken): Promise<Result<PutAnswer, QueueFault>> {
    return new Promise((answer) => {
      // All that arrived in one turn of the event loop travel to Redis together.
      if (this.#pending.length === 0) setImmediate(() => void this.#addGroup()); // never rejects
      this.#pending.push({ entry, ids: jobIdsOf(entry, token), answer });
    });
  }

  async #addGroup(): Promise<void> {
    const group = this.#pending;
    this.#pending = [];
    try {
      const answers = await this.#addAll(group);
      for (const [index, { answer }] of group.entries()) answer(ok(answers[index] ?? "seen"));
      this.#more.notify();
    } catch (error) {
      const detail = error instanceof Error ? error.message : String(error);
      // OOM: Redis is at its maxmemory and its policy is, rightly, noeviction.
      const code = detail.startsWith("OOM") ? "full" : "broken";
      for (const { answer } of group) answer(fail({ code, detail }));
    }
  }

  async #addAll(group: readonly Omit<PendingPut, "answer">[]): Promise<readonly PutAnswer[]> {
    const before = await this.#areSeen(group.map(({ ids }) => ids));
    const inGroup = new Set<string>();
    const isNew = group.map(({ ids: { id } }, index) => {
      const isFirst = !before[index] && !inGroup.has(id);
      inGroup.add(id);
      return isFirst;
    });
    const added = group.flatMap(({ entry, ids }, index) =>
      isNew[index] ? [{ name: "log", data: entry, opts: { jobId: ids.id } }] : [],
    );
    if (added.length > 0) await this.#waiting.addBulk(added);
    return isNew.map((one) => (one ? "accepted" : "seen"));
  }

  /** For each ID: was it delivered or parked, or does it wait? */
  async #areSeen(all: readonly JobIds[]): Promise<readonly boolean[]> {
    const pipeline = this.#redis.pipeline();
    for (const { id, formerId } of all) {
      const names = formerId === null ? [id] : [id, formerId];
      pipeline.exists(...names.flatMap((one) => [this.#markerOf(one), this.#waiting.toKey(one)]));
    }
    const answers = (await pipeline.exec()) ?? [];
    return answers.map(([error, count]) => {
      if (error) throw error;
      return Number(count) > 0;
    });
  }

  async oldest(limit: number): Promise<readonly QueuedEntry[]> {
    if (!(await this.#lease.isMine())) return [];
    const found: QueuedEntry[] = [];
    let chars = 0;
    for (let from = 0; from < limit && chars < windowChars; from += pageEntries) {
      const to = Math.min(limit, from + pageEntries) - 1;
      const jobs = await this.#waiting.getJobs("prioritized", from, to, true);
      for (const { id, data } of await this.#withoutDelivered(jobs)) {
        found.push({ position: id ?? "", entry: data });
        chars += data.message.length;
      }
      if (jobs.length < pageEntries) break;
    }
    return found;
  }

  /** A repeat that came in at the very moment of its first delivery is dropped here. */
  async #withoutDelivered(jobs: readonly Job<LogEntry>[]): Promise<readonly Job<LogEntry>[]> {
    if (jobs.length === 0) return [];
    const markers = await this.#redis.mget(jobs.map(({ id = "" }) => this.#markerOf(id)));
    const delivered = jobs.filter((_job, index) => markers[index] !== null);
    await Promise.all(delivered.map(async (job) => job.remove()));
    return jobs.filter((_job, index) => markers[index] === null);
  }

  async ack(positions: readonly string[]): Promise<void> {
    await this.#mark(positions);
    await Promise.all(positions.map(async (id) => this.#waiting.remove(id)));
  }

  /** Before a job goes: between the two a crash leaves a job that is known as delivered. */
  async #mark(ids: readonly string[]): Promise<void> {
    const pipeline = this.#redis.pipeline();
    for (const id of ids) pipeline.set(this.#markerOf(id), "", "PX", this.#rememberMs);
    for (const [error] of (await pipeline.exec()) ?? []) if (error) throw error;
  }

  async park(positions: readonly string[], reason: string): Promise<void> {
    for (const id of positions) {
      const job = await this.#waiting.getJob(id);
      if (job) await this.#parked.add("log", { entry: job.data, reason }, { jobId: id });
    }
    await this.ack(positions);
  }

  async parked(limit: number): Promise<readonly ParkedEntry[]> {
    const jobs = await this.#parked.getJobs("prioritized", 0, limit - 1, true);
    return jobs.map(({ data, timestamp }) => ({ ...data, parkedAtMs: timestamp }));
  }

  async unpark(): Promise<number> {
    const jobs = await this.#parked.getJobs("prioritized", 0, -1, true);
    for (const job of jobs) {
      const { id = "" } = job;
      await this.#redis.del(this.#markerOf(id));
      await this.#waiting.add("log", job.data.entry, { jobId: id });
      await job.remove();
    }
    if (jobs.length > 0) this.#more.notify();
    return jobs.length;
  }

  async stats(): Promise<QueueStats> {
    const [waiting, parked, [first]] = await Promise.all([
      this.#waiting.getJobCountByTypes("prioritized"),
      this.#parked.getJobCountByTypes("prioritized"),
      this.#waiting.getJobs("prioritized", 0, 0, true),
    ]);
    return {
      waiting,
      parked,
      oldestWaitingAtMs: first?.data.receivedAtMs ?? null,
      oldestPosition: first?.id ?? null,
    };
  }

  async whenMore(timeoutMs: number, signal: AbortSignal): Promise<void> {
    await this.#more.wait(timeoutMs, signal);
  }

  /** Redis forgets the markers by itself. */
  async pruneIds(): Promise<number> {
    return 0;
  }

  async probe(): Promise<void> {
    await this.#redis.set(`${this.#prefix}:log-probe`, "", "PX", 60_000);
  }

  async close(): Promise<void> {
    if (this.#redis.status === "ready") await this.#lease.release();
    await Promise.all([this.#waiting.close(), this.#parked.close()]);
    this.#redis.disconnect();
  }
}
