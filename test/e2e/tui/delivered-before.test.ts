import { stat, utimes } from "node:fs/promises";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { ContentFinding } from "../../../src/domain/past-delivery.ts";
import { browserWords } from "../../../src/words/browser.ts";
import { compareWords } from "../../../src/words/compare.ts";
import { reviewWords } from "../../../src/words/review.ts";
import type { PtyProgram } from "../../support/processes/pty.ts";
import { sendInApp } from "../../support/sites/send-in-app.ts";
import { createSenderSite, type SenderSite } from "../../support/sites/sender-site.ts";

const arrived = /arrived/;

const backToFiles = async (app: PtyProgram) => {
  await app.waitForText(arrived);
  await app.press("escape");
  await app.waitForNoText(arrived);
  await app.type("1");
  await app.waitForText("[1 Files]");
};

const marked = (name: string) => new RegExp(`${name}\\.csv +${browserWords.delivered}`);

const found = (name: string, finding: ContentFinding) =>
  new RegExp(`${name}\\.csv.* ${compareWords.finding[finding]}`);

describe("what was delivered before", () => {
  let site: SenderSite;
  beforeEach(async () => {
    site = await createSenderSite();
    await site.machine.write("a.csv", "aaaa");
    await site.machine.write("b.csv", "bbbb");
  });
  afterEach(async () => {
    await site.close();
  });
  it("is marked in the list, and left out of the review without a question", async () => {
    const app = await site.open();
    await app.waitForText("a.csv");
    await sendInApp(app, { select: "all", selected: "2 files" });
    await backToFiles(app);
    await app.waitForText(marked("a"));
    await app.waitForText(marked("b"));
    // In the next run, too; and a file that has changed since is another one.
    await app.type("q");
    await app.exited;
    await utimes(path.join(site.machine.files, "b.csv"), 1, 1);
    await site.machine.write("new.csv", "n");
    const next = await site.open();
    await next.waitForText(marked("a"));
    expect(next.screen()).not.toMatch(marked("b"));
    await next.type("au");
    await next.waitForText(reviewWords.question("b.csv"));
    expect(next.screen()).toContain(reviewWords.difference({ age: "older", size: "same size" }));
    await next.press("enter");
    await next.waitForText(reviewWords.deliveredCount(1));
    await next.waitForText(reviewWords.alreadyDelivered(""));
    await next.waitForText(reviewWords.total(1, 1, null).slice(0, 6));
    await next.press("enter");
    await next.waitForText(arrived);
  });

  it("can be taken in once more with Space, and a file is left out with the same key", async () => {
    const app = await site.open();
    await app.waitForText("a.csv");
    await sendInApp(app, { select: "marked", selected: "1 file" });
    await backToFiles(app);
    await app.type("au");
    await app.waitForText(reviewWords.deliveredCount(1));
    await app.press("space");
    await app.waitForText(reviewWords.leftOutCount(1));
    await app.waitForText(reviewWords.nothing.slice(0, 18));
    await app.press("space");
    await app.waitForText(reviewWords.question("a.csv"));
  });

  it("is sent with two keys where nothing is selected: the highlighted file", async () => {
    const app = await site.open();
    await app.waitForText(/▌ +a\.csv/);
    await app.type("u");
    await app.waitForText(reviewWords.noConflicts);
    await app.press("enter");
    await app.waitForText(arrived);
    await app.press("escape");
    await app.waitForText("a.csv");
    expect(app.screen()).not.toContain("b.csv");
  });

  it("is compared by SHA-256 where that is asked for, in the list and in the review", async () => {
    const app = await site.open();
    await app.waitForText("a.csv");
    await sendInApp(app, { select: "all", selected: "2 files" });
    await backToFiles(app);
    await app.waitForText(marked("b"));
    const changed = path.join(site.machine.files, "a.csv");
    const touched = path.join(site.machine.files, "b.csv");
    // Size and time say that it is the one, and the content is another; and the other way round.
    const { mtimeMs } = await stat(changed);
    await site.machine.write("a.csv", "AAAA");
    await utimes(changed, mtimeMs / 1000, mtimeMs / 1000);
    await utimes(touched, 1, 1);
    await app.type("r");
    await app.waitForText(/b\.csv +4 B/);
    await app.type("g");
    await app.press("down");
    await app.type("=");
    await app.waitForText(found("a", "content differs"));
    await app.type("*");
    await app.waitForText(found("b", "same content"));
    await app.waitForText(compareWords.ended(["same content", "content differs"]).slice(0, 30));
    await app.type("au");
    await app.waitForText(reviewWords.question("b.csv"));
    await app.press("escape");
    await app.type("*");
    await app.waitForText(found("b", "same content"));
    await app.waitForText(found("a", "content differs"));
  });
});
