import { chmod, mkdir } from "node:fs/promises";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startS3StandIn } from "../../src/demo/s3-stand-in.ts";
import type { S3StandIn } from "../../src/demo/s3-stand-in.ts";
import { readDaemonRecord } from "../../src/services/adapters/daemon/daemon-record.ts";
import { appWords } from "../../src/words/app.ts";
import { errorWords } from "../../src/words/errors/error-words.ts";
import { unfinishedWords } from "../../src/words/history.ts";
import { sha256Of, someBytes } from "../support/values/bytes.ts";
import { isAlive } from "../support/processes/end-daemon.ts";
import { startOnPty } from "../support/processes/pty.ts";
import type { PtyProgram } from "../support/processes/pty.ts";
import { program } from "../support/processes/run-cli.ts";
import { holdParts } from "../support/sites/hold-parts.ts";
import { sendInApp } from "../support/sites/send-in-app.ts";
import { sender } from "../support/values/s3-people.ts";
import { createSenderMachine, withDaemon } from "../support/sites/sender-machine.ts";
import type { SenderMachine } from "../support/sites/sender-machine.ts";
import { bucket, region } from "../support/sites/stand-in-store.ts";
import { storeConnection, withPassphrase } from "../support/sites/stored-connection.ts";
import { waitUntil } from "../support/processes/wait-until.ts";
import { batchWords } from "../../src/words/batch.ts";

const unsafeFolder = errorWords({ code: "WorkerUnavailable", why: "unsafe folder" }).happened;

describe("the app and its daemon", () => {
  let s3: S3StandIn;
  let machine: SenderMachine;
  let stateFolder = "";
  let app: PtyProgram;
  /** Until then the upload stands in the middle. */
  let letThrough: () => void;

  beforeEach(async () => {
    machine = await createSenderMachine();
    stateFolder = path.join(machine.home, "state");
    s3 = await startS3StandIn({ users: [sender(bucket)], buckets: [{ name: bucket, region }] });
    letThrough = holdParts(s3, 1);
    await machine.write("big.bin", someBytes(14));
    await storeConnection({
      environment: machine.environment,
      address: { region, endpoint: s3.endpoint },
      keys: sender(bucket),
      bucket,
    });
  });
  afterEach(async () => {
    await app.close();
    await s3.close();
    await machine.remove();
  });

  const start = async () => {
    app = startOnPty([process.execPath, program], {
      environment: {
        PATH: process.env["PATH"] ?? "",
        ...withDaemon(machine.environment),
        ...withPassphrase,
      },
      folder: machine.files,
    });
  };
  const sendFile = async () => {
    await sendInApp(app, { select: "marked", selected: "1 file" });
    await app.waitForText(/big\.bin.* [1-9]\d?%/, 30_000);
  };
  const daemonPid = async () => (await readDaemonRecord(stateFolder))?.pid ?? 0;

  it("says why there is no daemon, and sends the files itself", async () => {
    await mkdir(path.join(stateFolder, "worker"));
    await chmod(path.join(stateFolder, "worker"), 0o777);
    await start();
    await app.waitForText(unsafeFolder.slice(0, 60));
    await sendFile();
    letThrough();
    await app.waitForText(batchWords.allArrived(1), 60_000);
    expect(await daemonPid()).toBe(0);
    expect(await s3.sha256(bucket, "in/big.bin")).toBe(sha256Of(someBytes(14)));
  });

  it("sends in its own process where others may write, and goes on at the next start after a kill", async () => {
    await mkdir(path.join(stateFolder, "worker"));
    await chmod(path.join(stateFolder, "worker"), 0o777);
    await start();
    await app.waitForText(unsafeFolder.slice(0, 60));
    await sendFile();
    // Part of it was acknowledged: the left shade of its bar.
    await app.waitForText(/big\.bin +█/);
    app.signal("SIGKILL");
    await app.exited;
    await start();
    await app.waitForText(unfinishedWords.title(1));
    await app.press("enter");
    letThrough();
    await app.waitForText(batchWords.allArrived(1), 60_000);
    expect(await s3.sha256(bucket, "in/big.bin")).toBe(sha256Of(someBytes(14)));
    const parts = s3.log.filter(
      ({ operation, status }) => operation === "UploadPart" && status === 200,
    );
    expect(s3.log.filter(({ operation }) => operation === "CreateMultipartUpload")).toHaveLength(1);
    // Nothing that was acknowledged goes twice: at most what was on its way when it was killed.
    expect(parts.length).toBeLessThanOrEqual(
      new Set(parts.map(({ partNumber }) => partNumber)).size + 1,
    );
  });

  it("answers keys at once while the daemon stands still, and says for what it waits", async () => {
    await start();
    await sendFile();
    const silent = errorWords({ code: "WorkerUnavailable", why: "silent" }).happened;
    const pid = await daemonPid();
    process.kill(pid, "SIGSTOP");
    try {
      const waits: number[] = [];
      // Help is a screen of its own: each press draws, and needs nothing of the daemon.
      for (let press = 0; press < 5; press += 1) {
        const pressedAtMs = performance.now();
        app.send("?");
        await app.waitForText("Help");
        waits.push(performance.now() - pressedAtMs);
        app.send("\u001b");
        await app.waitForNoText("Help");
      }
      // An app that asks the daemon first answers no key until it takes it for silent, after some seconds.
      expect(waits.toSorted((a, b) => a - b)[2]).toBeLessThan(1_000);
      await app.waitForText(silent);
      await app.press("tab");
      await app.waitForText(`[${appWords.tab("history", 0)}]`);
    } finally {
      process.kill(pid, "SIGCONT");
    }
    await app.type("2");
    letThrough();
    await app.waitForText(/big\.bin.*delivered/, 60_000);
    expect(app.screen()).not.toContain(silent);
    expect(await s3.sha256(bucket, "in/big.bin")).toBe(sha256Of(someBytes(14)));
  });

  it("goes on with another daemon when the first is killed, and leaves in order", async () => {
    await start();
    await sendFile();
    const killed = await daemonPid();
    process.kill(killed, "SIGKILL");
    await waitUntil("another one is there", async () => {
      const pid = await daemonPid();
      return pid !== killed && isAlive(pid);
    });
    letThrough();
    await app.waitForText(batchWords.allArrived(1), 60_000);
    expect(await s3.sha256(bucket, "in/big.bin")).toBe(sha256Of(someBytes(14)));
    await app.type("q");
    expect(await app.exited).toBe(0);
    // The other screen left, the cursor shown: a daemon's death is nothing to the terminal.
    for (const [wanted, other] of [
      ["\u001b[?1049l", "\u001b[?1049h"],
      ["\u001b[?25h", "\u001b[?25l"],
    ] as const) {
      const said = app.output();
      expect(said.lastIndexOf(wanted)).toBeGreaterThan(said.lastIndexOf(other));
    }
  });

  it("shows one queue to two apps at the same time, and goes on when one crashes", async () => {
    await start();
    await sendFile();
    const pid = await daemonPid();
    const first = app;
    await start();
    // It opens on the queue: what is sent is what one comes back for.
    await app.waitForText(/big\.bin.* [1-9]\d?%/, 30_000);
    expect(app.output()).not.toContain(unfinishedWords.title(1));
    first.signal("SIGKILL");
    await first.exited;
    letThrough();
    await app.waitForText(/big\.bin.*delivered/, 60_000);
    expect(await daemonPid()).toBe(pid);
    expect(await s3.sha256(bucket, "in/big.bin")).toBe(sha256Of(someBytes(14)));
  });

  it("leaves the upload to the daemon when its terminal is closed, and asks nothing when it is back", async () => {
    await start();
    await sendFile();
    const pid = await daemonPid();
    app.signal("SIGHUP");
    expect(await app.exited).toBe(129);
    await start();
    // It opens on the queue: what is sent is what one comes back for.
    letThrough();
    await app.waitForText(batchWords.allArrived(1), 60_000);
    expect(app.output()).not.toContain(unfinishedWords.title(1));
    expect(await daemonPid()).toBe(pid);
  });
});
