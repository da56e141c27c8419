import { createServer } from "node:http";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { parseCommandLine } from "../../src/cli/args.ts";
import {
  createReloadableLogSink,
  findLogAt,
  storedLog,
  type FindLog,
} from "../../src/wiring/reloadable-log-sink.ts";
import { openPlatform } from "../../src/wiring/platform.ts";
import { parseUpload } from "../../src/cli/upload-options.ts";
import { findUploadLog } from "../../src/cli/upload/upload-target.ts";
import { emptySettings, logTokenAccount, type Settings } from "../../src/domain/settings.ts";
import { fail, ok } from "../../src/domain/result.ts";
import { valueOf } from "../support/values/value-of.ts";

const outcome = { id: "1", action: "Success", message: "m", atMs: 0, sender: "me@here" } as const;
const { signal } = new AbortController();

let status = 202;
let asked = 0;
const server = createServer((request, response) => {
  asked += 1;
  const taken = JSON.stringify({ status: "accepted", id: outcome.id });
  request.resume().on("end", () => response.writeHead(status).end(taken));
});
beforeEach(async () => {
  status = 202;
  asked = 0;
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", () => resolve()));
});
afterEach(() => new Promise((resolve) => server.close(resolve)));

const url = () => {
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return `http://127.0.0.1:${address.port}`;
};

/** A finder that counts how often it is asked. */
const counting = (find: FindLog) => {
  let count = 0;
  const counted: FindLog = () => {
    count += 1;
    return find();
  };
  return { find: counted, count: () => count };
};

describe("the log server of the settings", () => {
  it("is looked up once while it takes what it is given", async () => {
    const { find, count } = counting(async () => ok({ url: url(), token: "t" }));
    const sink = createReloadableLogSink(find);
    await sink.deliver(outcome, signal);
    await sink.deliver(outcome, signal);
    expect([asked, count()]).toEqual([2, 1]);
  });

  it("is looked up anew after a refusal, and when a set-up says so", async () => {
    const { find, count } = counting(async () => ok({ url: url(), token: "t" }));
    const sink = createReloadableLogSink(find);
    status = 401;
    expect(await sink.deliver(outcome, signal)).toMatchObject({
      error: { code: "LogServerRefused", permanent: true },
    });
    status = 202;
    expect(await sink.deliver(outcome, signal)).toEqual(ok(undefined));
    sink.invalidate();
    await sink.deliver(outcome, signal);
    expect(count()).toBe(3);
  });

  it("takes everything when there is none", async () => {
    const sink = createReloadableLogSink(async () => ok(null));
    expect(await sink.deliver(outcome, signal)).toEqual(ok(undefined));
    expect(await sink.ping(signal)).toEqual(ok(undefined));
    expect(asked).toBe(0);
  });

  it("is not asked for again within a second when there is none, unless a set-up says so", async () => {
    let address: Awaited<ReturnType<FindLog>> = ok(null);
    const { find, count } = counting(async () => address);
    const sink = createReloadableLogSink(find);
    expect([await sink.isOn(), await sink.isOn(), count()]).toEqual([false, false, 1]);
    address = ok({ url: url(), token: "t" });
    sink.invalidate();
    expect([await sink.isOn(), await sink.isOn(), count()]).toEqual([true, true, 2]);
  });

  it("is there while its token cannot be read, since that may change", async () => {
    const sink = createReloadableLogSink(async () =>
      fail({ code: "SecretStoreUnavailable", why: "locked" }),
    );
    expect(await sink.isOn()).toBe(true);
  });

  it("is waited for while its token cannot be read, so that nothing is dropped", async () => {
    const locked = { code: "SecretStoreUnavailable", why: "locked" } as const;
    let answer: Awaited<ReturnType<FindLog>> = fail(locked);
    const sink = createReloadableLogSink(async () => answer);
    expect(await sink.deliver(outcome, signal)).toEqual(fail(locked));
    answer = ok({ url: url(), token: "t" });
    expect(await sink.deliver(outcome, signal)).toEqual(ok(undefined));
  });
});

const logUrl = "https://logs.example.org/";
const loadLogUrl = async () => ok({ ...emptySettings, logUrl });

describe("a log server without its token", () => {
  const platform = openPlatform({ S3_SFTP_HOME: "/nowhere", S3_SFTP_SECRETS: "session" });
  const missing = fail({ code: "NotSetUp", missing: "logToken" });

  it("lacks the token, and not the secret of a connection", async () => {
    const { settings } = platform;
    expect(await storedLog({ ...platform, settings: { ...settings, load: loadLogUrl } })()).toEqual(
      missing,
    );
  });

  it("lacks it too where `upload` names the server", async () => {
    const parsed = parseCommandLine(["upload", "--log-url", logUrl, "a.txt"], () => false);
    if (!parsed.ok || parsed.value.wants !== "run") throw new Error("not a command");
    const command = valueOf(parseUpload(parsed.value.line));
    expect(await findUploadLog(platform, command)()).toEqual(missing);
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
      expect(await findLogAt(await openWith(known), url)()).toEqual(
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
    expect(await findLogAt(platform, url)()).toEqual(refused);
    // Nor where the address beside it was changed without a new token.
    const moved = { logUrl: url, logTokenOrigin: new URL(stored).origin };
    expect(await storedLog(await openWith(moved))()).toEqual(refused);
    const none = { logUrl: null };
    expect(await findLogAt(await openWith(none), url)()).toEqual(refused);
  });

  it("does not stand in the way of the one in the environment", async () => {
    const url = "https://test.example";
    const platform = await openWith({ logUrl: stored }, { S3_SFTP_LOG_TOKEN: "given" });
    expect(await findLogAt(platform, url)()).toEqual(ok({ url, token: "given" }));
  });
});
