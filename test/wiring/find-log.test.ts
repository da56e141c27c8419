import { describe, expect, it } from "vitest";
import { parseCommandLine } from "../../src/cli/args.ts";
import { parseUpload } from "../../src/cli/upload-options.ts";
import { findUploadLog, secretsToRead } from "../../src/cli/upload/upload-target.ts";
import { withConnection, withConnections } from "../../src/domain/log-servers.ts";
import { fail, ok } from "../../src/domain/result.ts";
import {
  emptySettings,
  logTokenAccount,
  logTokenAccountOf,
  secretAccount,
  type Connection,
  type Settings,
} from "../../src/domain/settings.ts";
import { parseSettings } from "../../src/services/adapters/disk/parse-settings.ts";
import { findLogAt, findLogOf, storedLog } from "../../src/wiring/find-log.ts";
import { openPlatform } from "../../src/wiring/platform.ts";
import { valueOf } from "../support/values/value-of.ts";

const logUrl = "https://logs.example.org/";
const loadLogUrl = async () => ok({ ...emptySettings, logUrl });

describe("a log server without its token", () => {
  const platform = openPlatform({ S3_SFTP_HOME: "/nowhere", S3_SFTP_SECRETS: "session" });
  const missing = fail({ code: "NotSetUp", missing: "logToken" });

  it("lacks the token, and not the secret of a connection", async () => {
    const { settings } = platform;
    expect(
      await storedLog({ ...platform, settings: { ...settings, load: loadLogUrl } }, null)(),
    ).toEqual(missing);
  });

  it("lacks it too where `upload` names the server", async () => {
    const parsed = parseCommandLine(["upload", "--log-url", logUrl, "a.txt"], () => false);
    if (!parsed.ok || parsed.value.wants !== "run") throw new Error("not a command");
    const command = valueOf(parseUpload(parsed.value.line));
    expect(await findUploadLog(platform, command)({ connection: "a", logUrl })()).toEqual(missing);
  });
});

const openWith = async (settings: Partial<Settings>, environment: NodeJS.ProcessEnv = {}) => {
  const platform = openPlatform({
    S3_SFTP_HOME: "/nowhere",
    S3_SFTP_SECRETS: "session",
    ...environment,
  });
  valueOf(await platform.secrets.write(logTokenAccount, "stored-token"));
  const load = async () => ok({ ...emptySettings, ...settings });
  return { ...platform, settings: { ...platform.settings, load } };
};

describe("the stored token of a log server", () => {
  const stored = "https://logs.example.org/in";

  it.each([
    ["the one it was stored for", stored, "https://logs.example.org/in"],
    ["another path of that", stored, "https://logs.example.org/elsewhere"],
    ["one that the settings name beside another address", "https://new.test", "https://new.test"],
  ])("goes to %s", async (_, origin, url) => {
    const settings = { logUrl: stored, logTokenOrigin: new URL(origin).origin };
    // A settings file of before does not say whose the token is.
    for (const known of origin === stored ? [settings, { logUrl: stored }] : [settings])
      expect(await findLogAt(await openWith(known), url, null)()).toEqual(
        ok({ url, token: "stored-token" }),
      );
  });

  it.each([
    "https://test.example",
    "http://logs.example.org/in",
    "https://logs.example.org:8443/in",
    "https://logs.example.org.evil.test",
    "https://sub.logs.example.org",
  ])("goes to no other server: %s", async (url) => {
    const refused = fail({ code: "NotSetUp", missing: "logToken", name: new URL(url).host });
    const platform = await openWith({ logUrl: stored });
    expect(await findLogAt(platform, url, null)()).toEqual(refused);
    // Nor where the address beside it was changed without a new token.
    const moved = { logUrl: url, logTokenOrigin: new URL(stored).origin };
    expect(await storedLog(await openWith(moved), null)()).toEqual(refused);
    const none = { logUrl: null };
    expect(await findLogAt(await openWith(none), url, null)()).toEqual(refused);
  });

  it("does not stand in the way of the one in the environment", async () => {
    const url = "https://test.example";
    const platform = await openWith({ logUrl: stored }, { S3_SFTP_LOG_TOKEN: "given" });
    expect(await findLogAt(platform, url, null)()).toEqual(ok({ url, token: "given" }));
  });
});

const connectionOf = (name: string, url: string | null): Connection => ({
  name,
  accessKeyId: "AKIAEXAMPLE000000000",
  region: "eu-west-1",
  endpoint: null,
  ...(url !== null && { log: { url } }),
  destinations: [{ bucket: "inbox", prefix: "" }],
});

describe("the log server that an earlier upload named", () => {
  const [url, own] = ["https://named.example", "https://own.example"];
  const settings = withConnections(emptySettings, [connectionOf("north", own)]);
  const address = { connection: "north", logUrl: url };
  const missing = fail({ code: "NotSetUp", missing: "logToken", name: "named.example" });

  it("is never the connection's own, and gets no token that is not for it", async () => {
    const platform = await openWith(settings, { S3_SFTP_LOG_TOKEN: "given" });
    valueOf(await platform.secrets.write(logTokenAccountOf("north"), "of north"));
    expect(await findLogOf(platform, address)()).toEqual(missing);
    expect(await findUploadLog(platform, { logUrl: null })(address)()).toEqual(missing);
    expect(await findUploadLog(platform, { logUrl: own })(address)()).toEqual(missing);
  });

  it("gets the token that is stored for it, or given with its name", async () => {
    const known = withConnections(settings, [
      connectionOf("north", own),
      connectionOf("named", url),
    ]);
    const platform = await openWith(known, { S3_SFTP_LOG_TOKEN: "given" });
    valueOf(await platform.secrets.write(logTokenAccountOf("named"), "of named"));
    expect(await findLogOf(platform, address)()).toEqual(ok({ url, token: "of named" }));
    expect(await findUploadLog(platform, { logUrl: url })(address)()).toEqual(
      ok({ url, token: "given" }),
    );
  });

  it("has no say in what is for the connection's own", async () => {
    const platform = await openWith(settings);
    valueOf(await platform.secrets.write(logTokenAccountOf("north"), "of north"));
    const ownAddress = { connection: "north", logUrl: null };
    expect(await findUploadLog(platform, { logUrl: url })(ownAddress)()).toEqual(
      ok({ url: own, token: "of north" }),
    );
  });
});

describe("the log server of a connection", () => {
  const [north, south] = ["https://north.example", "https://south.example"];
  const settings = withConnections(emptySettings, [
    connectionOf("north", north),
    connectionOf("south", south),
    connectionOf("silent", null),
  ]);
  const open = async (environment: NodeJS.ProcessEnv = {}) => {
    const platform = await openWith(settings, environment);
    valueOf(await platform.secrets.write(logTokenAccountOf("north"), "of north"));
    valueOf(await platform.secrets.write(logTokenAccountOf("south"), "of south"));
    return platform;
  };

  it("is its own, with its own token, and none where it has none", async () => {
    const platform = await open();
    expect(await storedLog(platform, "north")()).toEqual(ok({ url: north, token: "of north" }));
    expect(await storedLog(platform, "south")()).toEqual(ok({ url: south, token: "of south" }));
    expect(await storedLog(platform, "silent")()).toEqual(ok(null));
  });

  it("is nobody's any more once the connection is removed, nor for keys of the environment", async () => {
    const platform = await open();
    expect(await storedLog(platform, "removed")()).toEqual(ok(null));
    expect(await storedLog(platform, "environment")()).toEqual(ok(null));
    expect(await storedLog(platform, null)()).toEqual(ok(null));
  });

  it("takes the token of the environment only where that can mean no other server", async () => {
    const given = { S3_SFTP_LOG_TOKEN: "given" };
    expect(await storedLog(await open(given), "north")()).toMatchObject({
      value: { token: "of north" },
    });
    const only = await openWith(withConnections(emptySettings, [connectionOf("n", north)]), given);
    expect(await storedLog(only, "n")()).toEqual(ok({ url: north, token: "given" }));
    // Keys of the environment deliver to whom all others deliver.
    expect(await storedLog(only, "environment")()).toEqual(ok({ url: north, token: "given" }));
  });

  it("is the one of all, with its token, in settings of an older release", async () => {
    const older = parseSettings(
      JSON.stringify({
        version: 1,
        connections: ["a", "b"].map((name) => connectionOf(name, null)),
        logUrl: north,
        preferences: {},
      }),
    );
    if (typeof older === "string") throw new Error(older);
    const platform = await openWith(older);
    for (const name of ["a", "b", "environment"])
      expect(await storedLog(platform, name)()).toEqual(ok({ url: north, token: "stored-token" }));
    // Another log server for one of them takes nothing from the other.
    const changed = withConnection(older, "b", (known) => ({ ...known, log: { url: south } }));
    const later = await openWith(changed);
    expect(await storedLog(later, "a")()).toEqual(ok({ url: north, token: "stored-token" }));
    expect(await storedLog(later, "b")()).toMatchObject({ error: { missing: "logToken" } });
  });
});

const toAcme: Connection = {
  name: "acme",
  accessKeyId: "AKIA7EXAMPLE00003F7Q",
  region: "eu-west-1",
  endpoint: null,
  destinations: [{ bucket: "inbox", prefix: "" }],
};
const secretsOf = async (
  connections: readonly Connection[],
  environment: NodeJS.ProcessEnv,
  ...words: readonly string[]
) => {
  const parsed = parseCommandLine(["upload", ...words, "a.txt"], () => false);
  if (!parsed.ok || parsed.value.wants !== "run") throw new Error("not a command");
  const command = valueOf(parseUpload(parsed.value.line));
  const platform = openPlatform({ S3_SFTP_HOME: "/nowhere", ...environment });
  return secretsToRead(platform, { ...emptySettings, connections }, command);
};

describe("the secrets that an upload reads", () => {
  it.each([
    ["a stored connection", [toAcme], {}, [], [secretAccount("acme")]],
    ["keys of the environment", [], {}, ["--bucket", "inbox"], []],
    ["a profile that is named", [toAcme], {}, ["--profile", "p", "--bucket", "inbox"], []],
    ["the profile of a connection", [{ ...toAcme, accessKeyId: null, profile: "p" }], {}, [], []],
    [
      "a log server",
      [{ ...toAcme, profile: "p", log: { url: logUrl } }],
      {},
      [],
      [logTokenAccountOf("acme")],
    ],
    [
      "a log server whose token is given",
      [{ ...toAcme, profile: "p", log: { url: logUrl } }],
      { S3_SFTP_LOG_TOKEN: "given" },
      [],
      [],
    ],
  ] as const)("are, for %s", async (_, connections, environment, words, accounts) => {
    expect(await secretsOf(connections, environment, ...words)).toEqual(accounts);
  });
});
