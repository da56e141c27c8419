import { chmod, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startS3StandIn, type S3StandIn } from "../../../src/demo/s3-stand-in.ts";
import { startOnPty, type PtyProgram } from "../../support/pty.ts";
import { withoutRootPower } from "../../support/root-power.ts";
import { program } from "../../support/run-cli.ts";
import { sender } from "../../support/s3-people.ts";
import { screenWords } from "../../support/screen-words.ts";
import { createSenderMachine, type SenderMachine } from "../../support/sender-machine.ts";
import { bucket, region } from "../../support/stand-in-store.ts";
import { passphrase, storeConnection } from "../../support/stored-connection.ts";

const keys = sender(bucket);

let machine: SenderMachine;
let s3: S3StandIn;
let app: PtyProgram;
beforeEach(async () => {
  machine = await createSenderMachine();
  s3 = await startS3StandIn({ users: [keys], buckets: [{ name: bucket, region }] });
  const { environment } = machine;
  await storeConnection({ environment, address: { region, endpoint: s3.endpoint }, keys, bucket });
});
afterEach(async () => {
  await app.close();
  await s3.close();
  await machine.remove();
});

const openApp = async (size: { readonly columns: number; readonly rows: number }) => {
  app = startOnPty([...withoutRootPower, process.execPath, program], {
    environment: { PATH: process.env["PATH"] ?? "", ...machine.environment },
    folder: machine.files,
    ...size,
  });
  await app.waitForText("Passphrase of the encrypted file");
  app.paste(passphrase);
  await app.press("enter");
  await app.waitForText("Nothing chosen yet");
};

const wide = { columns: 80, rows: 24 };
const narrow = { columns: 40, rows: 12 };

const words = () => screenWords(app.screen());

/** Ticks all that is shown, and goes to the review. */
const review = async () => {
  await app.waitForText(/\.txt +\d/);
  await app.type("a");
  await app.waitForText(/ B chosen/);
  await app.type("u");
  await app.waitForText("Enter send");
};

const stored = () => s3.objects(bucket).map(({ key }) => key);
const puts = () =>
  s3.log.filter(({ operation, status }) => operation === "PutObject" && status === 200);

describe("the app, with files that are odd", () => {
  const odd = ["two\nlines.txt", "\u{1B}[2J\u{1B}]0;title\u{7}.txt", "gpj.\u{202E}exe"];
  const refused = [
    ["f��.txt", "The name of this file is not valid UTF-8"],
    ["closed.txt", "This cannot be read (no permission)"],
    ["Größe.txt", "2 files would get the same key"],
    ["nnnnnnnn", "The name is too long for S3: 1,037 bytes"],
  ] as const;

  beforeEach(async () => {
    for (const name of ["good.txt", ...odd]) await machine.write(name, name);
    await machine.write("empty.txt", "");
    for (const form of ["NFC", "NFD"]) await machine.write("Größe.txt".normalize(form), form);
    await chmod(await machine.write("closed.txt", "closed"), 0);
    const folders = Array.from({ length: 4 }, () => "d".repeat(250));
    await machine.write(path.join("deep", ...folders, "n".repeat(25)), "deep");
    await writeFile(
      Buffer.concat([
        Buffer.from(`${machine.files}/f`),
        Buffer.from([0xff, 0xfe]),
        Buffer.from(".txt"),
      ]),
      "x",
    );
  });

  it("draws no name raw, and names before sending what cannot go", async () => {
    await openApp(wide);
    for (const shown of ["two�lines.txt", "�[2J�]0;title�.txt", "gpj.�exe"]) {
      expect(app.screen()).toContain(shown);
    }
    expect(app.screen()).toMatch(/f��\.txt +name not text/);
    await review();
    expect(words()).toContain("5 files");
    expect(words()).toContain("5 paths cannot be sent, see below");
    for (const [name, why] of refused) {
      expect(words()).toMatch(new RegExp(`! ${name}\\S* ${why.replace(/[()]/g, "\\$&")}`));
    }
    expect(s3.log.filter(({ operation }) => operation !== "ListObjectsV2")).toEqual([]);
    await app.press("enter");
    await app.waitForText("5 delivered");
    const sent = ["good.txt", "empty.txt", ...odd].map((name) => `in/${name}`);
    expect(stored().sort()).toEqual(sent.sort());
    expect(puts()).toHaveLength(sent.length);
    expect(app.output()).not.toContain("\u{1B}[2J\u{1B}]0;title");
    expect(app.output()).not.toContain("\u{202E}");
  });
});

describe.each([wide, narrow])("the app at $columns × $rows, with uploads that fail", (size) => {
  beforeEach(async () => {
    await machine.write("a.txt", "a");
    await machine.write("b.txt", "b");
  });

  it("says why, and sends each once when the right is granted", async () => {
    await openApp(size);
    s3.setUser({ ...keys, grants: [{ bucket, prefix: "", actions: ["s3:ListBucket"] }] });
    await review();
    await app.press("enter");
    await app.waitForText("2 failed");
    expect(app.screen()).toMatch(/a\.txt +failed {2}This key may/);
    await app.press("enter");
    await app.waitForText("s3:PutObject");
    expect(words()).toContain("right s3:PutObject is missing");
    await app.type("o");
    await app.waitForText("For the owner of the bucket");
    await app.press("escape", "escape");
    s3.setUser(keys);
    await app.type("R");
    await app.waitForText("2 delivered");
    expect(
      puts()
        .map(({ key }) => key)
        .sort(),
    ).toEqual(["in/a.txt", "in/b.txt"]);
  });

  it("says of a file that has vanished that it did, and sends it when it is back", async () => {
    await openApp(size);
    s3.setUser({ ...keys, grants: [{ bucket, prefix: "", actions: ["s3:ListBucket"] }] });
    await review();
    await app.press("enter");
    await app.waitForText("2 failed");
    s3.setUser(keys);
    await rm(path.join(machine.files, "a.txt"));
    await app.type("R");
    await app.waitForText(/1 delivered/);
    await app.waitForText(/a\.txt +failed {2}This is/);
    await machine.write("a.txt", "a again");
    await app.type("R");
    await app.waitForText("2 delivered");
    expect(stored().sort()).toEqual(["in/a.txt", "in/b.txt"]);
    expect(puts()).toHaveLength(2);
  });

  it("stops the queue for a key that was withdrawn, and goes on with it", async () => {
    await openApp(size);
    s3.setUser({ ...keys, secretAccessKey: "another-secret-of-the-tests-000000000000" });
    await review();
    await app.press("enter");
    await app.waitForText("The secret access key does not");
    expect(words()).toContain("Paste the secret again");
    s3.setUser(keys);
    await app.type("R");
    await app.waitForText("2 delivered");
    expect(puts()).toHaveLength(2);
  });
});
