import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { StoreCredentials } from "../../../src/services/ports/object-store.ts";
import { sha256Of } from "../../support/bytes.ts";
import { startCeph, type Ceph } from "../../support/ceph.ts";
import { componentMissing } from "../../support/components.ts";
import { runCli } from "../../support/run-cli.ts";
import { createSenderMachine, type SenderMachine } from "../../support/sender-machine.ts";

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
    expect(stderr).toContain("The store does not know this access key.");
    expect(stderr).toContain("Whoever gave you the key can help.");
    expect(stderr).toContain("store's code: InvalidAccessKeyId");
    expect(stdout).toContain("0 delivered (0 B), 3 failed, 0 skipped");
    expect(code).toBe(3);
    await expectNothingStored("key");
    await expectDeliveredOnce("key");
  });

  it("says that the secret does not belong to the access key", async () => {
    const keys = { ...ceph.sender, secretAccessKey: "not-the-secret-of-the-sender" };
    const { code, stdout, stderr } = await upload(keys, ceph.bucket, "secret");
    expect(stderr).toContain("The secret access key does not belong to this access key.");
    expect(stderr).toContain(
      "Paste the secret again, all of it (it usually has 40 characters), then try again.",
    );
    expect(stdout + stderr).not.toContain(keys.secretAccessKey);
    expect(code).toBe(3);
    await expectNothingStored("secret");
    await expectDeliveredOnce("secret");
  });

  it("names the right that is missing, and who can give it", async () => {
    const { code, stderr } = await upload(ceph.stranger, ceph.bucket, "right");
    expect(stderr).toContain("This key may not write to the bucket.");
    expect(stderr).toContain("the right s3:PutObject is missing");
    expect(stderr).toContain("Only the owner of the bucket can change this.");
    expect(code).toBe(3);
    await expectNothingStored("right");
    await expectDeliveredOnce("right");
  });

  it("says that there is no such bucket", async () => {
    const { code, stderr } = await upload(ceph.sender, "no-such-inbox", "bucket");
    expect(stderr).toContain("There is no bucket with this name.");
    expect(stderr).toContain("no-such-inbox");
    expect(code).toBe(1);
    await expectNothingStored("bucket");
    await expectDeliveredOnce("bucket");
  });
});
