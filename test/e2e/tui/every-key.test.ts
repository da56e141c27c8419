import { readFile } from "node:fs/promises";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Key } from "../../support/processes/pty.ts";
import { sendInApp } from "../../support/sites/send-in-app.ts";
import { createSenderSite, type SenderSite } from "../../support/sites/sender-site.ts";
import { bucket } from "../../support/sites/stand-in-store.ts";
import { arrived } from "../../support/values/arrived.ts";
import { isFullRun } from "../../support/values/run-size.ts";

/** What leaves the app, or goes to another tab, is pressed by other tests. */
const others = new Set(["q", "1", "2", "3"]);
const printable = Array.from({ length: 94 }, (_, at) => String.fromCodePoint(0x21 + at));
const named: readonly Key[] = ["space", "backspace", "enter"];
const deleteKey = "\u001b[3~";

const names = ["a.txt", "b.txt", "folder/c.txt"];

// A minute for a tab.
describe.runIf(isFullRun)("every key, and Enter behind it", () => {
  let site: SenderSite;
  beforeEach(async () => {
    site = await createSenderSite();
    for (const name of names) await site.machine.write(name, name);
  });
  afterEach(() => site.close());

  it.each(["1", "2", "3"])("deletes no file, here or in the bucket, on tab %s", async (tab) => {
    const app = await site.open();
    await app.waitForText("b.txt");
    await sendInApp(app, { select: "all", selected: "3 files" });
    await app.waitForText(arrived(3), 30_000);
    await app.press("escape");
    const before = site.store.objects(bucket).map(({ key }) => key);
    expect(before).toHaveLength(3);
    const press = async (key: () => Promise<void>) => {
      await app.type(tab);
      await key();
      // Two layers at the most lie over a tab.
      await app.press("enter", "escape", "escape", "escape");
    };
    for (const letter of printable.filter((key) => !others.has(key)))
      await press(() => app.type(letter));
    for (const key of named) await press(() => app.press(key));
    await press(async () => app.send(deleteKey));
    await app.untilStill();
    const after = site.store.objects(bucket).map(({ key }) => key);
    expect(after).toEqual(expect.arrayContaining(before));
    for (const name of names)
      expect(await readFile(path.join(site.machine.files, name), "utf8")).toBe(name);
    await app.type("?");
    await app.waitForText(/Show all keys/);
  });
});
