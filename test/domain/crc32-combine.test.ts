import { crc32 } from "node:zlib";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { combineAllCrc32, combineCrc32, crc32ToBase64 } from "../../src/domain/crc32-combine.ts";

describe("combineCrc32", () => {
  it("equals zlib over the joined bytes", () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 5_000 }),
        fc.uint8Array({ maxLength: 5_000 }),
        (a, b) => {
          expect(combineCrc32(crc32(a), crc32(b), b.length)).toBe(crc32(b, crc32(a)));
        },
      ),
      { numRuns: 500 },
    );
  });

  it("equals zlib over any cut of one buffer into parts", () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 700 }), { maxLength: 40 }), (parts) => {
        const checksummed = parts.map((part) => ({ crc32: crc32(part), sizeBytes: part.length }));
        expect(combineAllCrc32(checksummed)).toBe(crc32(Buffer.concat(parts)));
      }),
    );
  });

  it("is exact for lengths beyond 32 bits: joining is associative", () => {
    const part = fc.record({
      crc32: fc.integer({ min: 0, max: 0xffffffff }),
      sizeBytes: fc.integer({ min: 0, max: 5 * 1024 ** 4 }),
    });
    fc.assert(
      fc.property(part, part, part, (a, b, c) => {
        const left = combineCrc32(
          combineCrc32(a.crc32, b.crc32, b.sizeBytes),
          c.crc32,
          c.sizeBytes,
        );
        const right = combineCrc32(
          a.crc32,
          combineCrc32(b.crc32, c.crc32, c.sizeBytes),
          b.sizeBytes + c.sizeBytes,
        );
        expect(left).toBe(right);
      }),
    );
  });
});

describe("crc32ToBase64", () => {
  it("writes the four bytes as S3 does", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 0xffffffff }), (sum) => {
        const bytes = Buffer.alloc(4);
        bytes.writeUInt32BE(sum);
        expect(crc32ToBase64(sum)).toBe(bytes.toString("base64"));
      }),
    );
  });
});
