import { setTimeout as wait } from "node:timers/promises";
import type { Question } from "../../src/domain/setup.ts";
import { appWords } from "../../src/words/app.ts";
import { ownerNoticeWords } from "../../src/words/owner-notice-screen.ts";
import { unfinishedWords } from "../../src/words/history.ts";
import { reviewWords } from "../../src/words/review.ts";
import { setupWords } from "../../src/words/setup.ts";
import { summaryWords } from "../../src/words/setup-summary.ts";
import { unlockWords } from "../../src/words/unlock.ts";
import { keyHint } from "../../test/support/values/key-hint.ts";
import { waitUntil } from "../../test/support/processes/wait-until.ts";
import { clinic, keys, refusedFile, type Stage } from "./stage.ts";
import type { Studio } from "./studio.ts";

/** From a key to what it draws. */
const keyMs = 300;

const titleLine = (question: Question): string => ` ${setupWords.title(question)}\n`;

const answer = async ({ app }: Studio, question: Question, text: string): Promise<void> => {
  await app.waitForText(titleLine(question));
  app.paste(text);
  await app.press("enter");
};

/** The setup, from the first question to the check before saving. */
export const playSetUp = async (studio: Studio, { store, place }: Stage): Promise<void> => {
  const { app, shoot } = studio;
  await app.waitForText(setupWords.title("accessKeyId"));
  await shoot("setup-first", "The first setup question");
  await answer(studio, "accessKeyId", keys.accessKeyId);
  await app.waitForText(titleLine("secret"));
  app.paste(keys.secretAccessKey);
  await app.waitForText("40 characters");
  await shoot("setup", "Setup: one question per screen; secrets are never shown");
  await app.press("enter");
  await answer(studio, "bucket", `${place.bucket}/november`);
  await app.waitForText(titleLine("region"));
  await app.type("dublin");
  await shoot("setup-region", "Find a region by its city");
  await app.press("ctrlU");
  await answer(studio, "region", "https://");
  await answer(studio, "endpoint", store.endpoint);
  await app.waitForText(titleLine("endpointRegion"));
  await app.press("ctrlU");
  await answer(studio, "endpointRegion", place.region);
  await answer(studio, "logUrl", "");
  await answer(studio, "passphrase", keys.passphrase);
  await answer(studio, "passphraseAgain", keys.passphrase);
  await app.waitForText(summaryWords.canUpload, 30_000);
  await shoot("setup-check", "The connection is tested before it is saved");
};

const unlock = async ({ app }: Studio): Promise<void> => {
  await app.waitForText(unlockWords.title);
  await app.type(keys.passphrase);
  await app.waitForText(`${keys.passphrase.length} characters`);
};

/** The first upload that needs the secret says that it waits for the passphrase. */
const unlockQueue = async (studio: Studio): Promise<void> => {
  await studio.app.waitForText("still locked");
  await studio.app.type("n");
  await unlock(studio);
  await studio.app.press("enter");
  await studio.app.waitForNoText(unlockWords.title, 20_000);
};

const highlightedLine = (screen: string): string => /^(?: >| ?▌).*$/m.exec(screen)?.[0] ?? "";

/** Marks a line of the list by the text in it. */
const mark = async ({ app }: Studio, name: string): Promise<void> => {
  await app.type("g");
  await wait(keyMs);
  while (!highlightedLine(app.screen()).includes(name)) {
    const before = highlightedLine(app.screen());
    await app.press("down");
    await waitUntil(`a line behind ${before}`, () => highlightedLine(app.screen()) !== before);
  }
};

const heldPages = ["p-013.tif", "p-014.tif"];
const never = { does: { kind: "delay", ms: 3_600_000 }, times: 1_000 } as const;

/**
 * Lets the store answer nothing but the first parts of two files: a queue that stands still can be drawn twice. Gives
 * the function that lets all through.
 */
const holdParts = ({ store, place: { prefix } }: Stage): (() => void) => {
  const releases = [
    ...[2, 3, 4].map((partNumber) =>
      store.inject({ ...never, operation: "UploadPart", partNumber }),
    ),
    ...heldPages.map((page) =>
      store.inject({ ...never, operation: "UploadPart", key: `${prefix}scans/${page}` }),
    ),
  ];
  return () => {
    for (const release of releases) release();
  };
};

/** Selects, reviews and uploads; quits while a part is being uploaded. */
export const playSending = async (studio: Studio, stage: Stage): Promise<void> => {
  const { store } = stage;
  const { app, shoot, snap, frame } = studio;
  await app.waitForText(`${keyHint("browser", "help")}  ${keyHint("browser", "select")}`);
  await frame(1.5);
  for (const name of ["invoices", "report", "scans"]) {
    await mark(studio, name);
    await app.press("space");
    await frame(0.8);
  }
  await app.waitForText("10 files selected");
  await frame(1.2);
  await shoot("browser", "Selecting files");
  await app.type("?");
  await shoot("help", "Keyboard shortcuts");
  await app.press("escape");
  await app.type("u");
  await unlock(studio);
  await shoot("passphrase", "Without a keychain, secrets are stored in an encrypted file");
  await app.press("enter");
  await app.waitForText(reviewWords.noConflicts);
  await frame(2);
  await shoot("review", "Review before you upload");
  const release = holdParts(stage);
  // For a moment the key may not send the report.
  store.setUser(clinic("scans/", "invoices"));
  await app.press("enter");
  await app.waitForText("failed");
  await app.waitForText(/p-011\.tif +█.*iB\/s/, 30_000);
  await app.waitForText(/ left, [^]*p-012\.tif +█.*iB\/s[^]*delivered/, 30_000);
  store.setUser(clinic(""));
  await snap("queue", "The queue: failed, uploading and delivered files");
  await frame(3);
  await mark(studio, refusedFile);
  await app.press("enter");
  await app.waitForText("AccessDenied");
  await snap("failure", "An error: what happened, what to do, and who can fix it");
  await app.type("o");
  await app.waitForText(ownerNoticeWords.title);
  await shoot("card", "A text to forward to the bucket owner");
  await app.press("escape", "escape");
  await app.type("q");
  await app.waitForText(appWords.leaveHere);
  await snap("quit", "Quitting never loses an upload");
  await app.press("enter");
  await app.exited;
  release();
};

/** Resumes what the run before left, and looks at what was delivered. */
export const playArriving = async (studio: Studio): Promise<void> => {
  const { app, shoot, frame } = studio;
  await app.waitForText(unfinishedWords.explained);
  await shoot("unfinished", "Unfinished uploads: resume, later or cancel");
  await frame(2.5);
  // One after the other, so that they arrive in this order.
  await app.type("l");
  await app.type("2");
  for (let page = 11; page <= 18; page += 1) {
    const name = `p-0${page}.tif`;
    await mark(studio, name);
    await app.type("p");
    if (page === 11) await unlockQueue(studio);
    // What has arrived stands as such for a moment, and then in the line of all that have.
    await app.waitForText(new RegExp(`^(?![^]*${name})|${name}.* delivered`), 60_000);
  }
  await app.type("R");
  await app.waitForText(/ha(?:s|ve) arrived/, 60_000);
  await frame(2.5);
  await app.type("3");
  await shoot("history", "Delivered files, each with a receipt");
  await frame(2.5);
  await app.press("enter");
  await shoot("receipt", "A receipt proves one delivery");
  await frame(3);
  await app.press("escape");
  await app.type("c");
  await shoot("connections", "Connections, log server and settings");
  await app.type("f");
  await shoot("reset", "Removing saved data: what is removed, what is kept");
  await app.press("escape", "escape");
  await app.type("1");
  await mark(studio, "invoices");
  await app.press("space");
  await app.type("u");
  // It was delivered already: taken in once more, it is asked about.
  await app.waitForText(reviewWords.deliveredCount(1));
  await app.press("space");
  await app.waitForText(reviewWords.question("invoices-2026-11.csv"));
  await shoot("conflict", "A file that already exists: compare, then skip, rename or replace");
};
