import { expect, it } from "vitest";
import { farewellLines } from "../../src/tui/farewell.ts";
import { batchWords } from "../../src/words/batch.ts";
import { createStillQueue, someSnapshot, someView } from "../support/fakes/still-queue.ts";

it.each([
  [["paused"], [batchWords.leftPaused(1)]],
  [
    ["waiting", "paused", "paused"],
    [batchWords.waits(1), batchWords.leftPaused(2)],
  ],
  [["delivered"], []],
] as const)("tells the shell which files are left behind: %j", async (states, lines) => {
  const { queue } = createStillQueue(someSnapshot(states.map((state) => someView({ state }))));
  expect(await farewellLines({ queue }, 0)).toEqual(lines);
});
