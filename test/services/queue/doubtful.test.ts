import { describe, expect, it } from "vitest";
import { sha256Of, someBytes } from "../../support/values/bytes.ts";
import { createManualClock } from "../../support/fakes/manual-clock.ts";
import { createTestQueue, requestFor } from "../../support/fakes/upload-queue.ts";
import { valueOf } from "../../support/values/value-of.ts";

const bytes = someBytes(11);
const path = "/data/fresh";

/** A queue whose clock stands still at the moment when the file was written, and how often it was read through. */
const setUp = (withSha256: boolean) => {
  const clock = createManualClock();
  const test = createTestQueue({ clock, withSha256 });
  test.files.write(path, bytes, { mtimeMs: clock.nowMs() });
  const { digest } = test.files;
  let digests = 0;
  test.files.digest = (...params) => {
    digests += 1;
    return digest(...params);
  };
  return { ...test, clock, digests: () => digests };
};

describe("a file that was written a moment before it is sent", () => {
  it.each([true, false])(
    "is read again after its parts, since a later write may carry the same time (SHA-256: %s)",
    async (withSha256) => {
      const { queue, files, store, clock, sendAll } = setUp(withSha256);
      const { uploadPart } = store;
      store.uploadPart = (params) => {
        // The first part is at the store when its bytes become others.
        if (params.partNumber === 3) {
          const changed = Uint8Array.from(bytes);
          changed[0] = 255 - (changed[0] ?? 0);
          files.write(path, changed, { mtimeMs: clock.nowMs(), keepInode: true });
        }
        return uploadPart(params);
      };
      const [row] = await sendAll(requestFor(path));
      expect(row).toMatchObject({
        state: "failed",
        error: { code: "FileChanged", what: ["content"] },
      });
      expect(store.objects.size).toBe(0);
      await queue.stop();
    },
  );

  it("is summed beside its parts as soon as a write would show in its time", async () => {
    const { queue, store, clock, digests, rows } = setUp(true);
    store.closeGate();
    queue.start();
    valueOf(await queue.add([requestFor(path)]));
    await clock.advance(1_000);
    expect(digests()).toBe(0);
    await clock.advance(1_500);
    expect(digests()).toBe(1);
    store.openGate();
    await queue.whenIdle();
    expect((await rows())[0]).toMatchObject({ state: "delivered", sha256: sha256Of(bytes) });
    expect(digests()).toBe(1);
    await queue.stop();
  });
});
