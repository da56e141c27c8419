import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  choosePartBytes,
  maxObjectBytes,
  maxParts,
  minPartBytes,
  partRange,
  planParts,
  planWithPartBytes,
} from "../../src/domain/part-plan.ts";

const mebibyte = 1024 * 1024;

const planOf = (sizeBytes: number) => {
  const plan = planParts("/f", sizeBytes);
  if (!plan.ok) throw new Error(plan.error.code);
  return plan.value;
};

describe("planParts", () => {
  it.each([
    ["an empty file", 0, 0],
    ["one byte", 1, 0],
    ["exactly the smallest part", 5 * mebibyte, 0],
    ["one byte more than the smallest part", 5 * mebibyte + 1, 2],
    ["a gibibyte", 1024 * mebibyte, 128],
    ["200 GiB", 200 * 1024 * mebibyte, 9753],
    ["the largest object", maxObjectBytes, 9987],
  ])("cuts %s (%i bytes) into %i parts", (_name, sizeBytes, partCount) => {
    expect(planOf(sizeBytes).partCount).toBe(partCount);
  });

  it.each([
    ["as large as wanted", 200 * mebibyte, null, 64 * mebibyte, 64 * mebibyte],
    ["one for a file that is smaller", 20 * mebibyte, null, 64 * mebibyte, 64 * mebibyte],
    ["larger where the store takes fewer", 200 * mebibyte, 2, 64 * mebibyte, 100 * mebibyte],
  ])("makes parts %s", (_, sizeBytes, mostParts, wantedBytes, partBytes) => {
    const plan = planParts("/f", sizeBytes, mostParts, wantedBytes);
    expect(plan).toMatchObject({ ok: true, value: { partBytes } });
  });

  it("refuses a file that no object can hold", () => {
    expect(planParts("/huge", maxObjectBytes + 1)).toEqual({
      ok: false,
      error: {
        code: "FileTooLarge",
        path: "/huge",
        sizeBytes: maxObjectBytes + 1,
        maxBytes: maxObjectBytes,
      },
    });
  });

  it("covers every byte once with parts that S3 takes, whatever the size", () => {
    fc.assert(
      fc.property(fc.integer({ min: 5 * mebibyte + 1, max: maxObjectBytes }), (sizeBytes) => {
        const plan = planOf(sizeBytes);
        const first = partRange(plan, 1);
        const last = partRange(plan, plan.partCount);
        expect(plan.partCount).toBeGreaterThan(1);
        expect(plan.partCount).toBeLessThanOrEqual(maxParts);
        expect(first.offset).toBe(0);
        expect(first.sizeBytes).toBeGreaterThanOrEqual(minPartBytes);
        expect(last.sizeBytes).toBeGreaterThan(0);
        expect(last.offset + last.sizeBytes).toBe(sizeBytes);
        expect((plan.partCount - 1) * plan.partBytes + last.sizeBytes).toBe(sizeBytes);
      }),
    );
  });

  it("keeps whole MiB, so that positions stay aligned to pages", () => {
    expect(choosePartBytes(123_456_789_012) % mebibyte).toBe(0);
  });

  it("finds the parts of an upload that was begun with another part size", () => {
    const plan = planWithPartBytes(20 * mebibyte, 6 * mebibyte);
    expect(partRange(plan, 4)).toEqual({
      partNumber: 4,
      offset: 18 * mebibyte,
      sizeBytes: 2 * mebibyte,
    });
  });
});
