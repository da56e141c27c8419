import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { pathWords } from "../../../src/words/paths.ts";
import { reviewWords } from "../../../src/words/review.ts";
import { setupWords } from "../../../src/words/setup.ts";
import { unlockWords } from "../../../src/words/unlock.ts";
import { startOnPty, type PtyProgram } from "../../support/processes/pty.ts";
import { program } from "../../support/processes/run-cli.ts";
import { createSenderMachine, type SenderMachine } from "../../support/sites/sender-machine.ts";
import { createSenderSite, type SenderSite } from "../../support/sites/sender-site.ts";
import { bucket } from "../../support/sites/stand-in-store.ts";
import { passphrase } from "../../support/sites/stored-connection.ts";
import { sender } from "../../support/values/s3-people.ts";

const pasted = (text: string) => `\u001b[200~${text}\u001b[201~`;
const { accessKeyId, secretAccessKey } = sender(bucket);

describe("a page change and a paste in one write", () => {
  let site: SenderSite;
  let bare: SenderMachine;
  const apps: PtyProgram[] = [];
  const open = (command: readonly string[], environment: Readonly<Record<string, string>>) => {
    const app = startOnPty(command, { environment });
    apps.push(app);
    return app;
  };

  beforeAll(async () => {
    [site, bare] = await Promise.all([createSenderSite(), createSenderMachine()]);
    await site.machine.write("letter.txt", "Dear all\n");
    await site.machine.write("deep/inside.txt", "Dear all\n");
  });
  afterAll(async () => {
    for (const app of apps) await app.close();
    await site?.close();
    await bare?.remove();
  });

  it("fills the field of a page that comes by itself: the passphrase behind a review", async () => {
    const { S3_SFTP_PASSPHRASE: _, ...locked } = site.environment;
    const app = open(site.command, locked);
    await app.waitForText("letter.txt");
    await app.press("end");
    app.send(`u${pasted(passphrase)}`);
    await app.waitForText(unlockWords.title);
    await app.waitForText(`${passphrase.length} characters`);
    await app.press("enter");
    await app.waitForText(reviewWords.noConflicts);
    expect(site.store.objects(bucket)).toHaveLength(0);
    // Of what follows, no Enter is given on: it would upload what nobody has seen.
    await app.press("escape");
    app.send(`:${pasted(`${site.machine.files}/deep`)}`);
    await app.waitForText(pathWords.title.goTo);
    await app.waitForText("/deep");
  });

  it("fills the next question of the setup, also before its first frame", async () => {
    const environment = { PATH: process.env["PATH"] ?? "", ...bare.environment };
    const app = open([process.execPath, program, "--start", bare.files], environment);
    app.send(accessKeyId);
    await app.waitForText(`│ ${accessKeyId}`);
    app.send(`\r${pasted(secretAccessKey)}`);
    await app.waitForText(setupWords.title("secret"));
    await app.waitForText(`${secretAccessKey.length} characters`);
  });
});
