import { appWords } from "../../../src/words/app.ts";
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

/** Sends the marked file, and waits until some of it has arrived. */
export const sendSome = async (app: PtyProgram, name: string): Promise<void> => {
  await app.waitForText(name);
  await sendInApp(app, { select: "marked", selected: "1 file" });
  await app.waitForText(new RegExp(`${name.replaceAll(".", String.raw`\.`)}.* [1-9]\\d?%`), 60_000);
};

/** Leaves an app whose uploads go on in the background; gives the exit code. */
export const leaveSending = async (app: PtyProgram): Promise<number> => {
  await app.type("q");
  await app.waitForText(appWords.leaveDetached);
  await app.press("enter");
  return app.exited;
};
