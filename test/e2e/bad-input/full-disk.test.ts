import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { readFile, rename, writeFile } from "node:fs/promises";
import path from "node:path";
import { text } from "node:stream/consumers";
import { describe, expect, it } from "vitest";
import { errorWords } from "../../../src/words/errors/error-words.ts";
import { sha256Of, someBytes } from "../../support/values/bytes.ts";
import { errorSentences } from "../../support/values/error-sentences.ts";
import { startOnPty } from "../../support/processes/pty.ts";
import { program } from "../../support/processes/run-cli.ts";
import { screenWords, wrapped } from "../../support/values/screen-words.ts";
import { holdParts } from "../../support/sites/hold-parts.ts";
import { sendInApp } from "../../support/sites/send-in-app.ts";
import { sender } from "../../support/values/s3-people.ts";
import { mountingCommand } from "../../support/processes/small-disk.ts";
import { standInSiteForEach } from "../../support/sites/stand-in-site.ts";
import { bucket, region } from "../../support/sites/stand-in-store.ts";
import { storeConnection, withPassphrase } from "../../support/sites/stored-connection.ts";
import { someOf } from "../../support/values/run-size.ts";
import { waitUntil } from "../../support/processes/wait-until.ts";
import { arrived } from "../../support/values/arrived.ts";

const site = standInSiteForEach();

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

// The disk is filled and cleared from within, when the files that ask for it appear.
const appScript = `
  mkdir -p "$S3_SFTP_HOME" && mount -t tmpfs -o size=2m tmpfs "$S3_SFTP_HOME" || exit 99
  cp -a "$SAVED/." "$S3_SFTP_HOME"
  (
    until [ -e ../fill ]; do sleep 0.05; done
    cat /dev/zero >"$S3_SFTP_HOME/ballast" 2>/dev/null
    touch ../filled
    until [ -e ../clear ]; do sleep 0.05; done
    rm "$S3_SFTP_HOME/ballast" && touch ../cleared
  ) &
  exec "$NODE" "$PROGRAM"`;

const uploadTwice = ([file = "sh", ...args]: readonly string[], size: string) => {
  const keys = site.machine.withKeys({ region, endpoint: site.s3.endpoint }, sender(bucket));
  const names = { SIZE: size, NODE: process.execPath, PROGRAM: program, BUCKET: bucket };
  const child = spawn(file, [...args, "sh", "-c", script], {
    env: { PATH: process.env["PATH"], ...keys, ...names },
    cwd: site.machine.files,
    stdio: ["ignore", "pipe", "inherit"],
  });
  return text(child.stdout);
};

const written = (file: string) => readFile(path.join(site.machine.root, file), "utf8");

const mounting = mountingCommand();

describe("a disk that is full below the state database", () => {
  it.runIf(mounting !== null).each(someOf(["100k", "200k", "340k"], 1))(
    "of %s loses nothing and sends nothing twice",
    async (size) => {
      for (let index = 0; index < count; index += 1)
        await site.machine.write(name(index), `${index}`);
      const ends = await uploadTwice(mounting ?? [], size);
      expect(ends).toContain("second 0");
      if (ends.includes("first 1")) {
        const words = await written("first.err");
        for (const sentence of errorSentences({ code: "DiskFull", path: "" }))
          expect(words).toContain(sentence);
      }
      const second = await written("second.jsonl");
      expect(second).toContain(`"failed":0`);
      for (let index = 0; index < count; index += 1) {
        const key = `files/${name(index)}`;
        expect(await site.s3.sha256(bucket, key), key).toBe(sha256Of(Buffer.from(`${index}`)));
      }
      const keys = site.s3.log
        .filter(({ operation, status }) => operation === "PutObject" && status === 200)
        .map(({ key }) => key);
      expect(new Set(keys).size).toBe(keys.length);
    },
  );

  it.runIf(mounting !== null)("stops the app's queue, which goes on with R", async () => {
    const { environment, home, root, files } = site.machine;
    const address = { region, endpoint: site.s3.endpoint };
    const letThrough = holdParts(site.s3, 1);
    await storeConnection({ environment, address, keys: sender(bucket), bucket });
    await site.machine.write("film.mov", someBytes(30));
    const [file = "sh", ...args] = mounting ?? [];
    const names = { SAVED: path.join(root, "saved"), NODE: process.execPath, PROGRAM: program };
    await rename(home, names.SAVED);
    const app = startOnPty([file, ...args, "sh", "-c", appScript], {
      environment: { PATH: process.env["PATH"] ?? "", ...environment, ...names, ...withPassphrase },
      folder: files,
    });
    try {
      await app.waitForText("film.mov");
      await sendInApp(app, { select: "marked", selected: "1 file" });
      await app.waitForText(/ [1-9]\S* of 30\.0 MiB/u);
      await writeFile(path.join(root, "fill"), "");
      await waitUntil("there is no room left", () => existsSync(path.join(root, "filled")));
      letThrough();
      const { happened, next } = errorWords({ code: "DiskFull", path: "" });
      await app.waitForText(wrapped(happened));
      expect(screenWords(app.screen())).toContain(next);
      await writeFile(path.join(root, "clear"), "");
      await waitUntil("there is room again", () => existsSync(path.join(root, "cleared")));
      await app.type("R");
      await app.waitForText(arrived(1), 30_000);
      expect(await site.s3.sha256(bucket, "in/film.mov")).toBe(sha256Of(someBytes(30)));
      await app.type("q");
      expect(await app.exited).toBe(0);
    } finally {
      await app.close();
    }
  });
});
