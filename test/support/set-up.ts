import type { PtyProgram } from "./pty.ts";

/** What the receiver handed out, and the sender's own passphrase. */
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

const answer = async (app: PtyProgram, title: string, text: string): Promise<void> => {
  await app.waitForText(` ${title}\n`);
  app.paste(text);
  await app.press("enter");
  await app.waitForNoText(` ${title}\n`);
};

/** Answers the questions of the set-up as a person with a store that is not AWS; ends at the check. */
export const answerSetUp = async (app: PtyProgram, answers: SetUpAnswers): Promise<void> => {
  await answer(app, "Access key", answers.accessKeyId);
  await answer(app, "Secret access key", answers.secretAccessKey);
  await answer(app, "Bucket", answers.bucket);
  // No region is called so: what is left is the way to another store.
  await answer(app, "Region", "https://");
  await answer(app, "Address of the store", answers.endpoint);
  await app.waitForText(" Region of the store\n");
  await app.press("ctrlU");
  await answer(app, "Region of the store", answers.region);
  if (answers.log === null) {
    await app.waitForText(" Log server\n");
    await app.press("enter");
  } else {
    await answer(app, "Log server", answers.log.url);
    await answer(app, "Token of the log server", answers.log.token);
  }
  if (answers.passphrase === null) return;
  await answer(app, "Passphrase", answers.passphrase);
  await answer(app, "The passphrase again", answers.passphrase);
};
