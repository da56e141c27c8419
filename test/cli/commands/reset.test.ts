import { access, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createCommandContext } from "../../support/fakes/command-context.ts";
import { parseCommandLine } from "../../../src/cli/args.ts";
import { reset } from "../../../src/cli/commands/reset.ts";
import { openPlatform } from "../../../src/wiring/platform.ts";
import { defaultPreferences, emptySettings } from "../../../src/domain/settings.ts";
import { resetCommandWords } from "../../../src/words/commands/reset.ts";
import { valueOf } from "../../support/values/value-of.ts";

describe("reset", () => {
  let home = "";
  beforeEach(async () => {
    home = await mkdtemp(path.join(tmpdir(), "s3-sftp-reset-"));
  });
  afterEach(() => rm(home, { recursive: true, force: true }));

  const environment = () => ({ S3_SFTP_HOME: home, S3_SFTP_SECRETS: "file" });

  const run = async (...words: readonly string[]) => {
    const parsed = parseCommandLine(["reset", ...words], () => false);
    if (!parsed.ok || parsed.value.wants !== "run") throw new Error("not a command");
    const out: string[] = [];
    const said: string[] = [];
    const code = await reset(
      parsed.value.line,
      createCommandContext({
        environment: environment(),
        folder: home,
        out: (line) => out.push(line),
        say: (line) => said.push(line),
      }),
    );
    return { code, out: out.join("\n"), said: said.join("\n") };
  };

  const keepSecret = async () => {
    const { secrets } = openPlatform(environment());
    valueOf(await secrets.unlock("a passphrase"));
    valueOf(await secrets.write("connection:gone", "secret"));
  };

  const changeSettings = async () => {
    const { settings } = openPlatform(environment());
    const preferences = { ...defaultPreferences, theme: "light" as const };
    valueOf(await settings.update(() => ({ ...emptySettings, preferences })));
  };

  it("asks nothing where nothing is stored", async () => {
    const { code, said } = await run();
    expect(code).toBe(0);
    expect(said).toContain(resetCommandWords.nothing);
    expect(said).not.toContain(resetCommandWords.cannotAsk);
  });

  it("says that all settings go, and the file with the secrets, before it asks", async () => {
    await keepSecret();
    await changeSettings();
    const { code, said } = await run();
    expect(code).toBe(2);
    expect(said).toContain(resetCommandWords.settings);
    expect(said).toContain(path.join(home, "config", "secrets.json"));
  });

  it("says afterwards what it has removed", async () => {
    await keepSecret();
    await changeSettings();
    const { code, out } = await run("--yes");
    expect(code).toBe(0);
    expect(out).toContain(resetCommandWords.settings);
    expect(out).toContain("secrets.json");
    const { settings, paths } = openPlatform(environment());
    expect(valueOf(await settings.load())).toEqual(emptySettings);
    await expect(access(paths.secretsFile)).rejects.toThrow("ENOENT");
  });

  it("names nothing on a fresh computer", async () => {
    expect(await run("--yes")).toMatchObject({ code: 0, out: resetCommandWords.nothingRemoved });
  });
});
