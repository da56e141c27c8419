import { runDeliveryLoop, type DeliveryDeps } from "../slack/delivery-loop.ts";

export interface Delivery {
  /** No new post is begun; resolves when the one under way has its answer. */
  stop(): Promise<void>;
}

const restartMs = 5_000;
/** Ids are forgotten this often. */
const forgetMs = 3_600_000;

/** Keeps the delivery loop and the housekeeping running: what the disk does to them ends neither. */
export const startDelivery = (deps: DeliveryDeps): Delivery => {
  const { clock, log, queue } = deps;
  const controller = new AbortController();
  const { signal } = controller;
  const keepRunning = async (name: string, work: () => Promise<void>) => {
    while (!signal.aborted) {
      try {
        await work();
      } catch (error) {
        log.error({ err: error }, `${name} broke off, it starts again`);
        await clock.sleep(restartMs, signal);
      }
    }
  };
  const loops = [
    keepRunning("delivery", async () => runDeliveryLoop(deps, signal)),
    keepRunning("housekeeping", async () => {
      await clock.sleep(forgetMs, signal);
      if (!signal.aborted) await queue.forgetOldIds(clock.nowMs());
    }),
  ];
  return {
    stop: async () => {
      controller.abort();
      await Promise.all(loops);
    },
  };
};
