import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { appWords } from "../../../src/words/app.ts";
import { errorWords } from "../../../src/words/errors/error-words.ts";
import { historyWords } from "../../../src/words/history.ts";
import { pathWords } from "../../../src/words/paths.ts";
import { reviewWords } from "../../../src/words/review.ts";
import { setupWords } from "../../../src/words/setup.ts";
import type { Key, PtyProgram } from "../../support/processes/pty.ts";
import { waitUntil } from "../../support/processes/wait-until.ts";
import { holdParts } from "../../support/sites/hold-parts.ts";
import { receiptsFolder, savedReceipt } from "../../support/sites/saved-receipt.ts";
import { leaveSending, sendInApp, sendSome } from "../../support/sites/send-in-app.ts";
import { withDaemon } from "../../support/sites/sender-machine.ts";
import { createSenderSite, type SenderSite } from "../../support/sites/sender-site.ts";
import { bucket } from "../../support/sites/stand-in-store.ts";
import { arrived } from "../../support/values/arrived.ts";
import { someBytes } from "../../support/values/bytes.ts";
import { sender } from "../../support/values/s3-people.ts";

// What setup takes is counted in setup-by-paste.test.ts.

/** A person at the keyboard, whose strokes are counted: a paste is one. */
const counted = (app: PtyProgram) => {
  let strokes = 0;
  return {
    strokes: () => strokes,
    letter: (letter: string) => {
      strokes += 1;
      return app.type(letter);
    },
    press: async (key: Key) => {
      strokes += 1;
      // What comes together with the letters before it is a paste, whose line end never submits.
      await app.untilStill();
      await app.press(key);
    },
    paste: (text: string) => {
      strokes += 1;
      app.paste(text);
    },
  };
};

let site: SenderSite;
beforeEach(async () => {
  site = await createSenderSite();
});
afterEach(() => site.close());

describe("so many keys at the most", () => {
  it("are 2 for the highlighted file, sent", async () => {
    await site.machine.write("a.csv", "a");
    const app = await site.open();
    await app.waitForText(/▌ +a\.csv/);
    const person = counted(app);
    await person.letter("u");
    await app.waitForText(reviewWords.noConflicts);
    await person.press("enter");
    await app.waitForText(arrived(1), 30_000);
    expect(person.strokes()).toBeLessThanOrEqual(2);
  });

  it("are 4 for a folder three levels down, whose path is pasted, sent", async () => {
    await site.machine.write("2026/11/scans/page.tif", "1");
    const app = await site.open();
    await app.waitForText("2026/");
    const person = counted(app);
    person.paste(path.join(site.machine.files, "2026/11/scans"));
    await app.waitForText(pathWords.title.goTo);
    await person.press("enter");
    await app.waitForText(/▌ +page\.tif/);
    await person.letter("u");
    await app.waitForText(reviewWords.noConflicts);
    await person.press("enter");
    await app.waitForText(arrived(1), 30_000);
    expect(person.strokes()).toBeLessThanOrEqual(4);
  });

  it("are 1 to leave a file out in the review", async () => {
    for (const name of ["a.csv", "b.csv"]) await site.machine.write(name, name);
    const app = await site.open();
    await app.waitForText("b.csv");
    await app.type("au");
    await app.waitForText(reviewWords.noConflicts);
    const person = counted(app);
    await person.press("space");
    await app.waitForText(reviewWords.leftOutCount(1));
    expect(person.strokes()).toBe(1);
  });

  it("are 2 for the receipts of 46 files, on one page", async () => {
    for (let at = 0; at < 46; at += 1) await site.machine.write(`f-${at}.csv`, String(at));
    const app = await site.open();
    await app.waitForText("f-0.csv");
    await sendInApp(app, { select: "all", selected: "46 files" });
    await app.waitForText(arrived(46), 60_000);
    await app.press("escape");
    await app.waitForNoText(arrived(46));
    const person = counted(app);
    await person.letter("3");
    await app.waitForText(`[${appWords.tab("history", 0)}]`);
    await app.waitForText(historyWords.count(null, 46));
    await app.untilStill();
    await person.letter("s");
    const receipt = await savedReceipt(receiptsFolder(site.machine));
    expect(receipt.match(/SHA-256/gu)).toHaveLength(46);
    expect(person.strokes()).toBeLessThanOrEqual(2);
  });

  it("are none to see how it gets on when one comes back", async () => {
    const letThrough = holdParts(site.store, 1);
    await site.machine.write("big.bin", someBytes(14));
    const environment = withDaemon({});
    const app = await site.open({ environment });
    await sendSome(app, "big.bin");
    await leaveSending(app);
    // The passphrase of an encrypted file, which this machine has, is no key of the app.
    const back = await site.open({ environment });
    const person = counted(back);
    await back.waitForText(/big\.bin.* [1-9]\d?%/);
    expect(person.strokes()).toBe(0);
    letThrough();
    await back.waitForText(arrived(1), 60_000);
  });

  it("are 3 beside the new secret, once the old one has been replaced", async () => {
    const secretAccessKey = "another-secret-of-the-tests-000000000000";
    await site.machine.write("letter.txt", "Dear all\n");
    const app = await site.open();
    await app.waitForText("letter.txt");
    site.store.setUser({ ...sender(bucket), secretAccessKey });
    await app.type("u");
    await app.waitForText(reviewWords.conflictsUnknown("").slice(0, 30));
    await app.untilStill();
    await app.press("enter");
    await app.waitForText(errorWords({ code: "WrongSecret" }).happened.slice(0, 30));
    const person = counted(app);
    await person.letter("n");
    await app.waitForText(setupWords.title("secret"));
    await app.untilStill();
    app.paste(secretAccessKey);
    await person.press("enter");
    await app.waitForText(`> ${setupWords.save("")}`);
    await person.press("enter");
    await waitUntil("the file has arrived", () => site.store.objects(bucket).length === 1, 30_000);
    expect(person.strokes()).toBeLessThanOrEqual(3);
  });
});
