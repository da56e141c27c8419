import { expect, it } from "vitest";
import { rateWindowMs } from "../../../src/domain/progress.ts";
import { takeSnapshot } from "../../../src/services/queue/queue-snapshot.ts";
import { createQueueState } from "../../../src/services/queue/queue-state.ts";

const quiet = { waiting: 0, refused: 0, trouble: null, messageTrouble: null, inTrouble: null };

it.each([
  [rateWindowMs - 1, null],
  [rateWindowMs, rateWindowMs],
  [30_000, 30_000],
])("says after %d ms without a part that it stalls for %s ms", (sinceMs, stalledForMs) => {
  const state = createQueueState();
  state.files.uploading = 1;
  state.movedMs = 1_000;
  const { totals } = takeSnapshot(state, { from: 0, count: 1 }, 1_000 + sinceMs, null, quiet);
  expect(totals.stalledForMs).toBe(stalledForMs);
});
