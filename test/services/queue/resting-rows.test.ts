import * as fc from "fast-check";
import { expect, test } from "vitest";
import {
  conflictPolicies,
  verifications,
  type Transfer,
  type TransferState,
} from "../../../src/domain/transfer.ts";
import { createRestingRows } from "../../../src/services/queue/resting-rows.ts";

const time = fc.double({ min: 0, max: 2e12, noNaN: true });
const name = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.string({ unit: "grapheme", maxLength: 200 }),
  // No text of its own in UTF-8.
  fc.constantFrom("", "a/b", "\u{D800}", "\0", "\u{FEFF}a", "ü", "u\u{308}"),
);
const state: fc.Arbitrary<TransferState> = fc.oneof(
  fc.constantFrom(
    { name: "waiting" } as const,
    { name: "uploading" } as const,
    { name: "paused" } as const,
    { name: "cancelled" } as const,
  ),
  fc.uuid().map((receiptId) => ({ name: "delivered", receiptId }) as const),
  fc.string().map((receiptId) => ({ name: "delivered", receiptId }) as const),
  fc.string().map((path) => ({ name: "failed", error: { code: "FileVanished", path } }) as const),
  fc
    .string()
    .map(
      (key) => ({ name: "skipped", error: { code: "ObjectExists", bucket: "b", key } }) as const,
    ),
);
const someTransfer: fc.Arbitrary<Transfer> = fc.record(
  {
    id: fc.oneof(fc.uuid(), fc.string()),
    path: fc
      .tuple(fc.constantFrom("/data/", "/data/a/", "", "C:\\"), name)
      .map((all) => all.join("")),
    fingerprint: fc.record(
      {
        sizeBytes: fc.maxSafeNat(),
        mtimeMs: time,
        inode: fc.maxSafeNat(),
        device: fc.nat(),
        changedMs: time,
      },
      { requiredKeys: ["sizeBytes", "mtimeMs", "inode", "device"] },
    ),
    target: fc.record({
      connection: fc.constantFrom("acme", "upload"),
      bucket: fc.constantFrom("inbox", "other"),
      key: fc.tuple(fc.constantFrom("", "november/"), name).map((all) => all.join("")),
    }),
    conflict: fc.constantFrom(...conflictPolicies),
    options: fc.constantFrom<Transfer["options"]>({}, { tags: { a: "1" } }, { acl: "private" }),
    state,
    multipart: fc.option(fc.constant({ uploadId: "u", partBytes: 5, startedAtMs: 1 })),
    queuedAtMs: time,
    startedAtMs: fc.option(time),
    endedAtMs: fc.option(time),
    batchId: fc.constantFrom("one", "other"),
    sentFirstAtMs: time,
  },
  {
    requiredKeys: [
      "id",
      "path",
      "fingerprint",
      "target",
      "conflict",
      "options",
      "state",
      "multipart",
      "queuedAtMs",
      "startedAtMs",
      "endedAtMs",
    ],
  },
);
const someResult = fc.record({
  sha256: fc.option(fc.stringMatching(/^[0-9a-f]{64}$/u)),
  verified: fc.constantFrom(...verifications),
});

test("a transfer that rests is given back as it was, whatever was there before it", () => {
  const rows = createRestingRows();
  const last: Transfer[] = [];
  const places = Array.from({ length: 8 }, () => rows.take());
  fc.assert(
    fc.property(fc.nat({ max: places.length - 1 }), someTransfer, (place, transfer) => {
      rows.write(place, transfer);
      last[place] = transfer;
      for (const each of places) {
        const expected = last[each];
        if (expected === undefined) continue;
        expect(rows.read(each)).toEqual(expected);
        expect(rows.stateName(each)).toBe(expected.state.name);
        expect(rows.sizeBytes(each)).toBe(expected.fingerprint.sizeBytes);
        expect(rows.terms(each)).toMatchObject({
          connection: expected.target.connection,
          bucket: expected.target.bucket,
          conflict: expected.conflict,
          batchId: expected.batchId,
        });
      }
    }),
    { numRuns: 500 },
  );
});

test("the result of a delivered file is kept beside its receipt", () => {
  const rows = createRestingRows();
  const place = rows.take();
  fc.assert(
    fc.property(someTransfer, someResult, (transfer, result) => {
      rows.write(place, transfer);
      expect(rows.results.write(place, result)).toBe(true);
      expect(rows.results.read(place)).toEqual(result);
      expect(rows.read(place)).toEqual(transfer);
      expect(rows.results.write(place, null)).toBe(true);
      expect(rows.results.read(place)).toBeNull();
    }),
  );
  expect(rows.results.write(place, { sha256: "no sum", verified: "none" })).toBe(false);
});

test("rows have room for some, and tell when it is taken", () => {
  const rows = createRestingRows();
  const places = new Set<number>();
  while (rows.hasRoom()) places.add(rows.take());
  expect(places.size).toBe(1_024);
});
