import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startS3StandIn, type S3StandIn } from "../../../src/demo/s3-stand-in.ts";
import { errorWords } from "../../../src/words/errors/error-words.ts";
import { setupWords } from "../../../src/words/setup.ts";
import { componentMissing } from "../../support/processes/components.ts";
import { keyHint } from "../../support/values/key-hint.ts";
import { startKeyring, type Keyring } from "../../support/processes/keyring.ts";
import { startOnPty, type PtyProgram } from "../../support/processes/pty.ts";
import { program } from "../../support/processes/run-cli.ts";
import { sender } from "../../support/values/s3-people.ts";
import { screenWords } from "../../support/values/screen-words.ts";
import { createSenderMachine, type SenderMachine } from "../../support/sites/sender-machine.ts";
import { answerSetUp } from "../../support/sites/set-up.ts";
import { bucket, region } from "../../support/sites/stand-in-store.ts";
import { arrived } from "../../support/values/arrived.ts";

/** Ticks the file and sends it, after the review. */
const send = async (app: PtyProgram) => {
  // With something left to do it opens on the queue.
  await app.untilStill();
  await app.type("1");
  await app.waitForText(/a\.txt +1 B/);
  await app.type("a");
  await app.waitForText(/ selected · \d+ B/);
  await app.type("u");
  await app.waitForText(keyHint("review", "start"));
  await app.press("enter");
};

describe.runIf(!componentMissing("gnome-keyring"))("the app, when the keychain is locked", () => {
  let keyring: Keyring;
  let machine: SenderMachine;
  let s3: S3StandIn;
  const apps: PtyProgram[] = [];
  beforeAll(async () => {
    keyring = await startKeyring();
    machine = await createSenderMachine();
    s3 = await startS3StandIn({ users: [sender(bucket)], buckets: [{ name: bucket, region }] });
    await machine.write("a.txt", "a");
  });
  afterAll(async () => {
    for (const app of apps) await app.close();
    await s3.close();
    await machine.remove();
    await keyring.close();
  });

  const openApp = (): PtyProgram => {
    const environment = { ...machine.environment, ...keyring.environment };
    const app = startOnPty([process.execPath, program], {
      environment: { PATH: process.env["PATH"] ?? "", ...environment, S3_SFTP_SECRETS: "auto" },
      folder: machine.files,
    });
    apps.push(app);
    return app;
  };

  it("says so and sends nothing, and sends once when it is open again", async () => {
    const first = openApp();
    const { endpoint } = s3;
    const answers = { ...sender(bucket), bucket, endpoint, region, log: null, passphrase: null };
    await answerSetUp(first, answers);
    await first.waitForText(`> ${setupWords.save(bucket)}`);
    await first.press("enter");
    await first.waitForText("a.txt");
    await first.type("q");
    expect(await first.exited).toBe(0);
    keyring.lock();
    const locked = openApp();
    const { happened, next } = errorWords({ code: "SecretStoreUnavailable", why: "locked" });
    await locked.waitForText(happened, 30_000);
    await send(locked);
    await locked.waitForText(`! ${happened}`, 30_000);
    expect(screenWords(locked.screen())).toContain(next);
    expect(s3.objects(bucket)).toEqual([]);
    await locked.type("q");
    expect(await locked.exited).toBe(0);
    await keyring.unlock();
    const open = openApp();
    await send(open);
    await open.waitForText(arrived(1), 30_000);
    expect(s3.objects(bucket).map(({ key }) => key)).toEqual(["a.txt"]);
    expect(s3.log.filter(({ operation }) => operation === "PutObject")).toHaveLength(1);
  });
});
