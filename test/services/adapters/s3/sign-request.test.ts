import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkSignature } from "../../../../src/demo/s3/check-signature.ts";
import {
  createRequestSigner,
  escapeKey,
  escapeUri,
} from "../../../../src/services/adapters/s3/sign-request.ts";

const credentials = { accessKeyId: "AKIATEST", secretAccessKey: "a secret" };
const user = { name: "u", ...credentials, grants: "everything" } as const;
const atMs = Date.parse("2026-11-25T02:30:00Z");

describe("a request signed by hand", () => {
  it("has the signature that @smithy/signature-v4 computes, whatever key, query and headers", async () => {
    const sign = createRequestSigner("eu-west-1");
    const printable = fc.string({ unit: "grapheme-ascii", maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: "grapheme", minLength: 1, maxLength: 60 }),
        printable,
        printable,
        fc.option(fc.constant("ab".repeat(32))),
        async (key, uploadId, meta, payloadSha256) => {
          const path = `/bucket/${escapeKey(key)}`;
          const query = `partNumber=1&uploadId=${escapeUri(uploadId)}`;
          const headers = sign(
            {
              method: "PUT",
              host: "s3.example:9000",
              path,
              query,
              headers: { "content-length": "5", "x-amz-meta-a": meta },
              payloadSha256,
            },
            credentials,
            atMs,
          );
          const request = { method: "PUT", path, query: new URLSearchParams(query), headers };
          const { region } = await checkSignature(request, [user], atMs);
          expect(region).toBe("eu-west-1");
        },
      ),
    );
  });

  it("changes its signing key with the day and with the secret", async () => {
    const sign = createRequestSigner("eu-west-1");
    const request = {
      method: "PUT",
      host: "h",
      path: "/b/k",
      query: "",
      headers: {},
      payloadSha256: null,
    };
    const check = (secretAccessKey: string, nowMs: number) =>
      checkSignature(
        {
          method: "PUT",
          path: "/b/k",
          query: new URLSearchParams(),
          headers: sign(request, { ...credentials, secretAccessKey }, nowMs),
        },
        [{ ...user, secretAccessKey }],
        nowMs,
      );
    await check("first", atMs);
    await check("first", atMs + 24 * 3_600_000);
    await expect(check("second", atMs)).resolves.toMatchObject({ region: "eu-west-1" });
  });
});
