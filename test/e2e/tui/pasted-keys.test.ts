import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { accessibleWords } from "../../../src/words/plain-text.ts";
import { setupWords } from "../../../src/words/setup.ts";
import { startOnPty, type PtyProgram } from "../../support/processes/pty.ts";
import { program } from "../../support/processes/run-cli.ts";
import { createSenderMachine, type SenderMachine } from "../../support/sites/sender-machine.ts";

const accessKeyId = "AKIA7EXAMPLE00003F7Q";
const secret = "wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKx9a0";
const token = "FwoGZXIvYXdzEXAMPLETOKEN".repeat(20);
const forms: readonly (readonly [string, string])[] = [
  [
    "an export block",
    `export AWS_ACCESS_KEY_ID=${accessKeyId}\rexport AWS_SECRET_ACCESS_KEY=${secret}\rexport AWS_SESSION_TOKEN="${token}"\rexport AWS_REGION=eu-west-1\r`,
  ],
  [
    "a credentials file, secret first",
    `[default]\raws_secret_access_key = ${secret}\raws_access_key_id = ${accessKeyId}\raws_session_token = ${token}\r`,
  ],
  ["a CSV of the AWS console", `Access key ID,Secret access key\r${accessKeyId},${secret}\r`],
  [
    "JSON of the AWS CLI",
    `{\r  "Credentials": {\r    "AccessKeyId": "${accessKeyId}",\r    "SecretAccessKey": "${secret}",\r    "SessionToken": "${token}"\r  }\r}\r`,
  ],
];

let machine: SenderMachine;
let app: PtyProgram;
beforeEach(async () => {
  machine = await createSenderMachine();
});
afterEach(async () => {
  await app.close();
  await machine.remove();
});

const open = (args: readonly string[]) => {
  const environment = { PATH: process.env["PATH"] ?? "", ...machine.environment };
  app = startOnPty([process.execPath, program, ...args], { environment });
  return app.waitForText(setupWords.title("accessKeyId"));
};

/** In pieces that a reader may get one by one. */
const sendInPieces = (text: string) => {
  for (let at = 0; at < text.length; at += 57) app.send(text.slice(at, at + 57));
};

describe("keys that a terminal pastes without marks", () => {
  it.each(forms)("are one paste line by line, and never on the screen: %s", async (_, text) => {
    await open(["setup", "--accessible"]);
    sendInPieces(text);
    await app.waitForText(
      accessibleWords.answer(setupWords.title("bucket"), setupWords.group("destination")),
    );
    await app.untilStill();
    expect(app.screen()).toMatch(/:$/);
    expect(app.output()).not.toContain(secret.slice(0, 8));
    expect(app.output()).not.toContain(token.slice(0, 12));
  });

  it.each(forms)("are one paste on the screen, and never seen: %s", async (_, text) => {
    await open(["setup"]);
    sendInPieces(text);
    await app.waitForText(
      text.includes(token) ? setupWords.tokenFilledIn : setupWords.secretFilledIn,
    );
    expect(app.screen()).toContain(accessKeyId);
    expect(app.screen()).toContain(setupWords.title("accessKeyId"));
    expect(app.output()).not.toContain(secret.slice(0, 8));
    expect(app.output()).not.toContain(token.slice(0, 12));
  });
});
