import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { decodeBody } from "../../../../src/services/adapters/http/decode-body.ts";

const maxBytes = 4096;
const plain = Buffer.from("<Error><Code>SlowDown</Code></Error>");

describe("the body of an answer", () => {
  it.each<[string | undefined, Buffer]>([
    [undefined, plain],
    ["identity", plain],
    ["gzip", gzipSync(plain)],
    ["X-GZIP ", gzipSync(plain)],
    ["deflate", deflateSync(plain)],
    ["br", brotliCompressSync(plain)],
  ])("sent as %s is what was compressed", (encoding, body) => {
    expect(decodeBody(encoding, body, maxBytes)).toEqual(plain);
  });

  it("may be empty whatever its encoding", () => {
    expect(decodeBody("gzip", Buffer.alloc(0), maxBytes)).toEqual(Buffer.alloc(0));
  });

  it.each<[string, string, Buffer]>([
    ["of an encoding that nobody knows", "aws-chunked", plain],
    ["of another encoding than its name says", "gzip", plain],
    ["cut off", "gzip", gzipSync(plain).subarray(0, 20)],
    ["that would fill the memory", "gzip", gzipSync(Buffer.alloc(maxBytes + 1))],
  ])("%s is none", (_, encoding, body) => {
    expect(decodeBody(encoding, body, maxBytes)).toBeNull();
  });
});
