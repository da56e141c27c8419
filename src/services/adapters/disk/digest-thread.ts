import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import type { FileDigest } from "../../ports/file-source.ts";
import type { DigestAnswer, DigestOrder } from "./digest-messages.ts";

/** Sums whole files in a thread of its own, several side by side. */
export interface DigestThread {
  /** Rejects with what node:fs threw, or with the signal's reason. */
  digest(path: string, signal: AbortSignal): Promise<FileDigest>;
}

interface Job {
  readonly settle: (answer: DigestAnswer) => void;
  readonly reject: (reason: unknown) => void;
}

/** The bundle has the thread beside its main file as .js; the source tree has it beside this file as .ts. */
const threadUrl = (): URL => {
  const bundled = new URL("./sha256-thread.js", import.meta.url);
  return existsSync(fileURLToPath(bundled))
    ? bundled
    : new URL("./sha256-thread.ts", import.meta.url);
};

const toError = (failed: { readonly code: string; readonly message: string }): Error =>
  Object.assign(new Error(failed.message), { code: failed.code });

/** It holds one buffer for each file, which is no part of its heap; what else it makes is gone with the next piece. */
const threadLimits = { maxYoungGenerationSizeMb: 1, maxOldGenerationSizeMb: 64 };

/** A pool whose thread starts with the first file and never keeps the program alive. */
export const createDigestThread = (): DigestThread => {
  const jobs = new Map<number, Job>();
  let thread: Worker | null = null;
  let lastJob = 0;

  const stop = (reason: unknown): void => {
    thread = null;
    for (const job of jobs.values()) job.reject(reason);
    jobs.clear();
  };
  const start = (): Worker => {
    const started = new Worker(threadUrl(), { resourceLimits: threadLimits });
    started.on("message", (answer: DigestAnswer) => jobs.get(answer.job)?.settle(answer));
    started.on("error", stop);
    return started;
  };

  return {
    digest: (path, signal) =>
      new Promise<FileDigest>((resolve, reject) => {
        signal.throwIfAborted();
        thread ??= start();
        const worker = thread;
        const job = (lastJob += 1);
        // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
        const send = (order: DigestOrder) => worker.postMessage(order);
        const finish = () => {
          jobs.delete(job);
          signal.removeEventListener("abort", cancel);
          if (jobs.size === 0) worker.unref();
        };
        const cancel = () => {
          send({ do: "cancel", job });
          finish();
          reject(signal.reason);
        };
        jobs.set(job, {
          settle: (answer) => {
            finish();
            if ("digest" in answer) resolve(answer.digest);
            else reject(toError(answer.failed));
          },
          reject,
        });
        signal.addEventListener("abort", cancel);
        // Only while somebody waits for a sum does the thread keep the program running.
        worker.ref();
        send({ do: "digest", job, path });
      }),
  };
};
