import { Queue, type Job } from "bullmq";
import type { Redis } from "ioredis";
import { once } from "node:events";
import type {
  BegunMemory,
  KnownToken,
  Log,
  LogEntry,
  MessageQueue,
  ParkedEntry,
  PutAnswer,
  QueuedEntry,
  QueueFault,
  QueueStats,
} from "../ports.ts";
import { fail, ok, type Result } from "../../domain/result.ts";
import { nextSteps, withNext } from "../words/next-steps.ts";
import { queueWords } from "../words/queue-words.ts";
import {
  commandTimeoutMs,
  createErrorListener,
  createRedisConnection,
} from "./redis-connection.ts";
import { redisFault } from "./redis-fault.ts";
import { readJobs, type JobPage } from "./redis-jobs.ts";
import { createEvictionWatch, type EvictionWatch } from "./redis-eviction.ts";
import { durabilityWarnings, evictionOf, readMaxmemoryPolicy } from "./redis-settings.ts";
import { createWakeSignal } from "./wake-signal.ts";
import { createRedisBegun } from "./redis-begun.ts";
import { jobIdsOf, type JobIds } from "./redis-job-ids.ts";
import { createRedisLease, type RedisLease } from "./redis-lease.ts";

export interface RedisQueueOptions {
  /** redis:// or rediss:// */
  readonly url: string;
  readonly rememberMs: number;
  readonly log: Pick<Log, "warn" | "error">;
  /** Before all keys; servers that share it share one queue. */
  readonly prefix?: string;
}

interface PendingPut {
  readonly entry: LogEntry;
  readonly ids: JobIds;
  readonly answer: (result: Result<PutAnswer, QueueFault>) => void;
}

/** Entries fetched at a time. */
const pageEntries = 100;
const windowChars = 4 * 1024 * 1024;

/**
 * Jobs of one priority are kept sorted by arrival in a sorted set: removing one from the middle of a long queue costs
 * a logarithm, in BullMQ's plain list it would cost the length.
 */
const priority = 1;

/**
 * The queue in Redis, by BullMQ, for several servers. A job's ID is what repeats of its post share, so that Redis
 * itself refuses the second one while the first one waits. Once delivered, a marker under that ID stays; a job that
 * has a marker is never posted again. One server at a time has the lease to deliver.
 */
export class RedisQueue implements MessageQueue {
  readonly begun: BegunMemory;
  readonly #redis: Redis;
  readonly #waiting: Queue<LogEntry>;
  readonly #parked: Queue<Pick<ParkedEntry, "entry" | "reason">>;
  readonly #lease: RedisLease;
  readonly #eviction: EvictionWatch;
  readonly #prefix: string;
  readonly #rememberMs: number;
  readonly #more = createWakeSignal();
  readonly #log: RedisQueueOptions["log"];
  #pending: PendingPut[] = [];
  #lost = 0;

  constructor({ url, rememberMs, log, prefix = "s3-sftp" }: RedisQueueOptions) {
    const listener = createErrorListener(log);
    this.#redis = createRedisConnection(url, listener);
    const options = {
      connection: this.#redis,
      prefix,
      streams: { events: { maxLen: 100 } },
      defaultJobOptions: { priority },
    };
    this.#waiting = new Queue("log-waiting", options);
    this.#parked = new Queue("log-parked", options);
    // Without a listener BullMQ prints the whole error, and with it the command that was refused.
    for (const queue of [this.#waiting, this.#parked]) queue.on("error", listener.onError);
    this.#prefix = prefix;
    this.#rememberMs = rememberMs;
    this.#log = log;
    this.#eviction = createEvictionWatch(this.#redis, log);
    this.begun = createRedisBegun(this.#redis, `${prefix}:log-begun`);
    this.#lease = createRedisLease(this.#redis, `${prefix}:log-delivery`);
  }

  /** Connects. Gives warnings for the administrator; fails when Redis does not answer, or may drop messages. */
  async open(): Promise<Result<readonly string[], string>> {
    try {
      if (this.#redis.status !== "ready")
        await once(this.#redis, "ready", { signal: AbortSignal.timeout(commandTimeoutMs) });
      await Promise.all([this.#waiting.waitUntilReady(), this.#parked.waitUntilReady()]);
      const policy = await readMaxmemoryPolicy(this.#redis);
      const evicts = evictionOf(policy);
      if (evicts !== null) return fail(evicts);
      this.#eviction.start();
      return ok(await durabilityWarnings(this.#redis, policy));
    } catch (error) {
      return fail(withNext(queueWords.noRedis(redisFault(error)), nextSteps.redisAway));
    }
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
    const evicts = this.#eviction.reason();
    if (evicts !== null) {
      for (const { answer } of group) answer(fail({ code: "broken", detail: evicts }));
      return;
    }
    try {
      const answers = await this.#addAll(group);
      for (const [index, { answer }] of group.entries()) answer(ok(answers[index] ?? "seen"));
      this.#more.notify();
    } catch (error) {
      const detail = redisFault(error);
      // Redis is at its maxmemory and its policy is, rightly, noeviction.
      const code = detail === "OOM" ? "full" : "broken";
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
    let isLast = false;
    while (!isLast && found.length < limit && chars < windowChars) {
      const count = Math.min(limit - found.length, pageEntries);
      // What a page leaves in the queue is found; all else of it was removed.
      const page = await this.#read(this.#waiting, found.length, count);
      for (const { id, data } of await this.#withoutDelivered(page.jobs)) {
        found.push({ position: id ?? "", entry: data });
        chars += data.message.length;
      }
      ({ isLast } = page);
    }
    return found;
  }

  async #read<T>(queue: Queue<T>, from: number, count: number): Promise<JobPage<T>> {
    const page = await readJobs(queue, this.#redis, from, count);
    this.#lost += page.lost;
    if (page.lost > 0) this.#log.error({ messages: page.lost }, queueWords.redisLost);
    return page;
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
    const { jobs } = await this.#read(this.#parked, 0, limit);
    return jobs.map(({ data, timestamp }) => ({ ...data, parkedAtMs: timestamp }));
  }

  async unpark(): Promise<number> {
    let count = 0;
    for (let isLast = false; !isLast;) {
      const page = await this.#read(this.#parked, 0, pageEntries);
      for (const job of page.jobs) {
        const { id = "" } = job;
        await this.#redis.del(this.#markerOf(id));
        await this.#waiting.add("log", job.data.entry, { jobId: id });
        await job.remove();
      }
      count += page.jobs.length;
      ({ isLast } = page);
    }
    if (count > 0) this.#more.notify();
    return count;
  }

  async stats(): Promise<QueueStats> {
    const [waiting, parked, [firstId = null]] = await Promise.all([
      this.#waiting.getJobCountByTypes("prioritized"),
      this.#parked.getJobCountByTypes("prioritized"),
      this.#waiting.getRanges(["prioritized"], 0, 0, true),
    ]);
    const first = firstId === null ? null : await this.#waiting.getJob(firstId);
    return {
      waiting,
      parked,
      oldestWaitingAtMs: first?.data.receivedAtMs ?? null,
      oldestPosition: firstId,
      lost: this.#lost,
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
    await this.#eviction.check();
    const evicts = this.#eviction.reason();
    if (evicts !== null) throw new Error(evicts);
    await this.#redis.set(`${this.#prefix}:log-probe`, "", "PX", 60_000);
  }

  async close(): Promise<void> {
    this.#eviction.stop();
    if (this.#redis.status === "ready") await this.#lease.release();
    await Promise.all([this.#waiting.close(), this.#parked.close()]);
    this.#redis.disconnect();
  }
}
