import { reviewWords } from "../../../src/words/review.ts";
import type { PtyProgram } from "../processes/pty.ts";

/** Ticks the marked line or all of them, and sends that after the review. `selected` is the count shown: "4 files". */
export const sendInApp = async (
  app: PtyProgram,
  { select, selected }: { readonly select: "marked" | "all"; readonly selected: string },
): Promise<void> => {
  if (select === "all") await app.type("a");
  else await app.press("space");
  await app.waitForText(selected);
  await app.type("u");
  await app.waitForText(reviewWords.noConflicts);
  await app.press("enter");
};
