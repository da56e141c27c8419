import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startS3StandIn, type S3StandIn } from "../../../src/demo/s3-stand-in.ts";
import { startSlackStandIn, type SlackStandIn } from "../../../src/demo/slack-stand-in.ts";
import { readDaemonRecord } from "../../../src/services/adapters/daemon/daemon-record.ts";
import { isNewerVersion } from "../../../src/services/adapters/daemon/versions.ts";
import { sha256Of } from "../../support/values/bytes.ts";
import { createLogServerFolder, type LogServerFolder } from "../../support/processes/log-server.ts";
import { unpackKeptProgram, type KeptProgram } from "../../support/processes/kept-program.ts";
import { startOnPty, type PtyProgram } from "../../support/processes/pty.ts";
import { program, runCli } from "../../support/processes/run-cli.ts";
import { sender } from "../../support/values/s3-people.ts";
import {
  createSenderMachine,
  withDaemon,
  type SenderMachine,
} from "../../support/sites/sender-machine.ts";
import { errorWords } from "../../../src/words/errors/error-words.ts";
import { openSecrets } from "../../support/sites/sender-site.ts";
import { placeKeptHome } from "../../support/sites/kept-home.ts";
import { bucket, region } from "../../support/sites/stand-in-store.ts";
import { lostFields } from "../../support/values/json-fields.ts";
import { keptEvents, keptRelease } from "../../support/values/kept-release.ts";
import { slackTextsNaming } from "../../support/values/slack-texts.ts";
import { waitUntil } from "../../support/processes/wait-until.ts";

/** What the older release says on its screens. */
const olderWords = {
  passphrase: "Passphrase of the",
  unfinished: "2 uploads can go on",
  noConflicts: "None of these names is taken",
} as const;

/** Selects the highlighted line of the older app, and sends that after the review. */
const sendInOlderApp = async (app: PtyProgram, selected: string): Promise<void> => {
  await app.press("space");
  await app.waitForText(selected);
  await app.type("u");
  await app.waitForText(olderWords.noConflicts);
  await app.press("enter");
};

/** Sent in the middle of what was kept. */
const small = Array.from({ length: 12 }, (_, at) => `many/letter ${at + 10}.txt`);
const contents: Readonly<Record<string, () => Uint8Array>> = {
  ...keptRelease.unfinished,
  ...Object.fromEntries(small.map((name) => [name, () => Buffer.from(`Dear ${name}\n`)])),
};
const names = Object.keys(contents);
const keyOf = (name: string) => `in/${name}`;

/** Names what was written: a part, or a whole file. */
const requestOf = (key: string, part: number | null) => `${key} ${part ?? "whole"}`;

const locked = errorWords({ code: "SecretStoreUnavailable", why: "no passphrase" });

describe("a running daemon of an older release, with uploads in the middle", () => {
  let s3: S3StandIn;
  let slack: SlackStandIn;
  let logFolder: LogServerFolder;
  let machine: SenderMachine;
  let older: KeptProgram;
  let olderApp: PtyProgram;
  let newerApp: PtyProgram;
  /** What the older daemon had noted as acknowledged, and the requests up to then. */
  let noted: ReadonlySet<string> = new Set();
  let requestsBefore = 0;
  /** Take the store's mishaps back. */
  const mishaps: (() => void)[] = [];

  beforeAll(async () => {
    [slack, logFolder, machine, older] = await Promise.all([
      startSlackStandIn(),
      createLogServerFolder(),
      createSenderMachine(),
      unpackKeptProgram(),
    ]);
    s3 = await startS3StandIn({ users: [sender(bucket)], buckets: [{ name: bucket, region }] });
    const { url } = await logFolder.start({ slackUrl: slack.url });
    for (const name of small) await machine.write(name, contents[name]!());
    await placeKeptHome(machine, s3, url);
  });
  afterAll(async () => {
    await olderApp?.close();
    await newerApp?.close();
    await logFolder?.remove();
    await slack?.close();
    await s3?.close();
    await machine?.remove();
    await older?.remove();
  });

  const stateFolder = () => path.join(machine.home, "state");
  const environment = () => ({
    PATH: process.env["PATH"] ?? "",
    ...withDaemon(machine.environment),
  });
  const open = (main: string) =>
    startOnPty([process.execPath, main], { environment: environment(), folder: machine.files });
  /** `s3-sftp status --json` of one of the two programs, when the daemon has time to answer. */
  const statusOf = async (main: string) => {
    const ask = () => runCli(["status", "--json"], { environment: environment(), main });
    let answer = await ask();
    await waitUntil(
      "the daemon answers",
      async () => answer.code === 0 || (answer = await ask()).code === 0,
      60_000,
    );
    return { rows: answer.events.slice(0, -1), whole: answer.events.at(-1) ?? {} };
  };
  const areAllDelivered = async () => {
    const { rows } = await statusOf(program);
    return rows.length > 0 && rows.every(({ state }) => state === "delivered");
  };
  const heardOf = (name: string) => slackTextsNaming(slack, keyOf(name));
  const daemonVersion = async () => (await readDaemonRecord(stateFolder()))?.version ?? null;

  const writes = () =>
    s3.log.filter(({ operation }) => operation === "UploadPart" || operation === "PutObject");
  /** What the state database says is with the store: parts, and whole files. */
  const notedNow = (): ReadonlySet<string> => {
    const database = new DatabaseSync(path.join(stateFolder(), "state.db"), { readOnly: true });
    const parts = database.prepare(
      "SELECT key, part_number AS part FROM parts JOIN transfers ON seq = transfer_seq",
    );
    const files = database.prepare(
      "SELECT key, NULL AS part FROM transfers WHERE state = 'delivered' AND upload_id IS NULL",
    );
    const all = [...parts.all(), ...files.all()].map(({ key, part }) =>
      requestOf(String(key), part === null ? null : Number(part)),
    );
    database.close();
    return new Set(all);
  };

  it("sends with what the older release kept, until parts and files stand half-way at the store", async () => {
    const placed = writes().length;
    const notedBefore = notedNow().size;
    // Two parts and four files get through; then the store stops reading, or does its work and never says so.
    const stall = { kind: "stall", afterBytes: 0 } as const;
    mishaps.push(
      s3.inject({ operation: "UploadPart", skip: 2, times: 1_000, does: stall }),
      s3.inject({
        operation: "PutObject",
        skip: 4,
        times: 2,
        does: { kind: "trickle", everyMs: 500 },
      }),
      s3.inject({ operation: "PutObject", skip: 4, times: 1_000, does: stall }),
    );
    olderApp = open(older.program);
    await openSecrets(olderApp, olderWords.passphrase);
    await olderApp.waitForText(olderWords.unfinished);
    await olderApp.press("enter");
    await olderApp.waitForText("by-app.bin");
    await olderApp.type("1");
    await olderApp.waitForText("many");
    await olderApp.type("/many");
    await olderApp.waitForNoText("by-app.bin");
    await olderApp.press("enter");
    await sendInOlderApp(olderApp, "12 files");
    expect(await daemonVersion()).toBe(keptRelease.version);
    await waitUntil(
      "two parts and four files are noted",
      () => notedNow().size >= notedBefore + 6,
      60_000,
    );
    const isStill = () =>
      writes()
        .slice(placed)
        .filter(({ status }) => status === null).length >= 4;
    await waitUntil("others are under way", isStill, 60_000);
    noted = notedNow();
  });

  it("is taken over by this one, and every field of its status is still there in the middle", async () => {
    const { rows: before, whole } = await statusOf(older.program);
    expect(before.filter(({ state }) => state === "uploading").length).toBeGreaterThan(0);
    expect(whole["worker"]).toMatchObject({ version: keptRelease.version });
    requestsBefore = s3.log.length;
    // It would tell the newer daemon the key that it knows, before the newer app can ask for it.
    olderApp.signal("SIGSTOP");
    newerApp = open(program);
    // What was being sent goes on once the person has typed what the older daemon knew.
    await newerApp.waitForText(locked.happened.slice(0, 30), 60_000);
    // Not before: the older one would send all of it while the newer one starts.
    for (const takeBack of mishaps) takeBack();
    await newerApp.type("n");
    await openSecrets(newerApp);
    olderApp.signal("SIGCONT");
    await waitUntil(
      "the newer daemon is there",
      async () => {
        const version = await daemonVersion();
        return version !== null && isNewerVersion(version, keptRelease.version);
      },
      60_000,
    );
    let now = await statusOf(program);
    const hasRows = async () => (now = await statusOf(program)).rows.length > 0;
    await waitUntil("it has what the older one had", hasRows, 60_000);
    const [keptRow, keptWhole] = await keptEvents("status");
    for (const row of now.rows) expect(lostFields(keptRow ?? {}, row)).toEqual([]);
    expect(lostFields(keptWhole ?? {}, now.whole)).toEqual([]);
  });

  it("loses nothing: every object is the file", async () => {
    await waitUntil("all is delivered", areAllDelivered, 60_000);
    for (const name of names) {
      expect(await s3.sha256(bucket, keyOf(name)), name).toBe(sha256Of(contents[name]!()));
    }
    expect(s3.uploadCount(bucket)).toBe(0);
  });

  it("sends nothing twice but what was under way", () => {
    const requests = writes().map(({ key, partNumber }) => requestOf(key, partNumber));
    const since = s3.log
      .slice(requestsBefore)
      .filter((entry) => writes().includes(entry))
      .map(({ key, partNumber }) => requestOf(key, partNumber));
    expect(since.length).toBeGreaterThan(0);
    expect(since.filter((request) => noted.has(request))).toEqual([]);
    for (const request of new Set(requests)) {
      expect(requests.filter((one) => one === request).length, request).toBeLessThanOrEqual(2);
    }
    const begun = s3.log.slice(requestsBefore).map(({ operation }) => operation);
    expect(begun).not.toContain("CreateMultipartUpload");
  });

  it("has a right receipt for each, also of what the older daemon had delivered", async () => {
    const { events } = await runCli(["history", "--json"], { environment: environment() });
    expect(events).toHaveLength(keptRelease.receiptCount + names.length);
    for (const name of names) {
      const receipts = events.filter(({ key }) => key === keyOf(name));
      const bytes = contents[name]!();
      expect(receipts, name).toMatchObject([{ bytes: bytes.length, sha256: sha256Of(bytes) }]);
    }
  });

  it("lets every outcome reach the log, once", async () => {
    for (const name of [keptRelease.unheard, ...names]) {
      await waitUntil(`${name} is told`, () => heardOf(name).length > 0, 30_000);
    }
    for (const name of [keptRelease.unheard, ...names]) expect(heardOf(name), name).toHaveLength(1);
  });

  it("serves the older app and command, too", async () => {
    await olderApp.waitForText(/by-app\.bin.*delivered/, 30_000);
    const { rows, whole } = await statusOf(older.program);
    expect(whole["worker"]).toMatchObject({ version: await daemonVersion() });
    const [keptRow, keptWhole] = await keptEvents("status");
    for (const row of rows) expect(lostFields(keptRow ?? {}, row)).toEqual([]);
    expect(lostFields(keptWhole ?? {}, whole)).toEqual([]);

    await machine.write("after.txt", "from the older app to the newer daemon\n");
    await olderApp.type("1");
    await olderApp.waitForText("many");
    await olderApp.type("r");
    await olderApp.type("/after");
    await olderApp.waitForNoText("many");
    await olderApp.press("enter");
    await olderApp.waitForText("after.txt");
    await sendInOlderApp(olderApp, "1 file");
    await olderApp.waitForText(/after\.txt.*delivered/, 30_000);
    await newerApp.type("2");
    // What has arrived stands in the line of its batch.
    await newerApp.waitForText("1 file delivered", 30_000);
  });
});
