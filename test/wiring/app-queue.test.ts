import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openAppQueue } from "../../src/wiring/app-queue.ts";
import { openPlatform } from "../../src/wiring/platform.ts";
import { defaultPreferences, emptySettings } from "../../src/domain/settings.ts";
import type { UploadQueue } from "../../src/services/ports/upload-queue.ts";
import { createPendingQueue } from "../../src/services/ports/queue-proxy.ts";
import { MemoryUploadQueue, requestFor } from "../support/fakes/memory-upload-queue.ts";
import { createMemoryTransferStore } from "../support/fakes/memory-transfer-store.ts";
import { valueOf } from "../support/values/value-of.ts";

const window = { from: 0, count: 10 };

describe("a queue that is still being opened", () => {
  it("answers when it is open, in the order of the calls", async () => {
    const opening = Promise.withResolvers<UploadQueue>();
    const queue = createPendingQueue(opening.promise);
    const added = queue.add([requestFor("/a.txt")]);
    const paused = queue.pause("all");
    const memory = new MemoryUploadQueue();
    opening.resolve(memory);
    await Promise.all([added, paused]);
    expect((await queue.snapshot(window)).rows[0]?.state).toBe("paused");
    memory.stop();
  });

  it("calls back once it is open, and then after changes", async () => {
    const opening = Promise.withResolvers<UploadQueue>();
    const queue = createPendingQueue(opening.promise);
    let heard = 0;
    const end = queue.subscribe(() => (heard += 1));
    expect(heard).toBe(0);
    const memory = new MemoryUploadQueue();
    opening.resolve(memory);
    await expect.poll(() => heard).toBe(1);
    await memory.limit(1);
    await expect.poll(() => heard).toBe(2);
    end();
    memory.stop();
  });

  it("calls nobody back who left before it was open", async () => {
    const opening = Promise.withResolvers<UploadQueue>();
    const queue = createPendingQueue(opening.promise);
    let heard = 0;
    queue.subscribe(() => (heard += 1))();
    const memory = new MemoryUploadQueue();
    opening.resolve(memory);
    await queue.snapshot(window);
    await memory.limit(1);
    expect(heard).toBe(0);
    memory.stop();
  });
});

describe("the queue of an app without a daemon", () => {
  let home = "";
  beforeEach(async () => {
    home = await mkdtemp(path.join(tmpdir(), "s3-sftp-app-queue-"));
  });
  afterEach(() => rm(home, { recursive: true, force: true }));

  it("is this process's own, and keeps the speed limit of the settings", async () => {
    const platform = openPlatform({
      S3_SFTP_HOME: home,
      S3_SFTP_SECRETS: "session",
      S3_SFTP_WORKER: "off",
    });
    const preferences = { ...defaultPreferences, limitBytesPerSecond: 123_456 };
    valueOf(await platform.settings.update(() => ({ ...emptySettings, preferences })));
    const appQueue = openAppQueue(platform, createMemoryTransferStore());
    expect((await appQueue.queue.snapshot(window)).limitBytesPerSecond).toBe(123_456);
    expect(appQueue.daemon()).toEqual({ isDetached: false, trouble: null });
    await appQueue.close();
  });

  it("says why when a daemon was wanted", async () => {
    // No folder of the state can be made here: no daemon either.
    const platform = openPlatform({ S3_SFTP_HOME: "/proc/nowhere", S3_SFTP_SECRETS: "session" });
    const appQueue = openAppQueue(platform, createMemoryTransferStore());
    expect(appQueue.daemon()).toEqual({ isDetached: true, trouble: null });
    await appQueue.opened;
    expect(appQueue.daemon()).toMatchObject({
      isDetached: false,
      trouble: { code: "WorkerUnavailable", why: "no socket" },
    });
    await appQueue.close();
  });
});
