import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startS3StandIn } from "../../../src/demo/s3-stand-in.ts";
import { inviteBlock, parseInvite } from "../../../src/server/invite/invite.ts";
import { errorWords } from "../../../src/words/errors/error-words.ts";
import { accessibleWords } from "../../../src/words/plain-text.ts";
import { setupWords } from "../../../src/words/setup.ts";
import { summaryWords } from "../../../src/words/setup-summary.ts";
import { startOnPty, type PtyProgram } from "../../support/processes/pty.ts";
import { program } from "../../support/processes/run-cli.ts";
import { startLogApp, type LogApp } from "../../support/sites/log-app.ts";
import { createSenderMachine, type SenderMachine } from "../../support/sites/sender-machine.ts";
import { region } from "../../support/sites/stand-in-store.ts";
import { sender } from "../../support/values/s3-people.ts";
import { valueOf } from "../../support/values/value-of.ts";

const bucket = "acme-inbox";
const { accessKeyId, secretAccessKey } = sender(bucket);
const wrongToken = { code: "LogServerRefused", status: 401, permanent: true } as const;

let machine: SenderMachine;
let s3: Awaited<ReturnType<typeof startS3StandIn>>;
let log: LogApp;
let app: PtyProgram;
beforeEach(async () => {
  machine = await createSenderMachine();
  await machine.write("scan.dcm", "a scan");
  s3 = await startS3StandIn({ users: [sender(bucket)], buckets: [{ name: bucket, region }] });
  log = await startLogApp();
});
afterEach(async () => {
  await app.close();
  await s3.close();
  await log.close();
  await machine.remove();
});

/** What `token add NAME --invite` prints, without the lines whose names are left out. */
const invite = ({ token = log.token, without = "" } = {}): string => {
  const fields = {
    bucket: `${bucket}/north`,
    region,
    accessKeyId,
    endpoint: s3.endpoint,
    logUrl: log.url,
    label: "ACME Radiology",
  };
  const parsed = valueOf(parseInvite(fields, { ...fields, endpoint: "--endpoint" }));
  return inviteBlock(parsed, { secretAccessKey, token })
    .split("\n")
    .filter((line) => without === "" || !line.startsWith(`${without}=`))
    .join("\n");
};

/** A person at the keyboard, who counts: a paste is one stroke. */
const sitDown = (args: readonly string[] = []) => {
  // A secret is kept in memory: a passphrase is the person's own, and as long as they like.
  const environment = { ...machine.environment, S3_SFTP_SECRETS: "session" };
  app = startOnPty([process.execPath, program, ...args], {
    environment: { PATH: process.env["PATH"] ?? "", ...environment },
    folder: machine.files,
  });
  let strokes = 0;
  return {
    strokes: () => strokes,
    paste: (text: string) => {
      strokes += 1;
      app.paste(text);
    },
    type: (text: string) => {
      strokes += Array.from(text).length;
      return app.type(text);
    },
    enter: async () => {
      strokes += 1;
      // What comes together with the letters before it is a paste, whose line end never submits.
      await app.untilStill();
      await app.press("enter");
    },
  };
};

/** The title alone in its line. */
const asked = (title: string): RegExp => new RegExp(`^ ${title}$`, "m");

const expectNoSecret = () => {
  expect(app.output()).not.toContain(secretAccessKey.slice(0, 12));
  expect(app.output()).not.toContain(log.token);
};

describe("setup by one paste", () => {
  it("is two pages and two Enters from the invite to the files", async () => {
    const person = sitDown();
    await app.waitForText(asked(setupWords.title("accessKeyId")));
    person.paste(invite());
    await app.waitForText(accessKeyId);
    await person.enter();
    await app.waitForText(`> ${summaryWords.saveAndSelect}`);
    for (const words of [
      summaryWords.welcome,
      summaryWords.invites("ACME Radiology"),
      summaryWords.destination(bucket, "north/"),
      summaryWords.log(log.url, "tests"),
      `✓ ${summaryWords.canList}   ✓ ${summaryWords.canUpload}   ✓ ${summaryWords.knowsToken}`,
    ])
      expect(app.screen()).toContain(words);
    await person.enter();
    await app.waitForText("scan.dcm");
    expect(person.strokes()).toBeLessThanOrEqual(20);
    expect(person.strokes()).toBe(3);
    expectNoSecret();
  });

  it("asks for the bucket alone after an invite without one, and keeps endpoint and region", async () => {
    const person = sitDown();
    await app.waitForText(asked(setupWords.title("accessKeyId")));
    person.paste(invite({ without: "S3_SFTP_BUCKET" }));
    await app.waitForText(accessKeyId);
    await person.enter();
    await app.waitForText(asked(setupWords.title("bucket")));
    await person.type(bucket);
    await person.enter();
    await app.waitForText(`> ${setupWords.save("ACME Radiology")}`);
    expect(app.screen()).toContain(summaryWords.endpoint(s3.endpoint));
    await person.enter();
    await app.waitForText("scan.dcm");
    expect(person.strokes()).toBeLessThanOrEqual(20);
  });

  it("says that the token is wrong, leads to that one question, and back", async () => {
    const person = sitDown();
    await app.waitForText(asked(setupWords.title("accessKeyId")));
    person.paste(invite({ token: "a-wrong-token-of-this-test" }));
    await app.waitForText(accessKeyId);
    await person.enter();
    await app.waitForText(`> ${setupWords.correct("logToken")}`);
    expect(app.screen()).toContain(errorWords(wrongToken).happened);
    expect(app.screen()).toContain(`✓ ${summaryWords.canUpload}`);
    await person.enter();
    await app.waitForText(asked(setupWords.title("logToken")));
    await app.press("ctrlU");
    person.paste(log.token);
    await app.untilStill();
    await person.enter();
    await app.waitForText(`> ${summaryWords.saveAndSelect}`);
    expect(app.screen()).toContain(summaryWords.knowsToken);
    expect(app.output()).not.toContain("a-wrong-token");
  });

  it("takes the lines of an invite one by one from a line that marks no pastes", async () => {
    sitDown();
    await app.waitForText(asked(setupWords.title("accessKeyId")));
    for (const line of invite().trimEnd().split("\n")) {
      app.send(`${line}\r`);
      await app.untilStill(300);
      await app.press("enter");
      await app.untilStill();
    }
    await app.waitForText(`> ${summaryWords.saveAndSelect}`);
    expectNoSecret();
  });
});

/** How many strokes it takes until the files are seen, the letters of the destination among them. */
const setUpTo = async (destination: string): Promise<number> => {
  const person = sitDown();
  await app.waitForText(asked(setupWords.title("accessKeyId")));
  person.paste(`Access key ID,Secret access key\r\n${accessKeyId},${secretAccessKey}\r\n`);
  await app.waitForText(setupWords.secretFilledIn);
  await person.enter();
  await app.waitForText(asked(setupWords.title("bucket")));
  await person.type(destination);
  await person.enter();
  await app.waitForText(asked(setupWords.title("region")));
  // The built-in storage service stands for AWS: its endpoint is what a person need not type there.
  person.paste(`AWS_ENDPOINT_URL=${s3.endpoint}\nAWS_REGION=${region}\n`);
  await app.waitForText(`> ${setupWords.otherStore}`);
  await person.enter();
  await app.waitForText(asked(setupWords.title("logUrl")));
  await person.enter();
  await app.waitForText(`> ${setupWords.save(bucket)}`);
  await person.enter();
  await app.waitForText("scan.dcm");
  expectNoSecret();
  return person.strokes();
};

describe("setup from a CSV row of the AWS console", () => {
  it("takes no more than 34 strokes, and asks for no key again", async () => {
    expect(await setUpTo(`${bucket}/north`)).toBeLessThanOrEqual(34);
  });

  it("takes no more than 20 where no folder is typed", async () => {
    expect(await setUpTo(bucket)).toBeLessThanOrEqual(20);
  });
});

describe("setup in plain text mode", () => {
  it("takes the same invite, asks nothing more, and shows no secret", async () => {
    const person = sitDown(["--accessible"]);
    await app.waitForText(accessibleWords.value);
    person.paste(invite());
    await app.waitForText(setupWords.logToken({ status: "known", name: "tests" }));
    await app.waitForText(`1. ${summaryWords.saveAndSelect}`);
    await person.enter();
    await app.waitForText(accessibleWords.menu);
    expect(person.strokes()).toBeLessThanOrEqual(20);
    expectNoSecret();
  });

  it("does not leave with < at the first question: the next paste would go to the shell", async () => {
    const person = sitDown(["--accessible"]);
    await app.waitForText(accessibleWords.value);
    await person.type("<");
    await person.enter();
    await app.waitForText(setupWords.firstQuestion);
    person.paste(invite());
    await app.waitForText(`1. ${summaryWords.saveAndSelect}`);
    expectNoSecret();
  });
});
