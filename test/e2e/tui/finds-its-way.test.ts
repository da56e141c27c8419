import { mkdir, symlink } from "node:fs/promises";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { pathWords } from "../../../src/words/paths.ts";
import { createSenderSite, type SenderSite } from "../../support/sites/sender-site.ts";

describe("the way to a file", () => {
  let site: SenderSite;
  const at = (name: string) => path.join(site.machine.files, name);
  beforeEach(async () => {
    site = await createSenderSite();
    await site.machine.write("2026/11/scans/page 1.tif", "1");
    await site.machine.write("2026/11/scans/page 2.tif", "22");
    await site.machine.write("2026/10/old.tif", "333");
    await site.machine.write("here.csv", "4444");
  });
  afterEach(async () => {
    await site.close();
  });
  const open = async () => {
    const app = await site.open();
    await app.waitForText("here.csv");
    return app;
  };

  it("is a paste and Enter: a folder three levels down, or a file in it", async () => {
    const app = await open();
    app.paste(at("2026/11/scans"));
    await app.waitForText(pathWords.title.goTo);
    await app.press("enter");
    await app.waitForText("page 1.tif");
    // As a terminal gives a file that is dropped on it.
    app.paste(`'${at("2026/10/old.tif")}' `);
    await app.waitForText(pathWords.title.goTo);
    await app.press("enter");
    await app.waitForText(/▌ +old\.tif/);
  });

  it("is typed: a second slash makes a path of the filter, Tab completes it", async () => {
    const app = await open();
    await app.type(`/${at("").slice(1).split("/")[0]}/`);
    await app.waitForText(pathWords.title.goTo);
    await app.press("escape");
    await app.waitForText("here.csv");
    await app.type(":");
    await app.waitForText(pathWords.title.goTo);
    await app.type("202");
    await app.press("tab");
    await app.waitForText(/Go to: 2026\//);
    await app.type("11");
    await app.press("tab", "enter");
    await app.waitForText("scans/");
    await app.type("~");
    await app.waitForText(/Go to: ~\//);
    await app.type("fil");
    await app.press("tab");
    await app.waitForText("~/files/");
    await app.type("nowhere");
    await app.press("enter");
    await app.waitForText(pathWords.notThere("").trim());
  });

  it("is a list of paths, which selects them", async () => {
    const app = await open();
    const uri = `file://${at("2026/11/scans/page%201.tif")}`;
    app.paste(`${uri}\r\n${at("2026/10")}\r\n${at("gone.csv")}\r\n`);
    await app.waitForText(pathWords.pasted(2, 1));
    await app.press("down");
    await app.waitForText("2 files selected · 4 B");
    await app.type("u");
    await app.waitForText("page 1.tif");
    await app.waitForText("old.tif");
  });

  it("is a name that is found below, through no link, while the search can be left", async () => {
    await mkdir(at("loop"));
    await symlink(site.machine.files, at("loop/back"));
    const app = await open();
    await app.type("F");
    await app.waitForText(pathWords.findHow);
    await app.type("PAGE");
    await app.waitForText("2026/11/scans/page 1.tif");
    await app.waitForText(pathWords.count(2, true));
    await app.press("down");
    await app.waitForText(/▌ +2026\/11\/scans\/page 2\.tif/);
    await app.press("enter");
    await app.waitForText(/▌ +page 2\.tif/);
    await app.type("F");
    await app.waitForText(pathWords.findHow);
    await app.press("escape");
    await app.waitForText("page 1.tif");
  });

  it("is one of the recent folders, also in the next run", async () => {
    const app = await open();
    app.paste(at("2026/11/scans"));
    await app.waitForText(pathWords.title.goTo);
    await app.press("enter");
    await app.waitForText("page 1.tif");
    await app.type("q");
    expect(await app.exited).toBe(0);
    const next = await open();
    await next.type("'");
    await next.waitForText(pathWords.title.recent);
    await next.waitForText("2026/11/scans/");
    await next.press("enter");
    await next.waitForText("page 1.tif");
  });

  it("shows the size of a folder when it is asked for", async () => {
    const app = await open();
    await app.waitForText(/▌ +2026\//);
    await app.type("s");
    await app.waitForText(/2026\/ +3 · 6 B/);
  });
});
