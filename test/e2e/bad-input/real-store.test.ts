import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { StoreCredentials } from "../../../src/services/ports/object-store.ts";
import { errorWords } from "../../../src/words/errors/error-words.ts";
import { uploadEnds } from "../../support/values/upload-ends.ts";
import { sha256Of } from "../../support/values/bytes.ts";
import { startCeph, type Ceph } from "../../support/processes/ceph.ts";
import { componentMissing } from "../../support/processes/components.ts";
import { errorSentences } from "../../support/values/error-sentences.ts";
import { runCli } from "../../support/processes/run-cli.ts";
import { createSenderMachine, type SenderMachine } from "../../support/sites/sender-machine.ts";

const names = ["a.txt", "b.txt", "c.txt"];

describe.runIf(!componentMissing("ceph"))("upload to a real store that refuses", () => {
  let ceph: Ceph;
  let machine: SenderMachine;
  beforeAll(async () => {
    ceph = await startCeph();
  });
  afterAll(async () => {
    await ceph.close();
  });
  beforeEach(async () => {
    machine = await createSenderMachine();
    for (const name of names) await machine.write(name, `content of ${name}`);
  });
  afterEach(async () => {
    await machine.remove();
  });

  const upload = (keys: StoreCredentials, bucket = ceph.bucket, prefix = "") =>
    runCli(["upload", "--bucket", bucket, "--prefix", prefix, ...names], {
      environment: machine.withKeys(ceph.address, keys),
      folder: machine.files,
    });

  /** What follows a refusal: the right answer sends everything, each file once. */
  const expectDeliveredOnce = async (prefix: string) => {
    const { code, stdout } = await upload(ceph.sender, ceph.bucket, prefix);
    expect(code).toBe(0);
    expect(stdout).toContain("3 delivered");
    const puts = (await ceph.requests()).filter(
      ({ line, status }) => status === 200 && line.startsWith(`PUT /${ceph.bucket}/${prefix}`),
    );
    expect(puts).toHaveLength(names.length);
    for (const name of names) {
      const sha256 = sha256Of(Buffer.from(`content of ${name}`));
      expect(await ceph.sha256(`${prefix}/${name}`)).toBe(sha256);
    }
  };

  const expectNothingStored = async (prefix: string) => {
    const keys = (await ceph.objects()).map(({ key }) => key);
    expect(keys.filter((key) => key.startsWith(prefix))).toEqual([]);
    expect(await ceph.uploads()).toEqual([]);
  };

  it("says that the access key is not known, and whom to ask", async () => {
    const keys = { accessKeyId: "AKIANOBODY0000000000", secretAccessKey: "anything-at-all-00000" };
    const { code, stdout, stderr } = await upload(keys, ceph.bucket, "key");
    for (const sentence of errorSentences({ code: "InvalidAccessKey" }))
      expect(stderr).toContain(sentence);
    expect(stderr).toContain("S3 error code: InvalidAccessKeyId");
    // The first failure stops the others.
    const ends = [1, 2, 3].map((failed) => uploadEnds({ failed }));
    expect(ends.filter((words) => stdout.includes(words))).toHaveLength(1);
    expect(code).toBe(3);
    await expectNothingStored("key");
    await expectDeliveredOnce("key");
  });

  it("says that the secret does not belong to the access key", async () => {
    const keys = { ...ceph.sender, secretAccessKey: "not-the-secret-of-the-sender" };
    const { code, stdout, stderr } = await upload(keys, ceph.bucket, "secret");
    for (const sentence of errorSentences({ code: "WrongSecret" }))
      expect(stderr).toContain(sentence);
    expect(stdout + stderr).not.toContain(keys.secretAccessKey);
    expect(code).toBe(3);
    await expectNothingStored("secret");
    await expectDeliveredOnce("secret");
  });

  it("names the right that is missing, and who can give it", async () => {
    const { code, stderr } = await upload(ceph.stranger, ceph.bucket, "right");
    // Before it may write it has to look.
    const denied = { code: "AccessDenied", right: "list", bucket: ceph.bucket } as const;
    for (const sentence of errorSentences(denied)) expect(stderr).toContain(sentence);
    expect(code).toBe(3);
    await expectNothingStored("right");
    await expectDeliveredOnce("right");
  });

  it("says that there is no such bucket", async () => {
    const { code, stderr } = await upload(ceph.sender, "no-such-inbox", "bucket");
    const { happened } = errorWords({ code: "NoSuchBucket", bucket: "no-such-inbox" });
    expect(stderr).toContain(happened);
    expect(stderr).toContain("no-such-inbox");
    expect(code).toBe(1);
    await expectNothingStored("bucket");
    await expectDeliveredOnce("bucket");
  });
});
