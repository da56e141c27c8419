import { access } from "node:fs/promises";
import { expect, it } from "vitest";
import { openPlatform } from "../../../src/wiring/platform.ts";
import { secretAccount } from "../../../src/domain/settings.ts";
import { startDevHome } from "../../../scripts/dev/dev-home.ts";
import { valueOf } from "../../support/values/value-of.ts";

it("is the developer's own where they name one", async () => {
  const environment = { S3_SFTP_HOME: "/somewhere" };
  expect(await startDevHome(environment, ["status"])).toMatchObject({
    environment,
    args: ["status"],
  });
});

// A log server of its own starts from source.
const slow = { timeout: 120_000 };

it("is set up with a service that answers, and is gone when it is closed", slow, async () => {
  const home = await startDevHome({ PATH: process.env["PATH"] }, ["--ascii"]);
  const { settings, secrets, paths } = openPlatform(home.environment);
  const [connection] = valueOf(await settings.load()).connections;
  expect(connection?.endpoint).toMatch(/^http:\/\/127\.0\.0\.1:/);
  expect((await fetch(connection?.endpoint ?? "")).status).toBe(403);
  valueOf(await secrets.unlock(home.environment["S3_SFTP_PASSPHRASE"] ?? ""));
  expect(valueOf(await secrets.read(secretAccount(connection?.name ?? "")))).not.toBeNull();
  expect(home.args).toEqual(["--start", expect.any(String), "--ascii"]);
  await access(home.args[1] ?? "");
  await home.close();
  await expect(access(paths.configFile)).rejects.toThrow("ENOENT");
});

it("gives a command what was written, and nothing of the app's", slow, async () => {
  const home = await startDevHome({ PATH: process.env["PATH"] }, ["status", "--json"]);
  expect(home.args).toEqual(["status", "--json"]);
  await home.close();
});
