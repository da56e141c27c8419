import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createCommandContext } from "../support/fakes/command-context.ts";
import { exitCodes } from "../../src/domain/exit-codes.ts";
import { openApp } from "../../src/cli/open-app.ts";
import { openPlatform } from "../../src/wiring/platform.ts";
import { errorWords } from "../../src/words/errors/error-words.ts";
import { acmeSettings } from "../support/fakes/fake-services.ts";
import { valueOf } from "../support/values/value-of.ts";

describe("the app with a named connection", () => {
  let home = "";
  beforeEach(async () => {
    home = await mkdtemp(path.join(tmpdir(), "s3-sftp-open-app-"));
  });
  afterEach(() => rm(home, { recursive: true, force: true }));

  const open = async (connection: string) => {
    const platform = openPlatform({ S3_SFTP_HOME: home, S3_SFTP_SECRETS: "session" });
    valueOf(await platform.settings.update(() => acmeSettings));
    const said: string[] = [];
    const start = { startFolder: home, connection, isAscii: false, isPlainText: false } as const;
    const code = await openApp(
      { ...start, startAt: "files" },
      platform,
      createCommandContext({
        environment: platform.environment,
        folder: home,
        say: (line) => said.push(line),
      }),
    );
    return { code, said };
  };

  it.each(["acm", "", "environment"])("does not open the first one for %j", async (name) => {
    const { code, said } = await open(name);
    expect(code).toBe(exitCodes.notSetUp);
    const { happened } = errorWords({ code: "NotSetUp", missing: "connection", name });
    expect(said[0]).toBe(`s3-sftp: ${happened}`);
    expect(await readdir(home)).toEqual(["config"]);
  });

  it("gets as far as the terminal with one that is stored", async () => {
    expect((await open("acme")).code).toBe(exitCodes.usage);
  });
});
