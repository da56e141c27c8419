import { spawnSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { unfinishedWords } from "../../src/words/history.ts";
import { someBytes } from "../support/values/bytes.ts";
import { isAlive } from "../support/processes/end-daemon.ts";
import { componentMissing } from "../support/processes/components.ts";
import { startOnPty } from "../support/processes/pty.ts";
import type { PtyProgram } from "../support/processes/pty.ts";
import { writeLauncher } from "../support/processes/remote-login.ts";
import { runCli } from "../support/processes/run-cli.ts";
import { sendInApp } from "../support/sites/send-in-app.ts";
import { createSenderMachine, withDaemon } from "../support/sites/sender-machine.ts";
import type { SenderMachine } from "../support/sites/sender-machine.ts";
import { startSomeStore } from "../support/sites/some-store.ts";
import type { SomeStore } from "../support/sites/some-store.ts";
import { startSshd } from "../support/processes/sshd.ts";
import type { Sshd } from "../support/processes/sshd.ts";
import { passphrase, storeConnection } from "../support/sites/stored-connection.ts";
import { waitUntil } from "../support/processes/wait-until.ts";
import { isFullRun } from "../support/values/run-size.ts";
import { batchWords } from "../../src/words/batch.ts";

const mebibyte = 1024 * 1024;

describe.runIf(!componentMissing("sshd"))("an upload over a real ssh", () => {
  let store: SomeStore;
  let sshd: Sshd;
  let machine: SenderMachine;
  let environment: Readonly<Record<string, string>> = {};
  let installedIn = "";
  let file = "";
  let terminal: PtyProgram;

  beforeAll(async () => {
    [store, sshd, machine] = await Promise.all([
      startSomeStore(),
      startSshd(),
      createSenderMachine(),
    ]);
    environment = withDaemon(machine.environment);
    file = await machine.write("big.bin", someBytes(60));
    await storeConnection({
      environment,
      address: store.address,
      keys: store.keys,
      bucket: store.bucket,
      // About 20 s: long enough to be cut in the middle on any machine.
      preferences: { limitBytesPerSecond: 3 * mebibyte },
    });
    installedIn = path.dirname(await writeLauncher(machine, environment));
  });
  afterAll(async () => {
    await terminal?.close();
    await sshd?.close();
    await store?.close();
    await machine?.remove();
  });

  /** What a person types: s3-sftp's words only as README has them. */
  const typeCommand = async (command: string) => {
    expect(await readFile("README.md", "utf8")).toMatch(new RegExp(`\\b${command}\\b`));
    await terminal.type(`clear; ${command}\r`);
  };

  /** Logs in where the files are. */
  const logIn = async () => {
    terminal = startOnPty(["ssh", ...sshd.loginArgs], {
      environment: { PATH: process.env["PATH"] ?? "", HOME: machine.root },
    });
    await waitUntil("the shell's prompt", () => /[$#] ?$/.test(terminal.screen()));
    await terminal.type(`export S3_SFTP_PASSPHRASE="${passphrase}"\r`);
    await terminal.type(`PATH=${installedIn}:$PATH; cd ${machine.files}\r`);
  };

  /** Starts the app with the encrypted file open. */
  const startApp = async () => {
    await typeCommand("s3-sftp");
  };

  const status = async () => {
    const { events } = await runCli(["status", "--json"], { environment });
    const transfer = events.find(({ event }) => event === "transfer");
    return { transfer, whole: events.at(-1) };
  };
  const ackedBytes = async () => Number((await status()).transfer?.["ackedBytes"] ?? 0);

  it("goes on when the connection is cut, and is there at the next login", async () => {
    await logIn();
    await startApp();
    await terminal.waitForText("big.bin");
    await sendInApp(terminal, { select: "marked", selected: "1 file" });
    await waitUntil("a part has arrived", async () => (await ackedBytes()) > 8 * mebibyte, 30_000);

    // The client is gone without a word: laptop closed, network away.
    terminal.signal("SIGKILL");
    await terminal.exited;
    const atCut = await ackedBytes();
    expect(atCut).toBeLessThan(50 * mebibyte);
    await waitUntil("it goes on alone", async () => (await ackedBytes()) > atCut);

    await logIn();
    await typeCommand("s3-sftp status");
    await terminal.waitForText(/uploading +.*big\.bin/);
    await startApp();
    // It opens on the queue: what is sent is what one comes back for.
    await terminal.waitForText(/big\.bin.*\d+%/);
    expect(terminal.screen()).not.toContain(unfinishedWords.title(1));
    await terminal.waitForText(batchWords.allArrived(1), 60_000);

    await terminal.type("q");
    await waitUntil("the shell is back", () => /[$#] ?$/.test(terminal.screen()));
    await typeCommand("s3-sftp history");
    await terminal.waitForText("big.bin");
    const { stdout: sum } = spawnSync("sha256sum", [file]);
    const [sha256] = sum.toString().split(" ");
    const { events } = await runCli(["history", "--json"], { environment });
    expect(events).toHaveLength(1);
    expect(events[0]).toMatchObject({ sha256, bytes: 60 * mebibyte });
    expect(await store.sha256("in/big.bin")).toBe(sha256);
  });

  it.runIf(isFullRun)("leaves no daemon behind when all is done and nobody is there", async () => {
    const pid = Number(Object((await status()).whole?.["worker"]).pid);
    expect(pid).toBeGreaterThan(0);
    await terminal.close();
    await waitUntil("the worker has ended", () => !isAlive(pid), 40_000);
    expect((await status()).whole?.["worker"]).toBeNull();
  });
});
