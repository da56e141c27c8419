import { readSync } from "node:fs";
import { open } from "node:fs/promises";
import { dirname } from "node:path";
import { parentPort } from "node:worker_threads";
import { systemCode } from "../../../domain/system-code.ts";
import type { DigestAnswer, DigestOrder, DigestResult, DigestWork } from "./digest-messages.ts";
import { isOnThisMachine } from "./local-disk.ts";
import { RunningSum } from "./running-sum.ts";

type FileWork = Exclude<DigestWork, { do: "digest" }>;

/** What has been ordered of one sum. */
class Job {
  readonly #stopper = new AbortController();
  #sum: RunningSum | null = null;
  #last: Promise<unknown> = Promise.resolve();

  cancel(): void {
    this.#stopper.abort();
  }

  /** Behind what was ordered before; once one has failed, so do all. */
  async carryOut(work: DigestWork): Promise<DigestResult> {
    const before = this.#last;
    const done = before.then(() =>
      work.do === "digest" ? this.#digest(work.path) : this.#carryOut(work),
    );
    this.#last = done;
    return done;
  }

  async #digest(path: string): Promise<DigestResult> {
    await using file = await open(path, "r");
    const isNear = await isOnThisMachine(dirname(path));
    const sum = new RunningSum(async (buffer, position) => {
      // Where a disk of this machine answers: to wait for another thread costs as much as to hash.
      if (isNear) return readSync(file.fd, buffer, 0, buffer.length, position);
      return (await file.read(buffer, 0, buffer.length, position)).bytesRead;
    }, this.#stopper.signal);
    await sum.pass(Number.POSITIVE_INFINITY);
    return { digest: sum.result() };
  }

  async #carryOut(work: FileWork): Promise<DigestResult> {
    this.#sum ??= new RunningSum(
      async (buffer, position) => readSync(work.file, buffer, 0, buffer.length, position),
      this.#stopper.signal,
    );
    if (work.do === "fill") return { read: await this.#sum.fill(work.buffer) };
    if (work.do === "pass") return { read: await this.#sum.pass(work.end) };
    await this.#sum.pass(Number.POSITIVE_INFINITY);
    return { digest: this.#sum.result() };
  }
}

const jobs = new Map<number, Job>();

const answer = async (order: number, job: Job, work: DigestWork): Promise<DigestAnswer> => {
  try {
    return { order, ...(await job.carryOut(work)) };
  } catch (thrown) {
    const code = systemCode(thrown) ?? "ERR_UNKNOWN";
    return { order, failed: { code, message: String(thrown) } };
  }
};

parentPort?.on("message", (message: DigestOrder) => {
  const job = jobs.get(message.job) ?? new Job();
  if ("ends" in message) {
    job.cancel();
    jobs.delete(message.job);
    return;
  }
  jobs.set(message.job, job);
  const { order, work } = message;
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread's port has no origin
  void answer(order, job, work).then((answered) => parentPort?.postMessage(answered)); // `answer` never rejects
});
