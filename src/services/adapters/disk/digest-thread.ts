import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import type { DigestAnswer, DigestOrder, DigestResult, DigestWork } from "./digest-messages.ts";

/** One sum, worked at by the thread. */
export interface DigestJob {
  /** Rejects with what node:fs threw. Always settles, soon after `end` at the latest. */
  ask(work: DigestWork): Promise<DigestResult>;
  /** To be called at last: what is asked for stops, and the job is forgotten. */
  end(): void;
}

/** A thread of its own that sums files, several side by side. */
export interface DigestThread {
  begin(): DigestJob;
}

interface Waiting {
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
  const waiting = new Map<number, Waiting>();
  let thread: Worker | null = null;
  let lastJob = 0;
  let lastOrder = 0;

  const stop = (reason: unknown): void => {
    thread = null;
    for (const each of waiting.values()) each.reject(reason);
    waiting.clear();
  };
  const start = (): Worker => {
    const started = new Worker(threadUrl(), { resourceLimits: threadLimits });
    started.on("message", (answer: DigestAnswer) => waiting.get(answer.order)?.settle(answer));
    started.on("error", stop);
    // Only while somebody waits for an answer does the thread keep the program running.
    started.unref();
    return started;
  };

  const begin = (): DigestJob => {
    const job = (lastJob += 1);
    thread ??= start();
    const worker = thread;
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
    const send = (order: DigestOrder) => worker.postMessage(order);
    return {
      ask: (work) =>
        new Promise((resolve, reject) => {
          // Its sum was lost with the thread that it was begun in.
          if (worker !== thread) throw new Error("the thread that sums files has ended");
          const order = (lastOrder += 1);
          const settle = (answer: DigestAnswer): void => {
            waiting.delete(order);
            if (waiting.size === 0) worker.unref();
            if ("failed" in answer) reject(toError(answer.failed));
            else resolve(answer);
          };
          waiting.set(order, { settle, reject });
          worker.ref();
          send({ job, order, work });
        }),
      end: () => send({ job, ends: true }),
    };
  };
  return { begin };
};
