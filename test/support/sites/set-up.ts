import { isSentInClear } from "../../../src/domain/loopback.ts";
import type { Question } from "../../../src/domain/setup.ts";
import { setupWords } from "../../../src/words/setup.ts";
import type { PtyProgram } from "../processes/pty.ts";

/** What the recipient handed out, and the sender's own passphrase. */
export interface SetUpAnswers {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly bucket: string;
  readonly endpoint: string;
  readonly region: string;
  /** Null: goes on without one. */
  readonly log: { readonly url: string; readonly token: string } | null;
  /** Null where a keychain holds the secrets. */
  readonly passphrase: string | null;
}

const answer = async (app: PtyProgram, question: Question, text: string): Promise<void> => {
  const title = setupWords.title(question);
  await app.waitForText(` ${title}\n`);
  app.paste(text);
  await app.press("enter");
  if (isSentInClear(text)) {
    // A question: everybody on the way could read along.
    await app.waitForText(text);
    await app.waitForText("Press Enter again");
    await app.press("enter");
  }
  await app.waitForNoText(` ${title}\n`);
};

/** Answers the questions of the setup for a service that is not AWS; ends at the check. */
export const answerSetUp = async (app: PtyProgram, answers: SetUpAnswers): Promise<void> => {
  await answer(app, "accessKeyId", answers.accessKeyId);
  await answer(app, "secret", answers.secretAccessKey);
  await answer(app, "bucket", answers.bucket);
  // No region has this name: what is left is the way to a service that is not AWS.
  await answer(app, "region", "https://");
  await answer(app, "endpoint", answers.endpoint);
  await app.waitForText(` ${setupWords.title("endpointRegion")}\n`);
  await app.press("ctrlU");
  await answer(app, "endpointRegion", answers.region);
  if (answers.log === null) {
    await app.waitForText(` ${setupWords.title("logUrl")}\n`);
    await app.press("enter");
  } else {
    await answer(app, "logUrl", answers.log.url);
    await answer(app, "logToken", answers.log.token);
  }
  if (answers.passphrase === null) return;
  await answer(app, "passphrase", answers.passphrase);
  await answer(app, "passphraseAgain", answers.passphrase);
};
