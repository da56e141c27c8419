import { crc32 } from "node:zlib";
import { assert as property, asyncProperty, nat } from "fast-check";
import { describe, expect, it } from "vitest";
import { chooseCrc32, crc32Of } from "../../../../src/services/adapters/disk/quick-crc32.ts";

const right = (bytes: Uint8Array, before: number): number => crc32(bytes, before);
/** Right for whole bodies, wrong for what is continued. */
const forgetful = (bytes: Uint8Array): number => crc32(bytes);

describe("CRC32 by the processor's instruction", () => {
  it("is zlib's for bytes of any length, place and beginning, also in shared memory", async () => {
    const memory = Buffer.from(new SharedArrayBuffer(600_000));
    for (let at = 0; at < memory.length; at += 1) memory[at] = (at * 2_654_435_761) >>> 13;
    const place = nat(memory.length);
    await property(
      asyncProperty(place, place, nat(0xffff_ffff), async (one, other, before) => {
        const bytes = memory.subarray(Math.min(one, other), Math.max(one, other));
        expect(await crc32Of(bytes, before)).toBe(crc32(bytes, before));
      }),
    );
    expect(await crc32Of(memory)).toBe(crc32(memory));
  });

  it("is zlib's itself where the package is missing, or counts otherwise", async () => {
    const missing = await chooseCrc32(() => Promise.reject(new Error("Cannot find module")));
    expect(missing).toBe(crc32);
    expect(await chooseCrc32(async () => ({ crc32: () => 0 }))).toBe(crc32);
    expect(await chooseCrc32(async () => ({ crc32: forgetful }))).toBe(crc32);
  });

  it("takes the package's where it is right", async () => {
    expect(await chooseCrc32(async () => ({ crc32: right }))).toBe(right);
  });
});
