import { readdir, stat } from "node:fs/promises";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { errorWords } from "../../../src/words/errors/error-words.ts";
import { historyWords, receiptWords } from "../../../src/words/history.ts";
import type { PtyProgram } from "../../support/processes/pty.ts";
import { receiptsFolder, savedReceipt } from "../../support/sites/saved-receipt.ts";
import { sendInApp } from "../../support/sites/send-in-app.ts";
import { createSenderSite, type SenderSite } from "../../support/sites/sender-site.ts";
import { arrived } from "../../support/values/arrived.ts";

/** Sends the file and asks for its receipt to be saved. */
const saveReceipt = async (app: PtyProgram) => {
  await app.waitForText("invoice.csv");
  await sendInApp(app, { select: "all", selected: "1 file" });
  await app.waitForText(arrived(1));
  await app.type("3");
  await app.waitForText(historyWords.count(null, 1));
  await app.press("enter");
  await app.waitForText("SHA-256");
  await app.type("s");
};

describe("a saved receipt", () => {
  let site: SenderSite;
  beforeEach(async () => {
    site = await createSenderSite();
    await site.machine.write("invoice.csv", "a;b;c\n");
  });
  afterEach(async () => {
    await site.close();
  });

  const saved = receiptWords.saved("").trim();

  it("goes to a folder of its own, and never into the one that is sent", async () => {
    await saveReceipt(await site.open());
    const folder = receiptsFolder(site.machine);
    expect(await savedReceipt(folder)).toContain("SHA-256");
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
    expect(await readdir(site.machine.files)).toEqual(["invoice.csv"]);
  });

  it("goes where the command line says", async () => {
    const folder = path.join(site.machine.root, "proofs");
    const app = await site.open({ args: ["--receipts", folder] });
    await saveReceipt(app);
    await app.waitForText(saved);
    expect(await savedReceipt(folder)).toContain("SHA-256");
  });

  it("is not saved without a home folder, and the option that helps is named", async () => {
    const app = await site.open({ environment: { HOME: "" } });
    await saveReceipt(app);
    await app.waitForText(errorWords({ code: "NoReceiptsFolder" }).happened.slice(0, 30));
    await app.waitForText("--receipts");
    expect(await readdir(site.machine.files)).toEqual(["invoice.csv"]);
  });
});
