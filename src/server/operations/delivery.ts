import type { QueueProgress } from "./queue-progress.ts";
import { createWakeSignal } from "../queue/wake-signal.ts";
import { runDeliveryLoop, type DeliveryDeps } from "../slack/delivery-loop.ts";
import { deliveryWords } from "../words/delivery-words.ts";
import { queueWords } from "../words/queue-words.ts";

export interface Delivery {
  /** Tries again at once what Slack refused: parked messages, and a channel that refuses everything. Never rejects. */
  retry(): Promise<void>;
  /** No new post is begun; resolves when the one under way has its answer. */
  stop(): Promise<void>;
}

const restartMs = 5_000;
/** Ids are forgotten this often. */
const retainMs = 3_600_000;

export type StartDeliveryDeps = Omit<DeliveryDeps, "retryRequested"> & {
  readonly progress: Pick<QueueProgress, "watch">;
};

/** Keeps the delivery loop and the housekeeping running: what the disk does to them ends neither. */
export const startDelivery = ({ progress, ...deps }: StartDeliveryDeps): Delivery => {
  const { clock, log, queue } = deps;
  const controller = new AbortController();
  const { signal } = controller;
  const retryRequested = createWakeSignal();
  const runOrLog = async (name: string, work: () => Promise<void>) => {
    try {
      await work();
    } catch (error) {
      if (error === signal.reason) return;
      log.error({ err: error }, deliveryWords.restarting(name));
      await clock.sleep(restartMs, signal);
    }
  };
  const keepRunning = async (name: string, work: () => Promise<void>) => {
    try {
      while (!signal.aborted) await runOrLog(name, work);
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  };
  const loops = [
    keepRunning("delivery", () => runDeliveryLoop({ ...deps, retryRequested }, signal)),
    keepRunning("housekeeping", async () => {
      await clock.sleep(retainMs, signal);
      await queue.pruneIds(clock.nowMs());
    }),
    keepRunning("watching the queue", async () => progress.watch(queue, signal)),
  ];
  return {
    retry: async () => {
      try {
        const messages = await queue.unpark();
        if (messages > 0) log.info({ messages }, "retrying parked messages");
      } catch (error) {
        log.error({ err: error }, queueWords.cannotRetry);
      }
      retryRequested.notify();
    },
    stop: async () => {
      controller.abort();
      await Promise.all(loops);
    },
  };
};
