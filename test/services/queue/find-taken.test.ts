import { describe, expect, it } from "vitest";
import type { AppError } from "../../../src/domain/errors.ts";
import { fail } from "../../../src/domain/result.ts";
import { findConflictsByQueue, holdsKeys } from "../../../src/services/selection/ask-queue.ts";
import { someBytes } from "../../support/values/bytes.ts";
import { createTestQueue, requestFor } from "../../support/fakes/upload-queue.ts";
import { valueOf } from "../../support/values/value-of.ts";

const place = { connection: "acme", bucket: "inbox" };
const locked: AppError = { code: "SecretStoreUnavailable", why: "no passphrase" };
const target = {
  connection: "acme",
  region: "eu-west-1",
  destination: { bucket: "inbox", prefix: "" },
};
const fingerprint = { sizeBytes: 5, mtimeMs: 1, inode: 1, device: 1 };
const plan = {
  files: ["data/a", "data/new"].map((key) => ({ path: `/${key}`, key, fingerprint })),
  skipped: [],
  totalBytes: 10,
};

describe("a queue that is asked for taken keys", () => {
  it("looks with the keys that it has, whoever asks", async () => {
    const { queue, files, sendAll } = createTestQueue();
    files.write("/data/a", someBytes(0.001));
    await sendAll(requestFor("/data/a"));
    const taken = valueOf(await queue.findTaken(place, ["data/a", "data/new"]));
    expect(taken.map(({ key }) => key)).toEqual(["data/a"]);
    expect(await holdsKeys(queue, place)).toBe(true);
    const conflicts = await findConflictsByQueue(queue, plan, target);
    expect(conflicts).toMatchObject({
      ok: true,
      value: [{ path: "/data/a", ours: { sizeBytes: 5 } }],
    });
    await queue.stop();
  });

  it("says that it lacks the secrets, too: the passphrase is asked for", async () => {
    const { queue } = createTestQueue({ storeFor: async () => fail(locked) });
    expect(await queue.findTaken(place, [])).toEqual(fail(locked));
    expect(await holdsKeys(queue, place)).toBe(false);
    expect(await findConflictsByQueue(queue, plan, target)).toBeNull();
    await queue.stop();
  });

  it("says what the storage service answered", async () => {
    const denied: AppError = { code: "AccessDenied", right: "list", bucket: "inbox" };
    const { queue, store } = createTestQueue();
    store.inject({ call: "list", error: denied, times: 10 });
    expect(await findConflictsByQueue(queue, plan, target)).toEqual(fail(denied));
    await queue.stop();
  });
});
