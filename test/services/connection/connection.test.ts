import { describe, expect, it } from "vitest";
import type { AppError } from "../../../src/domain/errors.ts";
import { fail, ok } from "../../../src/domain/result.ts";
import { valueOf } from "../../support/values/value-of.ts";
import { logTokenAccountOf, secretAccount, sessionAccount } from "../../../src/domain/settings.ts";
import { findRegion } from "../../../src/services/connection/find-region.ts";
import { storedCredentials } from "../../../src/services/connection/held-keys.ts";
import { saveConnection, saveLog } from "../../../src/services/connection/save-connection.ts";
import { verifyConnection } from "../../../src/services/connection/verify-connection.ts";
import { draft, openConnections } from "../../support/fakes/connection-fixture.ts";

const signal = new AbortController().signal;

describe("checking a connection", () => {
  it("lists one key under the prefix, proves the right to write, and closes the store", async () => {
    const { deps, calls, refused } = openConnections();
    expect(await verifyConnection(deps, draft, signal)).toEqual(ok({ write: "granted" }));
    expect(calls).toEqual([
      "list acme-inbox/november/ 1",
      "checkWrite acme-inbox/november/",
      "close",
    ]);
    expect(refused).toEqual([]);
  });

  it("says when the right to write is only known at the first upload", async () => {
    const { deps } = openConnections({ write: "unknown" });
    expect(await verifyConnection(deps, draft, signal)).toEqual(ok({ write: "unknown" }));
  });

  it.each<AppError>([
    { code: "InvalidAccessKey" },
    { code: "WrongSecret" },
    { code: "AccessDenied", right: "list", bucket: "acme-inbox" },
    { code: "NoSuchBucket", bucket: "acme-inbox" },
  ])("tells the log of $code, without the secret", async (error) => {
    const { deps, refused } = openConnections({ list: error });
    expect(await verifyConnection(deps, draft, signal)).toEqual(fail(error));
    const log = { url: "https://logs.example.org", token: "token-of-the-log" };
    expect(refused).toEqual([{ connection: "Clinic North", bucket: "acme-inbox", error, log }]);
    expect(JSON.stringify(refused)).not.toContain(draft.secretAccessKey);
  });

  it("tells the log of a missing right to write, to the stored log server when the draft has none", async () => {
    const error: AppError = { code: "AccessDenied", right: "write", bucket: "acme-inbox" };
    const { deps, refused } = openConnections({ write: error });
    await verifyConnection(deps, { ...draft, logUrl: null, logToken: null }, signal);
    expect(refused).toEqual([
      { connection: "Clinic North", bucket: "acme-inbox", error, log: null },
    ]);
  });

  it.each<AppError>([
    { code: "EndpointUnreachable", host: "h", reason: "dns" },
    { code: "ClockSkew", minutes: 20 },
    { code: "WrongRegion", said: "eu-west-1", is: "eu-central-1" },
  ])("keeps $code to itself: the sender can mend it", async (error) => {
    const { deps, refused } = openConnections({ list: error });
    expect(await verifyConnection(deps, draft, signal)).toEqual(fail(error));
    expect(refused).toEqual([]);
  });

  it("rejects when aborted, and closes the store", async () => {
    const { deps, calls } = openConnections();
    const aborted = AbortSignal.abort(new Error("Esc"));
    await expect(verifyConnection(deps, draft, aborted)).rejects.toThrow("Esc");
    expect(calls).toEqual(["close"]);
  });
});

describe("finding the region", () => {
  it.each<[AppError | undefined, string | null]>([
    [undefined, "us-east-1"],
    [{ code: "WrongRegion", said: "us-east-1", is: "eu-central-1" }, "eu-central-1"],
    [{ code: "WrongRegion", said: "us-east-1", is: null }, null],
  ])("after the answer %j is %s", async (error, region) => {
    const { deps } = openConnections(error ? { list: error } : {});
    expect(await findRegion(deps, { ...draft, region: "" }, signal)).toEqual(ok(region));
  });

  it("gives other answers of the store back, and tells nobody", async () => {
    const { deps, refused } = openConnections({ list: { code: "WrongSecret" } });
    expect(await findRegion(deps, draft, signal)).toEqual(fail({ code: "WrongSecret" }));
    expect(refused).toEqual([]);
  });
});

describe("an empty secret", () => {
  it("stands for the one that is held", async () => {
    const { deps, calls } = openConnections();
    await saveConnection(deps, draft);
    const changed = { ...draft, secretAccessKey: null, region: "eu-north-1" };
    expect((await verifyConnection(deps, changed, signal)).ok).toBe(true);
    expect(calls).toContain("checkWrite acme-inbox/november/");
    await saveConnection(deps, changed);
    const held = await deps.secrets.read(secretAccount(draft.name));
    expect(held).toEqual(ok(draft.secretAccessKey));
  });

  it("is not enough when none is held", async () => {
    const { deps, calls } = openConnections();
    expect(await verifyConnection(deps, { ...draft, secretAccessKey: null }, signal)).toEqual(
      fail({ code: "NotSetUp", missing: "secret", name: draft.name }),
    );
    expect(calls).toEqual([]);
  });
});

describe("temporary keys", () => {
  const session = { token: "token-of-the-session", expiresAtMs: 1_800_000_000_000 };

  it("sign with their token, drafted or held", async () => {
    const { deps, signedWith } = openConnections();
    const temporary = { ...draft, session };
    await verifyConnection(deps, temporary, signal);
    await saveConnection(deps, temporary);
    await verifyConnection(
      deps,
      { ...temporary, secretAccessKey: null, session: { ...session, token: null } },
      signal,
    );
    const expected = {
      accessKeyId: draft.accessKeyId,
      secretAccessKey: draft.secretAccessKey,
      sessionToken: session.token,
      expiresAtMs: session.expiresAtMs,
    };
    expect(signedWith).toEqual([ok(expected), ok(expected)]);
  });

  it("have their token in the secret store and their end in the settings", async () => {
    const { deps } = openConnections();
    const saved = await saveConnection(deps, { ...draft, session });
    expect(saved).toMatchObject({
      value: { connections: [{ session: { expiresAtMs: session.expiresAtMs } }] },
    });
    expect(JSON.stringify(saved)).not.toContain(session.token);
    expect(await deps.secrets.read(sessionAccount(draft.name))).toEqual(ok(session.token));
  });

  it("take their token along when others replace them", async () => {
    const { deps } = openConnections();
    await saveConnection(deps, { ...draft, session });
    await saveConnection(deps, draft);
    expect(await deps.secrets.read(sessionAccount(draft.name))).toEqual(ok(null));
    await saveConnection(deps, { ...draft, accessKeyId: null, profile: "clinic" });
    expect(await deps.secrets.read(secretAccount(draft.name))).toEqual(ok(null));
  });

  it("are read anew from the store of secrets when a store has refused them", async () => {
    const { deps } = openConnections();
    const saved = await saveConnection(deps, { ...draft, session });
    const [connection] = saved.ok ? saved.value.connections : [];
    if (!connection) throw new Error("nothing was saved");
    const credentials = storedCredentials(deps, connection);
    const renewed = { token: "t2", expiresAtMs: null };
    await saveConnection(deps, { ...draft, accessKeyId: "ASIANEW0000000000000", session: renewed });
    expect(await credentials(true)).toMatchObject({
      value: { accessKeyId: "ASIANEW0000000000000", sessionToken: "t2", expiresAtMs: null },
    });
  });
});

describe("saving a connection", () => {
  it("keeps secrets in the secret store and everything else in the settings", async () => {
    const { deps } = openConnections();
    const saved = await saveConnection(deps, draft);
    expect(saved).toMatchObject({
      ok: true,
      value: {
        logUrl: "https://logs.example.org",
        connections: [
          {
            name: "Clinic North",
            log: { url: "https://logs.example.org" },
            destinations: [{ bucket: "acme-inbox", prefix: "november/" }],
          },
        ],
      },
    });
    const text = JSON.stringify(await deps.settings.load());
    expect(text).not.toContain(draft.secretAccessKey);
    expect(text).not.toContain("token-of-the-log");
    expect(await deps.secrets.read(secretAccount("Clinic North"))).toEqual(
      ok(draft.secretAccessKey),
    );
    expect(await deps.secrets.read(logTokenAccountOf("Clinic North"))).toEqual(
      ok("token-of-the-log"),
    );
  });

  it("replaces the connection of the same name and keeps its other destinations and the log", async () => {
    const { deps } = openConnections();
    await saveConnection(deps, draft);
    const second = { ...draft, bucket: "other", prefix: "", region: "eu-north-1" };
    const saved = await saveConnection(deps, { ...second, logUrl: null, logToken: null });
    expect(saved.ok && saved.value).toMatchObject({
      logUrl: "https://logs.example.org",
      connections: [
        {
          region: "eu-north-1",
          destinations: [
            { bucket: "other", prefix: "" },
            { bucket: "acme-inbox", prefix: "november/" },
          ],
        },
      ],
    });
    expect(await deps.secrets.read(logTokenAccountOf("Clinic North"))).toEqual(
      ok("token-of-the-log"),
    );
  });

  it("leaves the secrets as they were when the settings cannot be saved", async () => {
    const { deps } = openConnections();
    await saveConnection(deps, draft);
    const full: AppError = { code: "DiskFull", path: "/" };
    const settings = { ...deps.settings, update: async () => fail(full) };
    const changed = { ...draft, secretAccessKey: "another", logToken: "another" };
    expect(await saveConnection({ ...deps, settings }, changed)).toEqual(fail(full));
    expect(await deps.secrets.read(secretAccount("Clinic North"))).toEqual(
      ok(draft.secretAccessKey),
    );
    expect(await deps.secrets.read(logTokenAccountOf("Clinic North"))).toEqual(
      ok("token-of-the-log"),
    );
  });

  it("touches no secret beside settings that cannot be read", async () => {
    const { deps, settings } = openConnections();
    settings.corrupt("{");
    expect(await saveConnection(deps, draft)).toMatchObject({ error: { code: "StateUnreadable" } });
    expect(await deps.secrets.read(secretAccount("Clinic North"))).toEqual(ok(null));
  });

  it("changes the log server of one connection alone", async () => {
    const { deps } = openConnections();
    await saveConnection(deps, draft);
    await saveConnection(deps, { ...draft, name: "South" });
    const logOf = async (name: string) =>
      valueOf(await deps.settings.load()).connections.find((known) => known.name === name)?.log;
    await saveLog(deps, "Clinic North", "https://new.example.org", null);
    // The token stays whose it was.
    expect(await logOf("Clinic North")).toEqual({
      url: "https://new.example.org",
      tokenOrigin: "https://logs.example.org",
    });
    expect(await logOf("South")).toMatchObject({ url: "https://logs.example.org" });
    expect(await deps.secrets.read(logTokenAccountOf("Clinic North"))).toEqual(
      ok("token-of-the-log"),
    );
    await saveLog(deps, "Clinic North", "https://new.example.org", "new-token");
    expect(await deps.secrets.read(logTokenAccountOf("Clinic North"))).toEqual(ok("new-token"));
    expect(await deps.secrets.read(logTokenAccountOf("South"))).toEqual(ok("token-of-the-log"));
    expect(await logOf("Clinic North")).toMatchObject({ tokenOrigin: "https://new.example.org" });
  });

  it("lets older releases tell a log server only what is meant for it", async () => {
    const { deps } = openConnections();
    await saveConnection(deps, draft);
    const second = { ...draft, name: "South", logUrl: "https://south.example", logToken: "t" };
    const saved = valueOf(await saveConnection(deps, second));
    expect(saved.logUrl).toBeNull();
    expect(saved.connections.map(({ log }) => log?.url)).toEqual([
      "https://logs.example.org",
      "https://south.example",
    ]);
  });
});
