import { setTimeout as wait } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { historyWords } from "../../../src/words/history.ts";
import { someBytes } from "../../support/values/bytes.ts";
import type { PtyProgram } from "../../support/processes/pty.ts";
import { sendInApp } from "../../support/sites/send-in-app.ts";
import { createSenderSite, type SenderSite } from "../../support/sites/sender-site.ts";
import { mebibyte } from "../../support/sites/stand-in-store.ts";
import { someOf } from "../../support/values/run-size.ts";
import { arrived } from "../../support/values/arrived.ts";

const small = [40, 12] as const;
const large = [200, 60] as const;

let site: SenderSite;
let app: PtyProgram;
beforeEach(async () => {
  site = await createSenderSite({ limitBytesPerSecond: 4 * mebibyte });
  for (let file = 1; file <= 30; file += 1)
    await site.machine.write(
      `scans/page-${String(file).padStart(3, "0")}.tif`,
      someBytes(0.5, file),
    );
  app = await site.open();
});
afterEach(async () => {
  await site.close();
});

const send = async () => {
  await app.waitForText("scans/");
  await sendInApp(app, { select: "marked", selected: "30 files" });
  await app.waitForText(/Uploading 30 files/);
};

/** As a person drags the corner of the window: sizes come faster than frames. */
const drag = async () => {
  for (let turn = 0; turn < 60; turn += 1) {
    const share = Math.abs(Math.sin(turn / 3));
    const [columns, rows] = [0, 1].map((at) =>
      Math.round((small[at] ?? 0) + share * ((large[at] ?? 0) - (small[at] ?? 0))),
    );
    app.resize(columns ?? 0, rows ?? 0);
    // A hand's pace: some sizes get a frame of their own, most do not.
    await wait(turn % 3 === 0 ? 40 : 4);
  }
};

/** What a terminal of this size shows that was never another size. */
const onFreshTerminal = async (columns: number, rows: number) => {
  const other = await site.open({ columns, rows });
  await other.waitForText("scans/");
  await other.type("3");
  await other.waitForText(historyWords.count(null, 30));
  const screen = other.screen();
  await other.close();
  return screen;
};

describe("a window that is resized while uploads run", () => {
  it.each(someOf([small, [80, 24], large] as const, 1))(
    "shows at %d × %d in the end what a window of this size shows, and nothing that was left over",
    async (columns, rows) => {
      await send();
      await drag();
      app.resize(columns, rows);
      await app.waitForText(arrived(30), 60_000);
      await drag();
      app.resize(columns, rows);
      await app.type("3");
      await app.waitForText(historyWords.count(null, 30));
      await app.untilStill();
      const screen = app.screen();
      await app.type("q");
      expect(await app.exited).toBe(0);
      expect(screen).toBe(await onFreshTerminal(columns, rows));
    },
  );
});
