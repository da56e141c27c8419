import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { helpWords } from "../../src/words/help.ts";
import { startOnPty, type PtyProgram } from "../support/processes/pty.ts";
import { isFullRun } from "../support/values/run-size.ts";

const root = path.resolve(import.meta.dirname, "../..");
let folder = "";
let app: PtyProgram | null = null;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "s3-sftp-built-"));
});
afterEach(async () => {
  await app?.close();
  app = null;
  await rm(folder, { recursive: true, force: true });
});

const show = (...names: readonly string[]): PtyProgram => {
  // Not into dist/, which other tests run at the same time.
  const environment = { PATH: process.env["PATH"] ?? "", S3_SFTP_DIST: path.join(folder, "dist") };
  app = startOnPty([process.execPath, "scripts/screen.ts", ...names], {
    environment,
    folder: root,
  });
  return app;
};

describe("npm run screen", () => {
  it.runIf(isFullRun)(
    "puts a screen on a terminal of 80 × 24, and lets the person go on from there",
    async () => {
      const screen = show("help");
      await screen.waitForText(helpWords.title, 90_000);
      expect(screen.screen().split("\n").length).toBeLessThanOrEqual(24);
      await screen.press("escape");
      await screen.waitForText("invoices-2026-11.csv");
      await screen.type("q");
      expect(await screen.exited).toBe(0);
    },
  );

  it("lists all of them without a name, and for one that is none", async () => {
    const list = show();
    expect(await list.exited).toBe(0);
    expect(list.output()).toContain("unfinished");
    const unknown = show("quue");
    expect(await unknown.exited).toBe(2);
    expect(unknown.output()).toContain('"quue"');
    expect(unknown.output()).toContain("queue");
    const colourless = show("queue", "grey");
    expect(await colourless.exited).toBe(2);
    expect(colourless.output()).toContain('"grey"');
  });
});
