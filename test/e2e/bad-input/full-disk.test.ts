import { spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { text } from "node:stream/consumers";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startS3StandIn, type S3StandIn } from "../../../src/demo/s3-stand-in.ts";
import { sha256Of } from "../../support/bytes.ts";
import { program } from "../../support/run-cli.ts";
import { sender } from "../../support/s3-people.ts";
import { createSenderMachine, type SenderMachine } from "../../support/sender-machine.ts";
import { mountingCommand } from "../../support/small-disk.ts";
import { bucket, region } from "../../support/stand-in-store.ts";

let machine: SenderMachine;
let s3: S3StandIn;
beforeEach(async () => {
  machine = await createSenderMachine();
  s3 = await startS3StandIn({ users: [sender(bucket)], buckets: [{ name: bucket, region }] });
});
afterEach(async () => {
  await s3.close();
  await machine.remove();
});

const count = 400;
const name = (index: number) => `a-name-that-takes-room-in-the-database-${index}.txt`;

// Both runs in one mount namespace: the disk goes with it. Their output lies beside the files to send.
const script = `
  mkdir -p "$S3_SFTP_HOME" && mount -t tmpfs -o size="$SIZE" tmpfs "$S3_SFTP_HOME" || exit 99
  "$NODE" "$PROGRAM" upload --json --bucket "$BUCKET" . >../first.jsonl 2>../first.err
  echo "first $?"
  mount -o remount,size=32m "$S3_SFTP_HOME"
  "$NODE" "$PROGRAM" upload --json --bucket "$BUCKET" . >../second.jsonl 2>../second.err
  echo "second $?"`;

const uploadTwice = ([file = "sh", ...args]: readonly string[], size: string) => {
  const keys = machine.withKeys({ region, endpoint: s3.endpoint }, sender(bucket));
  const names = { SIZE: size, NODE: process.execPath, PROGRAM: program, BUCKET: bucket };
  const child = spawn(file, [...args, "sh", "-c", script], {
    env: { PATH: process.env["PATH"], ...keys, ...names },
    cwd: machine.files,
    stdio: ["ignore", "pipe", "inherit"],
  });
  return text(child.stdout);
};

const written = (file: string) => readFile(path.join(machine.root, file), "utf8");

const mounting = mountingCommand();

describe("a disk that is full below the state database", () => {
  it.runIf(mounting !== null).each(["100k", "200k", "340k"])(
    "of %s loses nothing and sends nothing twice",
    async (size) => {
      for (let index = 0; index < count; index += 1) await machine.write(name(index), `${index}`);
      const ends = await uploadTwice(mounting ?? [], size);
      expect(ends).toContain("second 0");
      if (ends.includes("first 1")) {
        const words = await written("first.err");
        expect(words).toContain("The disk of this computer is full");
        expect(words).toContain("Make room on the disk");
      }
      const second = await written("second.jsonl");
      expect(second).toContain(`"failed":0`);
      for (let index = 0; index < count; index += 1) {
        const key = `files/${name(index)}`;
        expect(await s3.sha256(bucket, key), key).toBe(sha256Of(Buffer.from(`${index}`)));
      }
      const keys = s3.log
        .filter(({ operation, status }) => operation === "PutObject" && status === 200)
        .map(({ key }) => key);
      expect(new Set(keys).size).toBe(keys.length);
    },
  );
});
