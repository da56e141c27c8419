import { withTimeout } from "../services/ports/with-timeout.ts";
import { batchWords } from "../words/batch.ts";
import { filesAtWork } from "./files-at-work.ts";
import { continuesAfterQuit, isStoppedForGood } from "./leaving.ts";
import type { AppServices } from "./services.ts";

/** Who leaves does not wait for a queue that does not answer. */
const farewellTimeoutMs = 500;

/**
 * What the shell is told when the app has been left: how each batch ended that did so since `sinceMs`, and what goes
 * on, and where, and what is paused. Nothing where the queue does not answer.
 */
export const farewellLines = async (
  services: Pick<AppServices, "queue" | "daemon">,
  sinceMs: number,
): Promise<readonly string[]> => {
  const { queue } = services;
  const snapshot = await withTimeout(
    queue.snapshot({ from: 0, count: 0 }).catch(() => null),
    farewellTimeoutMs,
    () => null,
  );
  if (snapshot === null) return [];
  const { totals, trouble, batches = [] } = snapshot;
  const ended = batches.filter(({ closedAtMs }) => closedAtMs !== null && closedAtMs >= sinceMs);
  // What was said here is no news at the next start.
  const seen = ended.filter(({ isSeen }) => !isSeen).map(({ id }) => id);
  if (seen.length > 0)
    await withTimeout(
      queue.seeBatches(seen).catch(() => undefined),
      farewellTimeoutMs,
      () => undefined,
    );
  const files = filesAtWork(totals);
  const { paused } = totals.files;
  const goesOn = continuesAfterQuit(services, isStoppedForGood(trouble));
  const left = goesOn ? batchWords.continues(files, totals.secondsLeft) : batchWords.waits(files);
  return [
    ...ended.toReversed().map(batchWords.summary),
    ...(files > 0 ? [left] : []),
    ...(paused > 0 ? [batchWords.leftPaused(paused)] : []),
  ];
};
