import { chmod, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startS3StandIn, type S3StandIn } from "../../../src/demo/s3-stand-in.ts";
import type { AppError } from "../../../src/domain/errors.ts";
import { browserWords } from "../../../src/words/browser.ts";
import { ownerNoticeWords } from "../../../src/words/owner-notice-screen.ts";
import { errorWords, errorLine } from "../../../src/words/errors/error-words.ts";
import { reviewWords } from "../../../src/words/review.ts";
import { errorSentences } from "../../support/values/error-sentences.ts";
import { keyHint } from "../../support/values/key-hint.ts";
import { startOnPty, type PtyProgram } from "../../support/processes/pty.ts";
import { withoutRootPower } from "../../support/processes/root-power.ts";
import { program } from "../../support/processes/run-cli.ts";
import { sender } from "../../support/values/s3-people.ts";
import { screenWords, wrapped } from "../../support/values/screen-words.ts";
import { createSenderMachine, type SenderMachine } from "../../support/sites/sender-machine.ts";
import { bucket, region } from "../../support/sites/stand-in-store.ts";
import { someOf } from "../../support/values/run-size.ts";
import { storeConnection, withPassphrase } from "../../support/sites/stored-connection.ts";
import { arrived } from "../../support/values/arrived.ts";

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
    environment: { PATH: process.env["PATH"] ?? "", ...machine.environment, ...withPassphrase },
    folder: machine.files,
    ...size,
  });
  await app.waitForText(browserWords.nothingSelected.slice(0, 16));
};

const wide = { columns: 80, rows: 24 };
const narrow = { columns: 40, rows: 12 };

const words = () => screenWords(app.screen());

/** Ticks all that is shown, and goes to the review. */
const review = async () => {
  await app.waitForText(/\.txt +\d/);
  await app.type("a");
  await app.waitForText(/ selected · \d+ B/);
  await app.type("u");
  await app.waitForText(keyHint("review", "start"));
};

const stored = () => s3.objects(bucket).map(({ key }) => key);
const puts = () =>
  s3.log.filter(({ operation, status }) => operation === "PutObject" && status === 200);

describe("the app, with files that are odd", () => {
  const odd = ["two\nlines.txt", "\u{1B}[2J\u{1B}]0;title\u{7}.txt", "gpj.\u{202E}exe"];
  const refused: readonly (readonly [name: string, error: AppError])[] = [
    ["f��.txt", { code: "NameNotUtf8", path: "" }],
    ["closed.txt", { code: "FileUnreadable", path: "", reason: "permission denied" }],
    ["Größe.txt", { code: "KeyCollision", key: "", paths: ["", ""] }],
    ["nnnnnnnn", { code: "KeyTooLong", path: "", bytes: 1_037 }],
  ];

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
    expect(app.screen()).toMatch(new RegExp(`f��\\.txt +${browserWords.noText}`));
    await review();
    expect(words()).toContain("5 files");
    expect(words()).toContain(reviewWords.skipped(5));
    for (const [name, error] of refused) {
      const why = errorLine(error).slice(0, 34).replace(/[()]/g, "\\$&");
      expect(words()).toMatch(new RegExp(`! ${name}\\S* ${why}`));
    }
    expect(s3.log.filter(({ operation }) => operation !== "ListObjectsV2")).toEqual([]);
    await app.press("enter");
    await app.waitForText(arrived(5));
    const sent = ["good.txt", "empty.txt", ...odd].map((name) => `in/${name}`);
    expect(stored().sort()).toEqual(sent.sort());
    expect(puts()).toHaveLength(sent.length);
    expect(app.output()).not.toContain("\u{1B}[2J\u{1B}]0;title");
    expect(app.output()).not.toContain("\u{202E}");
  });
});

const denied: AppError = { code: "AccessDenied", right: "write", bucket };

/** The row of a.txt: a narrow one cuts the reason, and leaves the word before it to the sign. */
const failedRow = (error: AppError): RegExp =>
  new RegExp(`a\\.txt +(?:failed {2})?${errorLine(error).slice(0, 8)}`);

describe.each(someOf([wide, narrow], 1))(
  "the app at $columns × $rows, with uploads that fail",
  (size) => {
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
      expect(app.screen()).toMatch(failedRow(denied));
      await app.press("enter");
      await app.waitForText(/[ab]\.txt → inbox\/in\//);
      // In a small window "d" leads to what there is no room for.
      const seen = [words()];
      while (!/AccessDenied\b[^)]/.test(seen.at(-1) ?? "") && seen.length < 5) {
        await app.type("d");
        await app.untilStill();
        seen.push(words());
      }
      for (const sentence of errorSentences(denied))
        expect(
          seen.filter((each) => each.includes(sentence)),
          sentence,
        ).not.toEqual([]);
      await app.type("o");
      await app.waitForText(ownerNoticeWords.title);
      // One Esc after the other: two that arrive together are another key, and so are Esc and a letter.
      await app.press("escape");
      await app.waitForNoText(ownerNoticeWords.title);
      await app.press("escape");
      await app.waitForText(failedRow(denied));
      s3.setUser(keys);
      await app.type("R");
      await app.waitForText(arrived(2));
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
      await app.waitForText(arrived(1, 1));
      await app.waitForText(failedRow({ code: "FileVanished", path: "" }));
      await machine.write("a.txt", "a again");
      await app.type("R");
      await app.waitForText(arrived(2));
      expect(stored().sort()).toEqual(["in/a.txt", "in/b.txt"]);
      expect(puts()).toHaveLength(2);
    });

    it("stops the queue for a key that was withdrawn, and goes on with it", async () => {
      await openApp(size);
      s3.setUser({ ...keys, secretAccessKey: "another-secret-of-the-tests-000000000000" });
      await review();
      await app.press("enter");
      const { happened, next } = errorWords({ code: "WrongSecret" });
      await app.waitForText(wrapped(happened));
      expect(words()).toContain(next.slice(0, 20));
      s3.setUser(keys);
      await app.type("R");
      await app.waitForText(arrived(2));
      expect(puts()).toHaveLength(2);
    });
  },
);
