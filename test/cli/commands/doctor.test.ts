import { withConnections } from "../../../src/domain/log-servers.ts";
import type { Settings } from "../../../src/domain/settings.ts";
import { unknownAbilities } from "../../../src/domain/store-abilities.ts";
import { openTransferStore } from "../../../src/services/adapters/disk/sqlite-transfer-store.ts";
import { abilityWords } from "../../../src/words/storage-abilities.ts";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createCommandContext } from "../../support/fakes/command-context.ts";
import { parseCommandLine } from "../../../src/cli/args.ts";
import { doctor } from "../../../src/cli/commands/doctor.ts";
import { startS3StandIn, type S3StandIn } from "../../../src/demo/s3-stand-in.ts";
import { sessionAccount, type Connection } from "../../../src/domain/settings.ts";
import { temporaryWords } from "../../../src/words/connection-keys.ts";
import { openPlatform } from "../../../src/wiring/platform.ts";
import { doctorWords } from "../../../src/words/commands/doctor.ts";
import { freePort } from "../../support/processes/free-port.ts";
import { startLogApp } from "../../support/sites/log-app.ts";
import { sender } from "../../support/values/s3-people.ts";
import { bucket, region } from "../../support/sites/stand-in-store.ts";
import { passphrase, storeConnection } from "../../support/sites/stored-connection.ts";
import { valueOf } from "../../support/values/value-of.ts";

/** The settings with this log server for every connection. */
const withLog = (url: string) => (stored: Settings) =>
  withConnections(
    stored,
    stored.connections.map((known) => ({ ...known, log: { url } })),
  );

describe("doctor", () => {
  let home = "";
  beforeEach(async () => {
    home = await mkdtemp(path.join(tmpdir(), "s3-sftp-doctor-"));
  });
  afterEach(() => rm(home, { recursive: true, force: true }));

  const environment = () => ({
    S3_SFTP_HOME: home,
    S3_SFTP_SECRETS: "file",
    S3_SFTP_PASSPHRASE: passphrase,
    S3_SFTP_LOG_TOKEN: "a token that nobody knows",
    AWS_SHARED_CREDENTIALS_FILE: path.join(home, "credentials"),
    AWS_CONFIG_FILE: path.join(home, "config"),
  });

  const setUp = (endpoint: string) =>
    storeConnection({
      environment: environment(),
      address: { region, endpoint },
      keys: sender(bucket),
      bucket,
    });

  const findings = async (more: Readonly<Record<string, string>> = {}) => {
    const parsed = parseCommandLine(["doctor", "--json"], () => false);
    if (!parsed.ok || parsed.value.wants !== "run") throw new Error("not a command");
    const lines: string[] = [];
    await doctor(
      parsed.value.line,
      createCommandContext({
        environment: { ...environment(), ...more },
        folder: home,
        out: (line) => lines.push(line),
      }),
    );
    return lines.map((line): unknown => JSON.parse(line));
  };

  const ofKeys = async () =>
    (await findings()).filter((each) => JSON.stringify(each).includes('"keys of connection'));

  it("shows what earlier uploads have seen of the storage service", async () => {
    const s3 = await startS3StandIn({
      users: [sender(bucket)],
      buckets: [{ name: bucket, region }],
    });
    await setUp(s3.endpoint);
    const { stateFile } = openPlatform(environment()).paths;
    const state = valueOf(openTransferStore(stateFile));
    const seen = {
      ...unknownAbilities,
      condition: "refused",
      maxParts: 1000,
      addressing: "path",
    } as const;
    state.stores.remember({ endpoint: s3.endpoint, bucket }, seen);
    state.close();
    expect(await findings()).toContainEqual(
      expect.objectContaining({
        what: "storage service",
        abilities: seen,
        found: abilityWords(seen),
      }),
    );
    expect(abilityWords(seen)).not.toBe(abilityWords({ ...seen, addressing: "virtual" }));
    await s3.close();
  });

  describe("shows when keys expire", () => {
    const expiresAtMs = Date.UTC(2099, 0, 1);
    const expiresAt = "2099-01-01T00:00:00.000Z";
    const found = temporaryWords(expiresAtMs, Date.now());
    let s3: S3StandIn;
    const person = { ...sender(bucket), sessionToken: "a-session-token" };
    beforeEach(async () => {
      s3 = await startS3StandIn({ users: [person], buckets: [{ name: bucket, region }] });
      await setUp(s3.endpoint);
    });
    afterEach(() => s3.close());

    const change = async (changes: Partial<Connection>) => {
      const { settings, secrets } = openPlatform(environment());
      const stored = valueOf(await settings.load());
      const connections = stored.connections.map((each) => ({ ...each, ...changes }));
      valueOf(await settings.update(() => ({ ...stored, connections })));
      valueOf(await secrets.unlock(passphrase));
      valueOf(await secrets.write(sessionAccount("clinic"), person.sessionToken));
    };
    it("that were stored with their end", async () => {
      await change({ session: { expiresAtMs } });
      expect(await ofKeys()).toMatchObject([{ state: "ok", found, expiresAt }]);
    });

    it("that were stored without it", async () => {
      await change({ session: { expiresAtMs: null } });
      expect(await ofKeys()).toMatchObject([{ found: temporaryWords(null, 0), expiresAt: null }]);
    });

    it("that an AWS profile gives", async () => {
      await writeFile(
        path.join(home, "credentials"),
        `[clinic]\naws_access_key_id = ${person.accessKeyId}\naws_secret_access_key = ${person.secretAccessKey}\naws_session_token = ${person.sessionToken}\nexpiration = ${expiresAt}\n`,
      );
      await change({ accessKeyId: null, profile: "clinic" });
      expect(await ofKeys()).toMatchObject([{ state: "ok", found, expiresAt }]);
    });

    it("and says nothing of keys that last", async () => {
      expect(await ofKeys()).toEqual([]);
    });
  });

  it("calls the clock right only where a signed request was accepted", async () => {
    const s3 = await startS3StandIn({
      users: [sender(bucket)],
      buckets: [{ name: bucket, region }],
    });
    await setUp(s3.endpoint);
    expect(await findings()).toContainEqual(
      expect.objectContaining({ what: "clock", state: "ok" }),
    );
    // Denied, but by a service that has judged the signature.
    s3.setUser({ ...sender(bucket), grants: [] });
    expect(await findings()).toContainEqual(
      expect.objectContaining({ what: "clock", state: "ok" }),
    );
    await s3.close();
  });

  it("says nothing of the clock where nothing has answered", async () => {
    await setUp(`http://127.0.0.1:${await freePort()}`);
    expect(await findings()).toContainEqual(
      expect.objectContaining({ what: "clock", state: "note", found: doctorWords.clockUnchecked }),
    );
  });

  it("says what goes over the network in the clear", async () => {
    await setUp("http://s3.invalid:9000");
    const { settings } = openPlatform(environment());
    valueOf(await settings.update(withLog("http://logs.invalid")));
    const notes = (await findings()).filter(
      (each) =>
        Object(each).state === "note" && /s3\.invalid|logs\.invalid/u.test(JSON.stringify(each)),
    );
    expect(notes).toMatchObject([
      { found: doctorWords.inClear("s3.invalid:9000"), more: [doctorWords.inClearAdvice] },
      { found: doctorWords.inClear("logs.invalid"), more: [doctorWords.inClearAdvice] },
    ]);
  });

  it("asks the log server whether it knows the token, and says so when it does not", async () => {
    const log = await startLogApp();
    await setUp(`http://127.0.0.1:${await freePort()}`);
    const { settings } = openPlatform(environment());
    valueOf(await settings.update(withLog(log.url)));
    expect(await findings({ S3_SFTP_LOG_TOKEN: log.token })).toContainEqual(
      expect.objectContaining({
        what: "log server",
        state: "ok",
        found: doctorWords.logServer(log.url, { status: "known", name: "tests" }),
      }),
    );
    expect(await findings({ S3_SFTP_LOG_TOKEN: "a-wrong-one" })).toContainEqual(
      expect.objectContaining({ what: "log server", state: "trouble", error: "LogServerRefused" }),
    );
    expect((await log.queue.stats()).waiting).toBe(0);
    await log.close();
  });
});
