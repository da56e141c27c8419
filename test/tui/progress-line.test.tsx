import { it } from "vitest";
import type { AppError } from "../../src/domain/errors.ts";
import { ProgressLine } from "../../src/tui/ProgressLine.tsx";
import { batchWords } from "../../src/words/batch.ts";
import { createStillQueue, someSnapshot, someView } from "../support/fakes/still-queue.ts";
import { showOnInk } from "../support/sites/ink-screen.ts";

const rows = [someView({ state: "waiting" })];

it.each<[AppError | null, string]>([
  [null, "1 file to go"],
  [{ code: "SecretStoreUnavailable", why: "no passphrase" }, batchWords.waitsForPassphrase(1)],
  [{ code: "EndpointUnreachable", host: "s3", reason: "timeout" }, batchWords.held(1)],
  [{ code: "WrongSecret" }, batchWords.held(1)],
])("says at the foot of other screens what becomes of the queue: %j", async (trouble, words) => {
  const { queue } = createStillQueue(someSnapshot(rows, { trouble }));
  const screen = await showOnInk(<ProgressLine queue={queue} columns={80} />);
  await screen.until(words);
  screen.unmount();
});
