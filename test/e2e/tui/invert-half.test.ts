import { afterEach, beforeEach, describe, it } from "vitest";
import { createSenderSite, type SenderSite } from "../../support/sites/sender-site.ts";

describe("inverting over a half-selected folder", () => {
  let site: SenderSite;
  beforeEach(async () => {
    site = await createSenderSite();
    for (const name of ["a.tif", "b.tif", "c.tif"]) await site.machine.write(`scans/${name}`, name);
    await site.machine.write("here.csv", "here");
  });
  afterEach(async () => {
    await site.close();
  });

  it("takes what was not selected in it, and nothing else: list, footer and review agree", async () => {
    const app = await site.open();
    await app.waitForText("here.csv");
    // All of the folder but b.tif.
    await app.press("space");
    await app.waitForText("3 files selected");
    await app.press("up", "enter");
    await app.waitForText("b.tif");
    await app.press("down", "space", "backspace");
    await app.waitForText(/~ scans\//);
    await app.waitForText("2 files selected");
    await app.type("i");
    await app.waitForText(/~ scans\//);
    await app.waitForText(/✓ here\.csv/);
    await app.waitForText("2 files selected");
    await app.type("u");
    await app.waitForText(/scans\/b\.tif/);
    await app.waitForText(/here\.csv/);
    await app.waitForText("2 files");
    await app.waitForNoText("a.tif");
  });
});
