import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ownerNoticeWords } from "../../../src/words/owner-notice-screen.ts";
import { errorWords } from "../../../src/words/errors/error-words.ts";
import { unfinishedWords, historyWords } from "../../../src/words/history.ts";
import { reviewWords } from "../../../src/words/review.ts";
import { someBytes } from "../../support/values/bytes.ts";
import type { PtyProgram } from "../../support/processes/pty.ts";
import {
  createSenderSite,
  type OpenOptions,
  type SenderSite,
} from "../../support/sites/sender-site.ts";
import { mebibyte } from "../../support/sites/stand-in-store.ts";
import { someOf } from "../../support/values/run-size.ts";
import { appWords } from "../../../src/words/app.ts";

const esc = "\u001b";
/** The one that the store refuses: it would set the title. */
const titled = `title${esc}]0;owned\u0007.txt`;
/** The one that takes its time: it would clear the screen. */
const clearing = `clear${esc}[2J${esc}[3Jscreen.csv`;
const names = [
  titled,
  clearing,
  "納品書-2026-11.txt",
  "👩‍👩‍👧 Familie 🇩🇪.jpg",
  "e\u0301tude-co\u0302te\u0301.mp3",
  "תמונה.png",
  "فاتورة.pdf",
  "gpj.\u202Eexe",
  "two\nlines\r.txt",
];

/** What must never reach the terminal, whatever the name. */
const attacks = [`${esc}]0;owned`, `${esc}[2J`, `${esc}[3J`, "\u202E", "owned\u0007"];

const forms: readonly (readonly [string, OpenOptions, "dark" | "light"])[] = [
  ["80 × 24, light", { columns: 80, rows: 24 }, "light"],
  ["40 × 12, TERM=linux", { columns: 40, rows: 12, environment: { TERM: "linux" } }, "dark"],
  [
    "200 × 60, --ascii, NO_COLOR",
    { columns: 200, rows: 60, args: ["--ascii"], environment: { NO_COLOR: "1" } },
    "dark",
  ],
];

describe.each(someOf(forms, 1))("names on every screen, %s", (_, form, theme) => {
  let site: SenderSite;
  let app: PtyProgram;
  /** Until then the large file stands half-way. */
  let letThrough: () => void;
  beforeEach(async () => {
    site = await createSenderSite({ theme });
    for (const name of names)
      await site.machine.write(name, name === clearing ? someBytes(12) : name);
    const stall = { kind: "stall", afterBytes: mebibyte } as const;
    letThrough = site.store.inject({ operation: "UploadPart", times: 1_000, does: stall });
    site.store.inject({
      operation: "PutObject",
      key: `in/${titled}`,
      does: { kind: "answer", status: 403, code: "AccessDenied" },
    });
  });
  afterEach(async () => {
    await site.close();
  });

  /** Nothing of a name got through, and what was drawn bit by bit is what is drawn at once. */
  const expectData = async (isStill = true) => {
    if (isStill) await app.untilStill();
    const drawn = app.screen();
    for (const attack of attacks) expect(app.output()).not.toContain(attack);
    expect(drawn.split("\n").length).toBeLessThanOrEqual(form.rows ?? 0);
    if (!isStill) return;
    const written = app.output().length;
    await app.press("ctrlL");
    await app.untilWritten(written);
    await app.untilStill();
    expect(app.screen()).toBe(drawn);
  };

  it("are data: they move no cursor, set no title and turn no letters round", async () => {
    app = await site.open(form);
    await app.waitForText(/title[�?…].*\.txt/);
    await expectData();
    await app.type("a");
    await app.waitForText(/9 files/);
    await expectData();

    await app.type("u");
    await app.waitForText(reviewWords.noConflicts);
    await app.waitForText(/clear[�?…].*\.csv/);
    await expectData();

    await app.press("enter");
    await app.waitForText(/[✗!] title[�?…]/);
    await expectData(false);
    await app.type("g");
    await app.press("enter");
    await app.waitForText(
      errorWords({ code: "AccessDenied", right: "write", bucket: "" }).happened.slice(0, 30),
    );
    // In a small window "d" leads through them page by page.
    for (let page = 0; page < 4 && !/request ID: \S+/.test(app.screen()); page += 1) {
      await app.type("d");
      await app.untilStill();
    }
    await app.waitForText(/request ID: \S+/);
    await expectData(false);
    await app.type("o");
    await app.waitForText(ownerNoticeWords.title);
    await app.waitForText(/title[�?…]/);
    await expectData();
    await app.press("escape", "escape");

    await app.type("q");
    await app.waitForText(appWords.quitQuestion(1));
    await app.waitForText(/clear[�?…]/);
    await expectData();
    await app.press("enter");
    expect(await app.exited).toBe(0);

    letThrough();
    app = await site.open(form);
    await app.waitForText(unfinishedWords.title(1));
    await app.waitForText(/clear[�?…]/);
    await expectData();
    await app.press("enter");
    await app.waitForText(/ha(?:s|ve) arrived/, 60_000);
    await expectData();
    await app.type("3");
    await app.waitForText(historyWords.count(null, 8));
    await expectData();
    await app.press("enter");
    await app.waitForText(historyWords.batch(8).slice(0, 13));
    await expectData();
    await app.press("enter");
    await app.waitForText(/Receipt [·-] clear[�?…]/);
    await expectData();
  });
});
