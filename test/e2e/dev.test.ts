import { cp, mkdtemp, readFile, rename, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readBuildId } from "../../src/services/adapters/daemon/build.ts";
import { readDaemonRecord } from "../../src/services/adapters/daemon/daemon-record.ts";
import { browserWords } from "../../src/words/browser.ts";
import { sha256Of, someBytes } from "../support/values/bytes.ts";
import { isAlive } from "../support/processes/end-daemon.ts";
import { startOnPty, type PtyProgram } from "../support/processes/pty.ts";
import { holdParts } from "../support/sites/hold-parts.ts";
import { sendInApp } from "../support/sites/send-in-app.ts";
import { withDaemon } from "../support/sites/sender-machine.ts";
import { createSenderSite, type SenderSite } from "../support/sites/sender-site.ts";
import { bucket } from "../support/sites/stand-in-store.ts";
import { passphrase } from "../support/sites/stored-connection.ts";
import { waitUntil } from "../support/processes/wait-until.ts";
import { isFullRun } from "../support/values/run-size.ts";

const root = path.resolve(import.meta.dirname, "../..");

/** A checkout whose source a test may change. */
const copyCheckout = async (): Promise<string> => {
  const folder = await mkdtemp(path.join(tmpdir(), "s3-sftp-checkout-"));
  for (const name of ["src", "scripts", "package.json", "package-lock.json", "patches"])
    await cp(path.join(root, name), path.join(folder, name), { recursive: true }).catch(() => {});
  await symlink(path.join(root, "node_modules"), path.join(folder, "node_modules"));
  return folder;
};

let checkout = "";
let site: SenderSite;
let app: PtyProgram | null = null;
beforeEach(async () => {
  checkout = await copyCheckout();
  site = await createSenderSite();
});
afterEach(async () => {
  app?.signal("SIGTERM");
  await app?.exited;
  await app?.close();
  app = null;
  await site.close();
  await rm(checkout, { recursive: true, force: true });
});

/** As an editor saves. */
const edit = async (file: string, from: string, to: string): Promise<void> => {
  const whole = path.join(checkout, file);
  const text = await readFile(whole, "utf8");
  expect(text).toContain(from);
  await writeFile(`${whole}.new`, text.replace(from, to));
  await rename(`${whole}.new`, whole);
};

describe.runIf(isFullRun)("npm run dev", { timeout: 300_000 }, () => {
  it("builds and restarts after a change, with the daemon taken over and the upload going on", async () => {
    const bytes = someBytes(40);
    await site.machine.write("big.bin", bytes);
    const letThrough = holdParts(site.store, 1);
    const command = [process.execPath, "scripts/dev.ts", "--start", site.machine.files];
    app = startOnPty(command, {
      environment: { ...withDaemon(site.environment), S3_SFTP_PASSPHRASE: passphrase },
      folder: checkout,
    });
    await app.waitForText(browserWords.nothingSelected, 60_000);
    await sendInApp(app, { select: "marked", selected: "1 file" });
    await app.waitForText(/big\.bin.* [1-9]\d?%/, 60_000);
    const stateFolder = path.join(site.machine.home, "state");
    const pid = async () => (await readDaemonRecord(stateFolder))?.pid ?? 0;
    const [before, firstId] = [await pid(), await readBuildId(path.join(checkout, "dist"))];
    expect(isAlive(before)).toBe(true);

    /** The new app opens on the queue, because there is work. */
    const untilTakenOver = async (from: number) => {
      const isAnother = async () => ![0, from].includes(await pid());
      await waitUntil("the daemon is another one", isAnother, 90_000);
      await waitUntil("the one before is gone", () => !isAlive(from), 30_000);
      await app?.type("1");
    };
    await edit("src/words/browser.ts", browserWords.nothingSelected, "Nothing, says the new build");
    await untilTakenOver(before);
    await app.waitForText("Nothing, says the new build", 60_000);
    expect(await readBuildId(path.join(checkout, "dist"))).not.toBe(firstId);

    await edit("src/words/browser.ts", "Nothing, says", 'Nothing", says');
    await app.waitForText("the build failed", 60_000);
    const second = await pid();
    await edit("src/words/browser.ts", 'Nothing", says', "Again nothing, says");
    await untilTakenOver(second);
    await app.waitForText("Again nothing, says", 60_000);
    await app.type("2");
    letThrough();
    await app.waitForText(/big\.bin.* delivered/, 100_000);
    const [object, ...others] = site.store.objects(bucket);
    expect(others).toEqual([]);
    expect(await site.store.sha256(bucket, object?.key ?? "")).toBe(sha256Of(bytes));
    // No part was sent again that had been acknowledged.
    const parts = site.store.log.filter(
      ({ operation, status }) => operation === "UploadPart" && status === 200,
    );
    expect(new Set(parts.map(({ partNumber }) => partNumber)).size).toBe(parts.length);
    await app.type("q");
    expect(await app.exited).toBe(0);
  });
});
