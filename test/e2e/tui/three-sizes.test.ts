import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { S3User } from "../../../src/demo/s3/s3-types.ts";
import { appWords } from "../../../src/words/app.ts";
import { batchWords } from "../../../src/words/batch.ts";
import { connectionsWords } from "../../../src/words/connections.ts";
import { failureWords } from "../../../src/words/failure.ts";
import { unfinishedWords } from "../../../src/words/history.ts";
import { ownerNoticeWords } from "../../../src/words/owner-notice-screen.ts";
import { queueWords } from "../../../src/words/queue.ts";
import { resetSentences, resetWords } from "../../../src/words/reset.ts";
import { reviewWords } from "../../../src/words/review.ts";
import { setupWords } from "../../../src/words/setup.ts";
import type { PtyProgram } from "../../support/processes/pty.ts";
import { waitUntil } from "../../support/processes/wait-until.ts";
import { holdParts } from "../../support/sites/hold-parts.ts";
import { createSenderSite, type SenderSite } from "../../support/sites/sender-site.ts";
import { bucket } from "../../support/sites/stand-in-store.ts";
import { arrived } from "../../support/values/arrived.ts";
import { someBytes } from "../../support/values/bytes.ts";
import { keyHint } from "../../support/values/key-hint.ts";
import { sender } from "../../support/values/s3-people.ts";

const listing: S3User = {
  ...sender(bucket),
  grants: [{ bucket, prefix: "", actions: ["s3:ListBucket"] }],
};

/** Shows each of these, and cuts none of them. */
const expectInFull = (app: PtyProgram, ...texts: readonly string[]): void => {
  for (const text of texts) expect(app.screen()).toContain(text);
};

describe.each([
  [80, 24],
  [40, 12],
  [120, 40],
])("at %d × %d", (columns, rows) => {
  let site: SenderSite;
  let app: PtyProgram;
  const open = () => site.open({ columns, rows });
  const keys = () => site.store.objects(bucket).map(({ key }) => key);
  /** From anywhere to the review of the first file of the folder. */
  const review = async (name: string): Promise<void> => {
    await app.type("1r");
    await app.waitForText(name);
    await app.untilStill();
    await app.type("g");
    await app.press("down");
    await app.waitForText(new RegExp(`▌ +${name}`));
    await app.type("u");
  };
  beforeAll(async () => {
    site = await createSenderSite();
    await site.machine.write("letter.txt", "Dear all\n");
    app = await open();
    await app.waitForText("letter.txt");
  });
  afterAll(() => site?.close());

  it("a failure is a menu with every choice in full, each does what it says, and Esc leads back", async () => {
    site.store.setUser(listing);
    await review("letter.txt");
    await app.waitForText(reviewWords.noConflicts);
    await app.press("enter");
    await app.waitForText(`${keyHint("queue", "help")}  ${keyHint("queue", "showOwnerNotice")}`);
    await app.press("enter");
    await app.waitForText(`> o  ${failureWords.ownerNotice}`);
    expectInFull(app, failureWords.retry, failureWords.destination, failureWords.cancel);
    await app.press("enter");
    await app.waitForText(ownerNoticeWords.title);
    await app.press("escape", "escape");
    await app.waitForNoText(failureWords.cancel);
    site.store.setUser(sender(bucket));
    await app.type("r");
    await app.waitForText(arrived(1), 30_000);
    await app.press("escape");
  });

  it("a taken name is asked about with both sides, and goes under a new one", async () => {
    await site.machine.write("letter.txt", "Dear all, once more\n");
    await review("letter.txt");
    await app.waitForText(reviewWords.question("letter.txt"));
    expectInFull(app, reviewWords.there, reviewWords.yours, ...Object.values(reviewWords.answer));
    await app.type("n");
    await app.waitForText(reviewWords.conflicts(0, 1, 0).slice(0, 25));
    await app.press("enter");
    await waitUntil("both are there", () => keys().length === 2, 30_000);
    expect(keys()).toContain("in/letter (2).txt");
    await app.waitForText(arrived(1));
    await app.press("escape");
  });

  it("uploads of an earlier run are offered, and go on with Enter", async () => {
    const letThrough = holdParts(site.store, 1);
    await site.machine.write("a-big.bin", someBytes(14));
    await review("a-big.bin");
    await app.waitForText(reviewWords.noConflicts);
    await app.press("enter");
    await app.waitForText(/a-big\.bin.* [1-9]\d?%/);
    await app.type("q");
    await app.waitForText(`> y  ${appWords.leaveHere}`);
    await app.press("enter");
    await app.exited;
    app = await open();
    await app.waitForText(`> c  ${unfinishedWords.choices.continue}`);
    expectInFull(app, unfinishedWords.choices.later, unfinishedWords.choices.remove, "a-big.bin");
    letThrough();
    await app.press("enter");
    await app.waitForText(batchWords.allArrived(1), 60_000);
    await app.press("escape");
    expect(app.screen()).not.toContain(queueWords.state.failed);
  });

  it("what is saved here is removed after a question, and the set-up comes", async () => {
    const { title } = resetSentences({ what: "connection", connection: "clinic" });
    await app.type("c");
    await app.waitForText(connectionsWords.title);
    await app.type("f");
    await app.waitForText(resetWords.title);
    await app.press("down", "enter");
    await app.waitForText(`> n  ${resetWords.no}`);
    expectInFull(app, resetWords.question(title), `y  ${resetWords.yes}`);
    await app.press("enter");
    await app.waitForText(`> ${title}`);
    await app.press("enter");
    await app.type("y");
    await app.waitForText(setupWords.title("accessKeyId"));
    expect(keys()).toHaveLength(3);
  });
});
