import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startS3StandIn, type S3StandIn } from "../../../src/demo/s3-stand-in.ts";
import { startSlackStandIn, type SlackStandIn } from "../../../src/demo/slack-stand-in.ts";
import { withConnection } from "../../../src/domain/log-servers.ts";
import { logTokenAccountOf } from "../../../src/domain/settings.ts";
import { openPlatform } from "../../../src/wiring/platform.ts";
import { errorWords } from "../../../src/words/errors/error-words.ts";
import { reviewWords } from "../../../src/words/review.ts";
import { appWords } from "../../../src/words/app.ts";
import { batchWords } from "../../../src/words/batch.ts";
import { failureWords } from "../../../src/words/failure.ts";
import { historyWords } from "../../../src/words/history.ts";
import { queueWords } from "../../../src/words/queue.ts";
import { settingsWords } from "../../../src/words/settings.ts";
import { unlockWords } from "../../../src/words/unlock.ts";
import { createLogServerFolder, type LogServerFolder } from "../../support/processes/log-server.ts";
import { startOnPty, type PtyProgram } from "../../support/processes/pty.ts";
import { endDaemon } from "../../support/processes/end-daemon.ts";
import { program } from "../../support/processes/run-cli.ts";
import { waitUntil } from "../../support/processes/wait-until.ts";
import {
  createSenderMachine,
  withDaemon,
  type SenderMachine,
} from "../../support/sites/sender-machine.ts";
import { openSecrets } from "../../support/sites/sender-site.ts";
import { bucket, region } from "../../support/sites/stand-in-store.ts";
import { passphrase, storeConnection } from "../../support/sites/stored-connection.ts";
import { sender } from "../../support/values/s3-people.ts";
import { slackTextsNaming } from "../../support/values/slack-texts.ts";
import { valueOf } from "../../support/values/value-of.ts";

const locked = errorWords({ code: "SecretStoreUnavailable", why: "no passphrase" });

describe("the passphrase of the encrypted file", () => {
  let s3: S3StandIn;
  let slack: SlackStandIn;
  let logFolder: LogServerFolder;
  let machine: SenderMachine;
  const apps: PtyProgram[] = [];
  const open = () => {
    const environment = { PATH: process.env["PATH"] ?? "", ...withDaemon(machine.environment) };
    const app = startOnPty([process.execPath, program, "--start", machine.files], { environment });
    apps.push(app);
    return app;
  };

  beforeAll(async () => {
    [slack, logFolder, machine] = await Promise.all([
      startSlackStandIn(),
      createLogServerFolder(),
      createSenderMachine(),
    ]);
    s3 = await startS3StandIn({ users: [sender(bucket)], buckets: [{ name: bucket, region }] });
    await storeConnection({
      environment: machine.environment,
      address: { region, endpoint: s3.endpoint },
      keys: sender(bucket),
      bucket,
    });
    const { url } = await logFolder.start({ slackUrl: slack.url });
    const { settings, secrets } = openPlatform(machine.environment);
    valueOf(await secrets.unlock(passphrase));
    valueOf(await secrets.write(logTokenAccountOf("clinic"), logFolder.token));
    valueOf(
      await settings.update((stored) =>
        withConnection(stored, "clinic", (known) => ({ ...known, log: { url } })),
      ),
    );
    await machine.write("letter.txt", "Dear all\n");
  });
  afterAll(async () => {
    for (const app of apps) await app.close();
    await logFolder?.remove();
    await slack?.close();
    await s3?.close();
    await machine?.remove();
  });

  it("is asked for by no screen that needs none", async () => {
    const app = open();
    await app.waitForText("letter.txt");
    await app.type("2");
    await app.waitForText(queueWords.empty.slice(0, 20));
    await app.type("3");
    await app.waitForText(historyWords.empty.slice(0, 20));
    await app.type(",");
    await app.waitForText(settingsWords.title);
    await app.press("escape");
    await app.type("q");
    expect(await app.exited).toBe(0);
    expect(app.output()).not.toContain(unlockWords.title);
  });

  it("is asked for by a delivery; put off, the files wait and say so", async () => {
    const app = open();
    await app.waitForText("letter.txt");
    await app.press("space");
    await app.waitForText("1 file");
    await app.type("u");
    await app.waitForText(unlockWords.title);
    await app.press("escape");
    // Nobody could look whether it is there already.
    await app.waitForText(reviewWords.conflictsUnknown("").slice(0, 30));
    await app.press("enter");
    await app.waitForText(locked.happened.slice(0, 30));
    await app.type("q");
    await app.waitForText(appWords.leaveHere);
    await app.press("enter");
    expect(await app.exited).toBe(0);
  });

  it("is waited for in the background, with its key; once typed all goes on, and the recipient never heard of it", async () => {
    const app = open();
    // The first frame is the queue: a key typed at once is for no other screen.
    await app.waitForText(`[${appWords.tab("queue", 1)}]`);
    await app.waitForText(locked.happened.slice(0, 30));
    expect(app.screen()).toContain(`n ${failureWords.renewHint.passphrase}`);
    await app.type("1");
    await app.waitForText(batchWords.waitsForPassphrase(1).slice(0, 30));
    await app.type("2");
    await app.waitForText(locked.happened.slice(0, 30));
    await app.type("n");
    await openSecrets(app);
    await waitUntil("the file has arrived", () => s3.objects(bucket).length === 1, 30_000);
    await waitUntil("Slack is told", () => slack.messages.length > 0);
    expect(slackTextsNaming(slack, "in/letter.txt").length).toBeGreaterThan(0);
    expect(JSON.stringify(slack.messages)).not.toContain("Fail");
    expect(JSON.stringify(slack.messages)).not.toContain("SecretStoreUnavailable");
    await app.waitForText(batchWords.allArrived(1));
    await app.press("escape");
    await app.type("q");
    expect(await app.exited).toBe(0);
  });

  it("is asked for by no review while the background uploader holds it", async () => {
    await machine.write("second.txt", "Dear all, once more\n");
    const app = open();
    await app.waitForText("second.txt");
    await app.press("end");
    await app.type("u");
    await app.waitForText(reviewWords.noConflicts);
    await app.press("enter");
    await waitUntil("the file has arrived", () => s3.objects(bucket).length === 2, 30_000);
    expect(app.output()).not.toContain(unlockWords.title);
    await app.waitForText(batchWords.allArrived(1));
    await app.press("escape");
    await app.type("q");
    expect(await app.exited).toBe(0);
  });

  it("is asked for once a delivery is looked at and nobody holds it, which then goes on with what it was about", async () => {
    await machine.write("third.txt", "Dear all, for the last time\n");
    await endDaemon(path.join(machine.home, "state"));
    const app = open();
    await app.waitForText("third.txt");
    await app.press("end");
    await app.type("u");
    await openSecrets(app);
    await app.waitForText(reviewWords.noConflicts);
    await app.press("enter");
    await waitUntil("the file has arrived", () => s3.objects(bucket).length === 3, 30_000);
  });
});
