import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startS3StandIn, type S3StandIn } from "../../../src/demo/s3-stand-in.ts";
import type { S3Action } from "../../../src/demo/s3/s3-types.ts";
import type { StoreAddress } from "../../../src/services/ports/object-store.ts";
import { queueWords } from "../../../src/words/queue.ts";
import { doctorWords } from "../../../src/words/commands/doctor.ts";
import { uploadEnds } from "../../support/values/upload-ends.ts";
import { errorSentences } from "../../support/values/error-sentences.ts";
import { runCli } from "../../support/processes/run-cli.ts";
import { sender } from "../../support/values/s3-people.ts";
import { createSenderMachine, type SenderMachine } from "../../support/sites/sender-machine.ts";
import { bucket, region } from "../../support/sites/stand-in-store.ts";
import { passphrase, storeConnection } from "../../support/sites/stored-connection.ts";

const minuteMs = 60_000;
const keys = sender(bucket);
const names = ["a.txt", "b.txt", "c.txt"];

let s3: S3StandIn;
let machine: SenderMachine;
beforeEach(async () => {
  s3 = await startS3StandIn({ users: [keys], buckets: [{ name: bucket, region }] });
  machine = await createSenderMachine();
  for (const name of names) await machine.write(name, name);
});
afterEach(async () => {
  await s3.close();
  await machine.remove();
});

const upload = (address: Partial<StoreAddress> = {}, ...args: readonly string[]) =>
  runCli(["upload", "--bucket", bucket, ...args, ...names], {
    environment: machine.withKeys({ region, endpoint: s3.endpoint, ...address }, keys),
    folder: machine.files,
  });

const allow = (...actions: readonly S3Action[]) =>
  s3.setUser({ ...keys, grants: [{ bucket, prefix: "", actions }] });

/** The same command again, once the cause is gone: everything arrives, and each file was stored once. */
const expectDeliveredOnce = async (...args: readonly string[]) => {
  const { code, stdout, stderr } = await upload({}, ...args);
  expect(stdout).toContain("3 delivered");
  expect(code).toBe(0);
  const stored = s3.log.filter(
    ({ operation, status }) => operation === "PutObject" && status === 200,
  );
  expect(stored.map(({ key }) => key).sort()).toEqual(names);
  expect(s3.objects(bucket)).toHaveLength(names.length);
  return { stderr };
};

describe("upload with a key that lacks a right", () => {
  it("needs the right to list only for what has to look", async () => {
    allow("s3:PutObject");
    const denied = { code: "AccessDenied", right: "list", bucket } as const;
    // A store that has not shown yet that it refuses to write over an object is looked at first.
    for (const args of [["--dry-run"], ["--conflict", "skip"]]) {
      const looked = await upload({}, ...args);
      for (const sentence of errorSentences(denied)) expect(looked.stderr).toContain(sentence);
      expect(looked.code).toBe(3);
    }
    expect(new Set(s3.log.map(({ operation }) => operation))).toEqual(new Set(["ListObjectsV2"]));
    await expectDeliveredOnce("--conflict", "replace");
  });

  it("names the file, the missing right and who can give it, and sends all later", async () => {
    allow("s3:ListBucket");
    const { code, stdout, stderr } = await upload();
    const denied = { code: "AccessDenied", right: "write", bucket } as const;
    for (const sentence of errorSentences(denied)) expect(stderr).toContain(sentence);
    expect(stderr).toMatch(/inbox\/[abc]\.txt/);
    expect(stderr).toMatch(/request ID: [0-9A-F]{16}/);
    expect(stdout).toContain(uploadEnds({ failed: 3 }));
    expect(code).toBe(3);
    s3.setUser(keys);
    await expectDeliveredOnce();
  });
});

describe("upload with the wrong region", () => {
  it("goes to the region that the storage service names, as the AWS CLI does", async () => {
    const { code, stderr } = await upload({ region: "eu-west-1" });
    expect(stderr).not.toContain("WrongRegion");
    expect(code).toBe(0);
    expect(s3.objects(bucket)).toHaveLength(names.length);
  });
});

describe("a clock that is off by 20 minutes", () => {
  it.each([20, -20])("is made up for, and told once (%i)", async (minutes) => {
    s3.reshape({ clockOffsetMs: minutes * minuteMs, answerDelayMs: 50 });
    const { stderr } = await expectDeliveredOnce();
    const note = `Note: ${queueWords.clockOff(-minutes)}.`;
    expect(stderr.split(note)).toHaveLength(2);
  });

  it("is named by doctor, with what to do", async () => {
    s3.reshape({ clockOffsetMs: 20 * minuteMs });
    const { environment } = machine;
    await storeConnection({
      environment,
      address: { region, endpoint: s3.endpoint },
      keys,
      bucket,
    });
    const { code, stdout } = await runCli(["doctor"], {
      environment: { ...environment, S3_SFTP_PASSPHRASE: passphrase },
    });
    expect(stdout).toContain(doctorWords.finding("note", "clock", doctorWords.clockOff(-20)));
    expect(stdout).toContain(doctorWords.clockAdvice);
    expect(stdout).toContain(
      doctorWords.finding("ok", `connection clinic, ${bucket}/in/`, doctorWords.canListAndUpload),
    );
    expect(code).toBe(0);
  });
});
