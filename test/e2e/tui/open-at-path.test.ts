import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { exitCodes } from "../../../src/domain/exit-codes.ts";
import { errorWords } from "../../../src/words/errors/error-words.ts";
import { runCli } from "../../support/processes/run-cli.ts";
import { createSenderSite, type SenderSite } from "../../support/sites/sender-site.ts";

describe("s3-sftp PATH", () => {
  let site: SenderSite;
  beforeEach(async () => {
    site = await createSenderSite();
    await site.machine.write("2026/11/a.csv", "a");
    await site.machine.write("2026/11/b.csv", "b");
    await site.machine.write("2026/11/c.csv", "c");
  });
  afterEach(async () => {
    await site.close();
  });

  it("opens the app in that folder", async () => {
    const app = await site.open({ args: [path.join(site.machine.files, "2026")] });
    await app.waitForText("11/");
  });

  it("opens the folder of a file, with the file highlighted", async () => {
    const app = await site.open({ args: [path.join(site.machine.files, "2026/11/b.csv")] });
    await app.waitForText(/[>▌] +b\.csv/);
    await app.waitForText("c.csv");
  });

  it("says what is not there, and opens nothing", async () => {
    const { environment } = site.machine;
    const { code, stderr } = await runCli(["./nowhere"], environment);
    expect(code).not.toBe(exitCodes.done);
    expect(stderr).toContain(errorWords({ code: "FileVanished", path: "./nowhere" }).happened);
    expect(stderr).toContain("./nowhere");
  });
});
