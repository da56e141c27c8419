import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startS3StandIn, type S3StandIn } from "../../../src/demo/s3-stand-in.ts";
import { startSlackStandIn, type SlackStandIn } from "../../../src/demo/slack-stand-in.ts";
import { withConnection } from "../../../src/domain/log-servers.ts";
import { logTokenAccountOf } from "../../../src/domain/settings.ts";
import { openPlatform } from "../../../src/wiring/platform.ts";
import { errorWords } from "../../../src/words/errors/error-words.ts";
import { reviewWords } from "../../../src/words/review.ts";
import { unlockWords } from "../../../src/words/unlock.ts";
import { createLogServerFolder, type LogServerFolder } from "../../support/processes/log-server.ts";
import { startOnPty, type PtyProgram } from "../../support/processes/pty.ts";
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

describe("uploads in the background, when the passphrase was put off", () => {
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

  it("wait, and say why", async () => {
    const app = open();
    await app.waitForText(unlockWords.title);
    await app.press("escape");
    await app.waitForText("letter.txt");
    await app.press("space");
    await app.waitForText("1 file");
    await app.type("u");
    // Nobody could look whether it is there already.
    await app.waitForText(reviewWords.conflictsUnknown("").slice(0, 30));
    await app.press("enter");
    await app.waitForText(locked.happened.slice(0, 30));
    await app.type("q");
    await app.untilStill();
    await app.press("enter");
    expect(await app.exited).toBe(0);
  });

  it("go on by themselves once it is typed, and the recipient never heard of it", async () => {
    const app = open();
    await openSecrets(app);
    await waitUntil("the file has arrived", () => s3.objects(bucket).length === 1, 30_000);
    await waitUntil("Slack is told", () => slack.messages.length > 0, 20_000);
    expect(slackTextsNaming(slack, "in/letter.txt").length).toBeGreaterThan(0);
    expect(JSON.stringify(slack.messages)).not.toContain("Fail");
    expect(JSON.stringify(slack.messages)).not.toContain("SecretStoreUnavailable");
  });
});
