import { createHmac } from "node:crypto";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createHmacSha256 } from "../../../../src/services/adapters/s3/hmac-sha256.ts";

describe("HMAC-SHA-256 with one key", () => {
  // RFC 4231, test cases 1, 2, 6 and 7: what is text there, with keys shorter and longer than a block.
  it.each([
    [
      Buffer.alloc(20, 0x0b),
      "Hi There",
      "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7",
    ],
    [
      Buffer.from("Jefe"),
      "what do ya want for nothing?",
      "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
    ],
    [
      Buffer.alloc(131, 0xaa),
      "Test Using Larger Than Block-Size Key - Hash Key First",
      "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54",
    ],
    [
      Buffer.alloc(131, 0xaa),
      "This is a test using a larger than block-size key and a larger than block-size data. " +
        "The key needs to be hashed before being used by the HMAC algorithm.",
      "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2",
    ],
  ])("gives what RFC 4231 says", (key, text, expected) => {
    expect(createHmacSha256(key)(text)).toBe(expected);
  });

  it("gives what Node gives, text after text", () => {
    const keys = fc.uint8Array({ minLength: 1, maxLength: 100 });
    const texts = fc.array(fc.string({ unit: "grapheme" }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(keys, texts, (key, all) => {
        const sign = createHmacSha256(key);
        for (const text of all)
          expect(sign(text)).toBe(createHmac("sha256", key).update(text).digest("hex"));
      }),
    );
  });
});
