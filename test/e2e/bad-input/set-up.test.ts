import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { startS3StandIn, type S3StandIn } from "../../../src/demo/s3-stand-in.ts";
import type { AppError } from "../../../src/domain/errors.ts";
import type { S3Grant } from "../../../src/demo/s3/s3-types.ts";
import { browserWords } from "../../../src/words/browser.ts";
import { ownerNoticeWords } from "../../../src/words/owner-notice-screen.ts";
import { setupWords } from "../../../src/words/setup.ts";
import { summaryWords } from "../../../src/words/setup-summary.ts";
import { componentMissing } from "../../support/processes/components.ts";
import type { Question } from "../../../src/domain/setup.ts";
import { noticeFacts } from "../../../src/words/owner-notice.ts";
import { errorSentences } from "../../support/values/error-sentences.ts";
import { keyHint } from "../../support/values/key-hint.ts";
import { startOnPty, type PtyProgram } from "../../support/processes/pty.ts";
import { program } from "../../support/processes/run-cli.ts";
import { sender } from "../../support/values/s3-people.ts";
import { screenWords } from "../../support/values/screen-words.ts";
import { createSenderMachine, type SenderMachine } from "../../support/sites/sender-machine.ts";
import { answerSetUp, type SetUpAnswers } from "../../support/sites/set-up.ts";
import { bucket, region } from "../../support/sites/stand-in-store.ts";
import { selfSigned } from "../../support/processes/tls.ts";

const keys = sender(bucket);

/** What a person answers wrongly, the error, which question the screen offers to go back to, and the right answer. */
const mistakes: readonly {
  readonly what: string;
  readonly answers: Partial<SetUpAnswers>;
  readonly error: AppError;
  readonly question: Question;
  /** What was answered, as the row shows it; secrets are not shown. */
  readonly shown?: string;
  readonly right: (s3: S3StandIn) => string;
}[] = [
  {
    what: "an access key that the store does not know",
    answers: { accessKeyId: "AKIANOBODY0000000000" },
    error: { code: "InvalidAccessKey" },
    question: "accessKeyId",
    shown: "AKIA…0000",
    right: () => keys.accessKeyId,
  },
  {
    what: "a secret that belongs to another access key",
    answers: { secretAccessKey: "not-the-secret-of-the-sender-0000000000" },
    error: { code: "WrongSecret" },
    question: "secret",
    right: () => keys.secretAccessKey,
  },
  {
    what: "a bucket that is not there",
    answers: { bucket: "no-such-inbox" },
    error: { code: "NoSuchBucket", bucket: "no-such-inbox" },
    question: "bucket",
    shown: "no-such-inbox",
    right: () => bucket,
  },
  {
    what: "a host that no name server knows",
    answers: { endpoint: "https://store.invalid" },
    error: { code: "EndpointUnreachable", host: "store.invalid", reason: "dns" },
    question: "endpoint",
    shown: "https://store.invalid",
    right: ({ endpoint }) => endpoint,
  },
  {
    what: "a port where nothing listens",
    answers: { endpoint: "http://127.0.0.1:9" },
    error: { code: "EndpointUnreachable", host: "127.0.0.1:9", reason: "refused" },
    question: "endpoint",
    shown: "http://127.0.0.1:9",
    right: ({ endpoint }) => endpoint,
  },
];

/** Permissions that the key lacks, and the error. */
const lacks: readonly {
  readonly right: S3Grant["actions"][number];
  readonly has: S3Grant["actions"][number];
  readonly error: AppError;
}[] = [
  {
    right: "s3:ListBucket",
    has: "s3:PutObject",
    error: { code: "AccessDenied", right: "list", bucket },
  },
  {
    right: "s3:PutObject",
    has: "s3:ListBucket",
    error: { code: "AccessDenied", right: "write", bucket },
  },
];

describe("the set-up, answered wrongly", () => {
  let s3: S3StandIn;
  let machine: SenderMachine;
  let app: PtyProgram;
  beforeAll(async () => {
    s3 = await startS3StandIn({ users: [keys], buckets: [{ name: bucket, region }] });
  });
  afterAll(async () => {
    await s3.close();
  });
  beforeEach(async () => {
    machine = await createSenderMachine();
    const environment = { ...machine.environment, S3_SFTP_SECRETS: "session" };
    app = startOnPty([process.execPath, program], {
      environment: { PATH: process.env["PATH"] ?? "", ...environment },
      folder: machine.files,
    });
  });
  afterEach(async () => {
    await app.close();
    await machine.remove();
    s3.setUser(keys);
  });

  const answer = (changes: Partial<SetUpAnswers> = {}) => {
    const { accessKeyId, secretAccessKey } = keys;
    const { endpoint } = s3;
    const right = { accessKeyId, secretAccessKey, bucket, endpoint, region };
    return answerSetUp(app, { ...right, log: null, passphrase: null, ...changes });
  };

  const expectWords = (words: readonly string[]) => {
    for (const each of words) expect(screenWords(app.screen())).toContain(each);
  };

  /** After the right answer the key may do both, and Save is the default; the check has left nothing behind. */
  const expectSaved = async () => {
    await app.waitForText(`✓ ${summaryWords.canList}`);
    expectWords([`✓ ${summaryWords.canUpload}`, `> ${setupWords.save(bucket)}`]);
    await app.press("enter");
    await app.waitForText(browserWords.emptyFolder);
    expect(s3.objects(bucket)).toEqual([]);
    expect(s3.uploadCount(bucket)).toBe(0);
  };

  it.each(mistakes)("says what is wrong and goes back for $what", async (mistake) => {
    await answer(mistake.answers);
    const row = setupWords.correct(mistake.question);
    await app.waitForText(`> ${row}${mistake.shown ? `: ${mistake.shown}` : "\n"}`);
    expectWords(errorSentences(mistake.error));
    await app.press("enter");
    await app.waitForText(` ${setupWords.title(mistake.question)}\n`);
    await app.press("ctrlU");
    app.paste(mistake.right(s3));
    await app.press("enter");
    if (mistake.question === "endpoint") {
      await app.waitForText(` ${setupWords.title("endpointRegion")}\n`);
      await app.press("enter");
    }
    await expectSaved();
  });

  it("says which region the bucket is in, and takes it with Enter", async () => {
    await answer({ region: "eu-west-1" });
    await app.waitForText(`> ${setupWords.useRegion("eu-central-1")}`);
    expectWords(errorSentences({ code: "WrongRegion", said: "eu-west-1", is: "eu-central-1" }));
    await app.press("enter");
    await app.waitForText(`${setupWords.correct("endpointRegion")}: ${region}`);
    expectWords([`${setupWords.correct("endpoint")}: ${s3.endpoint}`]);
    await expectSaved();
  });

  it.each(lacks)("writes a text for the owner when $right is missing", async (lack) => {
    s3.setUser({ ...keys, grants: [{ bucket, prefix: "", actions: [lack.has] }] });
    await answer();
    await app.waitForText(`> ${setupWords.checkAgain}`);
    expectWords([
      ...errorSentences(lack.error),
      lack.right,
      keyHint("setupResult", "showOwnerNotice"),
    ]);
    await app.type("o");
    await app.waitForText(ownerNoticeWords.title);
    expectWords([
      `: ${lack.right} ${noticeFacts.resource("")}`,
      noticeFacts.accessKey(keys.accessKeyId),
    ]);
    await app.press("escape");
    await app.waitForText(`> ${setupWords.checkAgain}`);
    s3.setUser(keys);
    await app.press("enter");
    await expectSaved();
  });

  it.runIf(!componentMissing("openssl"))("warns of a certificate nobody vouches for", async () => {
    const impostor = await startS3StandIn({
      users: [keys],
      buckets: [{ name: bucket, region }],
      tls: selfSigned(),
    });
    try {
      await answer({ endpoint: impostor.endpoint });
      await app.waitForText(`> ${setupWords.correct("endpoint")}: https://`);
      expectWords(
        errorSentences({
          code: "EndpointUnreachable",
          host: "",
          reason: "tls",
          detail: "DEPTH_ZERO_SELF_SIGNED_CERT",
        }),
      );
      expect(impostor.log).toEqual([]);
    } finally {
      await impostor.close();
    }
  });
});
