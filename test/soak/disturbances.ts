import { setTimeout as wait } from "node:timers/promises";
import type { RemoteQueue } from "../../src/services/adapters/daemon/remote-queue.ts";
import type { SoakPlace } from "./soak-place.ts";

/** What may go wrong in the middle of a round, by name. Each leaves the round able to end. */
export const disturbances: Readonly<
  Record<string, (place: SoakPlace, queue: RemoteQueue) => Promise<void>>
> = {
  nothing: () => Promise.resolve(),
  "a closed terminal": async (_place, queue) => {
    process.kill(queue.daemon?.pid ?? process.pid, "SIGHUP");
  },
  "a second app": async (place) => {
    const second = await place.connect();
    await second.snapshot({ from: 0, count: 10 });
    second.close();
  },
  "a pause": async (_place, queue) => {
    await queue.pause("all");
    await wait(300);
    await queue.resume("all");
  },
  "a limit": async (_place, queue) => {
    await queue.limit(20 * 1024 * 1024);
    await wait(500);
    await queue.limit(null);
  },
  "a store that is away": async (place) => {
    await place.store.unplug();
    await wait(1_500);
    await place.store.replug();
  },
};

/** Ends the daemon as a power cut does. Apart, because it begins the memory anew. */
export const killDaemon = async (_place: SoakPlace, queue: RemoteQueue): Promise<void> => {
  await wait(200);
  const pid = queue.daemon?.pid;
  if (pid === undefined) return;
  process.kill(pid, "SIGKILL");
};
