import { describe, expect, it } from "vitest";
import { ok } from "../../../src/domain/result.ts";
import type { PastDelivery } from "../../../src/domain/past-delivery.ts";
import type { AppServices } from "../../../src/tui/services.ts";
import { compareWords } from "../../../src/words/compare.ts";
import { reviewWords } from "../../../src/words/review.ts";
import { accessibleWords as words } from "../../../src/words/plain-text.ts";
import { createStillQueue, someSnapshot } from "../../support/fakes/still-queue.ts";
import { runPlainText as run } from "../../support/sites/run-plain-text.ts";
import { nowMs, sent } from "../../support/values/sent-files.ts";

describe("a review in plain text mode", () => {
  it("takes in what was delivered already when it is asked to, with a question about what is there", async () => {
    const fingerprint = { sizeBytes: 1, mtimeMs: 1, inode: 1, device: 1 };
    const file = { path: "/out/b.pdf", key: "november/b.pdf", fingerprint };
    const before: PastDelivery = {
      path: file.path,
      sizeBytes: 1,
      mtimeMs: 1,
      connection: "acme",
      bucket: "acme-inbox",
      key: file.key,
      askedKey: file.key,
      receiptId: "r2",
      deliveredAtMs: nowMs,
    };
    const { queue, asked } = createStillQueue(someSnapshot([]));
    const side = { sizeBytes: 1, modifiedAtMs: 1 };
    const changes: Partial<AppServices> = {
      ...sent(),
      queue,
      planDelivery: async () => ok({ files: [file], skipped: [], totalBytes: 1 }),
      pastDeliveries: async () => ok([before]),
      findConflicts: async () => ok([{ path: file.path, key: file.key, ours: side, theirs: side }]),
    };
    // u 3 the file; 1 take in, 1 that one, 3 replace what is there, 1 upload now.
    const { heard } = await run(["3", "f .pdf", "u 3", "1", "1", "3", "1", "<", "<"], changes);
    expect(heard).toContain(words.nothingToSend);
    expect(heard).toContain(words.takeIn);
    expect(heard).toContain(reviewWords.total(1, 1, null));
    expect(asked).toContainEqual([
      "add",
      [expect.objectContaining({ path: file.path, conflict: "replace" })],
    ]);
  });

  it("compares by SHA-256 with what was delivered", async () => {
    const before = {
      path: "/out/a.pdf",
      sizeBytes: 1,
      mtimeMs: 0,
      connection: "acme",
      bucket: "acme-inbox",
      key: "november/a.pdf",
      askedKey: "november/a.pdf",
      receiptId: "r1",
      deliveredAtMs: 7,
    };
    const fingerprint = { sizeBytes: 2_048, mtimeMs: 0, inode: 1, device: 1 };
    const files = [{ path: "/out/a.pdf", key: "november/a.pdf", fingerprint }];
    const { heard } = await run(["3", "3", "u", "4", "3", "<", "<"], {
      ...sent(),
      planDelivery: async () => ok({ files, skipped: [], totalBytes: 2_048 }),
      pastDeliveries: async () => ok([before]),
      compareContent: async ([first], onFound) => onFound(first?.path ?? "", "same content"),
    });
    expect(heard).toContain(compareWords.ofFile("/out/a.pdf", "same content"));
  });
});
