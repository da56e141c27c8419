import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { browserWords } from "../../../src/words/browser.ts";
import { createSenderSite, type SenderSite } from "../../support/sites/sender-site.ts";

/** docs/ux-rules.md, rule 11; measured for 80 columns by `npm run bench -- tui`. */
const bytesForKey = 250;
const presses = 40;

describe("a wide window", () => {
  let site: SenderSite;
  beforeEach(async () => {
    site = await createSenderSite();
    await site.machine.write("scans/page-1.tif", "1");
    for (let file = 100; file < 220; file += 1)
      await site.machine.write(`invoice-${file}.csv`, String(file));
  });
  afterEach(async () => {
    await site.close();
  });

  it("shows beside the list what is selected in all folders, and spends no more bytes on a key", async () => {
    const app = await site.open({ columns: 120, rows: 40 });
    await app.waitForText(`│ ${browserWords.selectionTitle}\n`);
    await app.waitForText(browserWords.selectionPane.slice(0, 20));
    await app.press("down", "space", "space");
    await app.waitForText(/│ invoice-100\.csv\n/);
    await app.type("g");
    await app.press("down", "enter");
    await app.waitForText("page-1.tif");
    await app.waitForText(/│ ~\/files\/invoice-100\.csv\n/);
    await app.press("backspace");
    await app.waitForText("invoice-110.csv");

    const spent: number[] = [];
    for (let press = 0; press < presses; press += 1) {
      const before = app.output().length;
      await app.press("down");
      await app.untilWritten(before);
      await app.untilStill(25);
      spent.push(app.output().length - before);
    }
    const median = spent.toSorted((a, b) => a - b)[presses / 2] ?? 0;
    expect(median).toBeGreaterThan(0);
    expect(median).toBeLessThanOrEqual(bytesForKey);

    app.resize(84, 24);
    await app.waitForNoText(`│ ${browserWords.selectionTitle}`);
    await app.waitForText("2 files");
  });
});
