import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { openDesk } from "../../src/cli/open-desk.ts";
import { openPlatform } from "../../src/cli/platform.ts";
import { defaultPreferences, emptySettings } from "../../src/domain/settings.ts";
import type { TransferDesk } from "../../src/services/queue/queue-commands.ts";
import { createPendingQueue } from "../../src/services/queue/queue-proxy.ts";
import { MemoryDesk, requestFor } from "../support/memory-desk.ts";
import { createMemoryTransferStore } from "../support/memory-transfer-store.ts";
import { valueOf } from "../support/value-of.ts";

const window = { from: 0, count: 10 };

describe("a desk that is still being opened", () => {
  it("answers when it is open, in the order of the calls", async () => {
    const opening = Promise.withResolvers<TransferDesk>();
    const desk = createPendingQueue(opening.promise);
    const added = desk.add([requestFor("/a.txt")]);
    const paused = desk.pause("all");
    const memory = new MemoryDesk();
    opening.resolve(memory);
    await Promise.all([added, paused]);
    expect((await desk.snapshot(window)).rows[0]?.state).toBe("paused");
    memory.stop();
  });

  it("calls back once it is open, and then after changes", async () => {
    const opening = Promise.withResolvers<TransferDesk>();
    const desk = createPendingQueue(opening.promise);
    let heard = 0;
    const end = desk.subscribe(() => (heard += 1));
    expect(heard).toBe(0);
    const memory = new MemoryDesk();
    opening.resolve(memory);
    await vi.waitFor(() => expect(heard).toBe(1));
    await memory.limit(1);
    await vi.waitFor(() => expect(heard).toBe(2));
    end();
    memory.stop();
  });

  it("calls nobody back who left before it was open", async () => {
    const opening = Promise.withResolvers<TransferDesk>();
    const desk = createPendingQueue(opening.promise);
    let heard = 0;
    desk.subscribe(() => (heard += 1))();
    const memory = new MemoryDesk();
    opening.resolve(memory);
    await desk.snapshot(window);
    await memory.limit(1);
    expect(heard).toBe(0);
    memory.stop();
  });
});

describe("the desk of an app without a worker", () => {
  let home = "";
  beforeEach(async () => {
    home = await mkdtemp(path.join(tmpdir(), "s3-sftp-open-desk-"));
  });
  afterEach(() => rm(home, { recursive: true, force: true }));

  it("is this process's own, and keeps the speed limit of the settings", async () => {
    const platform = openPlatform({
      S3_SFTP_HOME: home,
      S3_SFTP_SECRETS: "session",
      S3_SFTP_WORKER: "off",
    });
    const preferences = { ...defaultPreferences, limitBytesPerSecond: 123_456 };
    valueOf(await platform.settings.save({ ...emptySettings, preferences }));
    const appDesk = openDesk(platform, createMemoryTransferStore());
    expect((await appDesk.desk.snapshot(window)).limitBytesPerSecond).toBe(123_456);
    expect(appDesk.worker()).toEqual({ isDetached: false, trouble: null });
    await appDesk.close();
  });

  it("says why when a worker was wanted", async () => {
    // No folder of the state can be made here: no worker either.
    const platform = openPlatform({ S3_SFTP_HOME: "/proc/nowhere", S3_SFTP_SECRETS: "session" });
    const appDesk = openDesk(platform, createMemoryTransferStore());
    expect(appDesk.worker()).toEqual({ isDetached: true, trouble: null });
    await appDesk.opened;
    expect(appDesk.worker()).toMatchObject({
      isDetached: false,
      trouble: { code: "WorkerUnavailable", why: "no socket" },
    });
    await appDesk.close();
  });
});
