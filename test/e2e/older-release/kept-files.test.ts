import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startS3StandIn, type S3StandIn } from "../../../src/demo/s3-stand-in.ts";
import { startSlackStandIn, type SlackStandIn } from "../../../src/demo/slack-stand-in.ts";
import { sha256Of } from "../../support/values/bytes.ts";
import { sentTwice } from "../../support/sites/killed-upload.ts";
import { createLogServerFolder, type LogServerFolder } from "../../support/processes/log-server.ts";
import { runCli } from "../../support/processes/run-cli.ts";
import { sender } from "../../support/values/s3-people.ts";
import { createSenderMachine, type SenderMachine } from "../../support/sites/sender-machine.ts";
import { placeKeptHome } from "../../support/sites/kept-home.ts";
import { bucket, region } from "../../support/sites/stand-in-store.ts";
import { keptEvents, keptRelease } from "../../support/values/kept-release.ts";
import { slackTextsNaming } from "../../support/values/slack-texts.ts";
import { waitUntil } from "../../support/processes/wait-until.ts";

const names = Object.keys(keptRelease.unfinished);

describe("settings, secrets and state of an older release, whose processes were killed in the middle", () => {
  let s3: S3StandIn;
  let slack: SlackStandIn;
  let logFolder: LogServerFolder;
  let machine: SenderMachine;
  /** Requests that placed the kept parts. */
  let placedCount = 0;

  beforeAll(async () => {
    [slack, logFolder, machine] = await Promise.all([
      startSlackStandIn(),
      createLogServerFolder(),
      createSenderMachine(),
    ]);
    s3 = await startS3StandIn({ users: [sender(bucket)], buckets: [{ name: bucket, region }] });
    const { url } = await logFolder.start({ slackUrl: slack.url });
    await placeKeptHome(machine, s3, url);
    placedCount = s3.log.length;
  });
  afterAll(async () => {
    await logFolder?.remove();
    await slack?.close();
    await s3?.close();
    await machine?.remove();
  });

  const run = (...args: readonly string[]) =>
    runCli(args, {
      environment: { ...machine.environment, S3_SFTP_PASSPHRASE: keptRelease.passphrase },
      folder: machine.files,
    });

  it("show the same receipts", async () => {
    const { events, code } = await run("history", "--json");
    expect(code).toBe(0);
    expect(events).toMatchObject(await keptEvents("history"));
    const [receipt] = await keptEvents("receipt");
    expect((await run("receipt", String(receipt?.["id"]), "--json")).events).toMatchObject([
      receipt,
    ]);
  });

  it("say what can go on", async () => {
    expect((await run("status", "--json")).events).toMatchObject(await keptEvents("status-idle"));
  });

  it("let both uploads go on from their parts, each part sent once, with the secret of the encrypted file", async () => {
    const { events, code, stderr } = await run("upload", "--json", ...names);
    expect(code, stderr).toBe(0);
    for (const [name, content] of Object.entries(keptRelease.unfinished)) {
      const sha256 = sha256Of(content());
      expect(await s3.sha256(bucket, `in/${name}`)).toBe(sha256);
      const { receiptId, ...told } = events.find(({ key }) => key === `in/${name}`) ?? {};
      expect(told).toMatchObject({ state: "delivered", sha256, verified: "crc32-full-object" });
      expect((await run("receipt", String(receiptId), "--json")).events).toMatchObject([
        { sha256, key: `in/${name}`, bytes: content().length },
      ]);
    }
    expect(sentTwice(s3, "UploadPart")).toBe(0);
    // The uploads of then: no other was begun.
    const since = s3.log.slice(placedCount).map(({ operation }) => operation);
    expect(since).not.toContain("CreateMultipartUpload");
    expect(s3.uploadCount(bucket)).toBe(0);
  });

  it("lose no outcome: also what the log server had not heard of arrives, once", async () => {
    for (const name of [keptRelease.unheard, ...names]) {
      const heard = () => slackTextsNaming(slack, `in/${name}`);
      await waitUntil(`${name} is told`, () => heard().length > 0);
      expect(heard(), name).toHaveLength(1);
    }
  });

  it("end with both deliveries in the history, and nothing that can go on", async () => {
    expect((await run("history", "--json")).events).toHaveLength(
      keptRelease.receiptCount + names.length,
    );
    expect((await run("status", "--json")).events).toMatchObject([{ unfinished: 0, elsewhere: 0 }]);
  });
});
