import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { hasMd5Form, multipartEtag } from "../../src/domain/etag.ts";

const md5 = (bytes: Uint8Array | string) => createHash("md5").update(bytes).digest("hex");

describe("ETags", () => {
  it("have the form of an MD5, or not", () => {
    expect(hasMd5Form(md5("body"))).toBe(true);
    for (const etag of ["", `${md5("body")}-2`, md5("body").toUpperCase(), "0x8DC5A7B8E9F1234"])
      expect(hasMd5Form(etag)).toBe(false);
  });

  it("of several parts are the MD5 of the parts' MD5s, and their number", () => {
    const whole = md5(Buffer.from(md5("one") + md5("two"), "hex"));
    expect(multipartEtag([md5("one"), md5("two")], md5)).toBe(`${whole}-2`);
    expect(multipartEtag([md5("one").toUpperCase(), md5("two")], md5)).toBe(`${whole}-2`);
  });

  it("of several parts are not known where the parts' ETags are no MD5s", () => {
    expect(multipartEtag([md5("one"), "0x8DC5A7B8E9F1234"], md5)).toBeNull();
  });
});
