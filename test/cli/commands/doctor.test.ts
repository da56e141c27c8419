import { unknownAbilities } from "../../../src/domain/store-abilities.ts";
import { openTransferStore } from "../../../src/services/adapters/disk/sqlite-transfer-store.ts";
import { abilityWords } from "../../../src/words/storage-abilities.ts";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createCommandContext } from "../../support/fakes/command-context.ts";
import { parseCommandLine } from "../../../src/cli/args.ts";
import { doctor } from "../../../src/cli/commands/doctor.ts";
import { startS3StandIn } from "../../../src/demo/s3-stand-in.ts";
import { setupWords } from "../../../src/words/setup.ts";
import { openPlatform } from "../../../src/wiring/platform.ts";
import { doctorWords } from "../../../src/words/commands/doctor.ts";
import { freePort } from "../../support/processes/free-port.ts";
import { startLogApp } from "../../support/sites/log-app.ts";
import { sender } from "../../support/values/s3-people.ts";
import { bucket, region } from "../../support/sites/stand-in-store.ts";
import { passphrase, storeConnection } from "../../support/sites/stored-connection.ts";
import { valueOf } from "../../support/values/value-of.ts";

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
  });

  const setUp = (endpoint: string) =>
    storeConnection({
      environment: environment(),
      address: { region, endpoint },
      keys: sender(bucket),
      bucket,
    });

  const findings = async () => {
    const parsed = parseCommandLine(["doctor", "--json"], () => false);
    if (!parsed.ok || parsed.value.wants !== "run") throw new Error("not a command");
    const lines: string[] = [];
    await doctor(
      parsed.value.line,
      createCommandContext({
        environment: environment(),
        folder: home,
        out: (line) => lines.push(line),
      }),
    );
    return lines.map((line): unknown => JSON.parse(line));
  };

  it("shows what earlier uploads have seen of the storage service", async () => {
    const s3 = await startS3StandIn({
      users: [sender(bucket)],
      buckets: [{ name: bucket, region }],
    });
    await setUp(s3.endpoint);
    const { stateFile } = openPlatform(environment()).paths;
    const state = valueOf(openTransferStore(stateFile));
    const seen = { ...unknownAbilities, condition: "refused", maxParts: 1000 } as const;
    state.stores.remember({ endpoint: s3.endpoint, bucket }, seen);
    state.close();
    expect(await findings()).toContainEqual(
      expect.objectContaining({
        what: "storage service",
        abilities: seen,
        found: abilityWords(seen),
      }),
    );
    await s3.close();
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
    const stored = valueOf(await settings.load());
    valueOf(await settings.save({ ...stored, logUrl: "http://logs.invalid" }));
    const notes = (await findings()).filter(
      (each) =>
        Object(each).state === "note" && /s3\.invalid|logs\.invalid/u.test(JSON.stringify(each)),
    );
    expect(notes).toMatchObject([
      { found: doctorWords.inClear("s3.invalid:9000"), more: [doctorWords.inClearAdvice] },
      { found: doctorWords.inClear("logs.invalid"), more: [doctorWords.inClearAdvice] },
    ]);
  });

  it("does not say of a log server that it knows the token: a ping carries none", async () => {
    const log = await startLogApp();
    const { settings } = openPlatform(environment());
    valueOf(await settings.save({ ...valueOf(await settings.load()), logUrl: log.url }));
    expect(await findings()).toContainEqual(
      expect.objectContaining({
        what: "log server",
        state: "ok",
        found: expect.stringContaining(setupWords.logTokenUnknown),
      }),
    );
    await log.close();
  });
});
