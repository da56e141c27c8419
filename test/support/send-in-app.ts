import { reviewWords } from "../../src/tui/words/review.ts";
import type { PtyProgram } from "./pty.ts";

/** Ticks the marked line or all of them, and sends that after the review. `chosen` is the count shown: "4 files". */
export const sendInApp = async (
  app: PtyProgram,
  { tick, chosen }: { readonly tick: "marked" | "all"; readonly chosen: string },
): Promise<void> => {
  if (tick === "all") await app.type("a");
  else await app.press("space");
  await app.waitForText(chosen);
  await app.type("u");
  await app.waitForText(reviewWords.noConflicts);
  await app.press("enter");
};
