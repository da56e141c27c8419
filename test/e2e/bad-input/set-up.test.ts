import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { startS3StandIn, type S3StandIn } from "../../../src/demo/s3-stand-in.ts";
import type { S3Grant } from "../../../src/demo/s3/s3-types.ts";
import { componentMissing } from "../../support/components.ts";
import { startOnPty, type PtyProgram } from "../../support/pty.ts";
import { program } from "../../support/run-cli.ts";
import { sender } from "../../support/s3-people.ts";
import { screenWords } from "../../support/screen-words.ts";
import { createSenderMachine, type SenderMachine } from "../../support/sender-machine.ts";
import { answerSetUp, type SetUpAnswers } from "../../support/set-up.ts";
import { bucket, region } from "../../support/stand-in-store.ts";
import { selfSigned } from "../../support/tls.ts";

const keys = sender(bucket);

/** What a person answers wrongly, what the screen says, which question it offers to go back to, and the right answer. */
const mistakes: readonly {
  readonly what: string;
  readonly answers: Partial<SetUpAnswers>;
  readonly says: readonly string[];
  readonly offers: string;
  readonly title: string;
  readonly right: (s3: S3StandIn) => string;
}[] = [
  {
    what: "an access key that the store does not know",
    answers: { accessKeyId: "AKIANOBODY0000000000" },
    says: ["The store does not know this access key.", "Whoever gave you the key can help."],
    offers: "Change the access key: AKIA…0000",
    title: "Access key",
    right: () => keys.accessKeyId,
  },
  {
    what: "a secret that belongs to another access key",
    answers: { secretAccessKey: "not-the-secret-of-the-sender-0000000000" },
    says: ["The secret access key does not belong to this access key.", "Paste the secret again"],
    offers: "Change the secret access key",
    title: "Secret access key",
    right: () => keys.secretAccessKey,
  },
  {
    what: "a bucket that is not there",
    answers: { bucket: "no-such-inbox" },
    says: ["There is no bucket with this name.", "ask the owner of the bucket"],
    offers: "Change the bucket: no-such-inbox",
    title: "Bucket",
    right: () => bucket,
  },
  {
    what: "a host that no name server knows",
    answers: { endpoint: "https://store.invalid" },
    says: ["its name is not known to this network", "Check the spelling of the address"],
    offers: "Change the address of the store: https://store.invalid",
    title: "Address of the store",
    right: ({ endpoint }) => endpoint,
  },
  {
    what: "a port where nothing listens",
    answers: { endpoint: "http://127.0.0.1:9" },
    says: ["nothing answers at this address", "Check the address and its port"],
    offers: "Change the address of the store: http://127.0.0.1:9",
    title: "Address of the store",
    right: ({ endpoint }) => endpoint,
  },
];

/** Rights that the key lacks, and what the screen says of it. */
const lacks: readonly {
  readonly right: S3Grant["actions"][number];
  readonly has: S3Grant["actions"][number];
  readonly says: string;
}[] = [
  {
    right: "s3:ListBucket",
    has: "s3:PutObject",
    says: "This key may not list what is in the bucket.",
  },
  { right: "s3:PutObject", has: "s3:ListBucket", says: "This key may not write to the bucket." },
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
    await app.waitForText("✓ The key may list the bucket.");
    expectWords(["✓ The key may write to the bucket.", `> Save as "`]);
    await app.press("enter");
    await app.waitForText("Nothing chosen yet");
    expect(s3.objects(bucket)).toEqual([]);
    expect(s3.uploadCount(bucket)).toBe(0);
  };

  it.each(mistakes)("says what is wrong and goes back for $what", async (mistake) => {
    await answer(mistake.answers);
    await app.waitForText(`> ${mistake.offers}`);
    expectWords(mistake.says);
    await app.press("enter");
    await app.waitForText(` ${mistake.title}\n`);
    await app.press("ctrlU");
    app.paste(mistake.right(s3));
    await app.press("enter");
    if (mistake.title === "Address of the store") {
      await app.waitForText(" Region of the store\n");
      await app.press("enter");
    }
    await expectSaved();
  });

  it("says which region the bucket is in, and takes it with Enter", async () => {
    await answer({ region: "eu-west-1" });
    await app.waitForText("> Use the region eu-central-1, and check again");
    expectWords(["The bucket is in the region eu-central-1, not in eu-west-1."]);
    await app.press("enter");
    await app.waitForText(`Change the region of the store: ${region}`);
    expectWords([`Change the address of the store: ${s3.endpoint}`]);
    await expectSaved();
  });

  it.each(lacks)("writes a text for the owner when $right is missing", async (lack) => {
    s3.setUser({ ...keys, grants: [{ bucket, prefix: "", actions: [lack.has] }] });
    await answer();
    await app.waitForText("> Check again");
    expectWords([lack.says, `the right ${lack.right} is missing`, "o for the owner"]);
    await app.type("o");
    await app.waitForText("For the owner of the bucket");
    expectWords([`missing action: ${lack.right}`, `access key: ${keys.accessKeyId}`]);
    await app.press("escape");
    await app.waitForText("> Check again");
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
      await app.waitForText("> Change the address of the store: https://");
      expectWords(["its certificate is not trusted", "a program between may read your traffic"]);
      expect(impostor.log).toEqual([]);
    } finally {
      await impostor.close();
    }
  });
});
