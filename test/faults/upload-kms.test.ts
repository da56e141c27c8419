import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { sha256Of, someBytes } from "../support/values/bytes.ts";
import { createRealPlace, type RealPlace } from "../support/sites/real-queue.ts";
import { bucket } from "../support/sites/stand-in-store.ts";
import { someOf } from "../support/values/run-size.ts";

const files = {
  "large.bin": someBytes(17, 3),
  "told.txt": someBytes(0.02, 4),
  "lost.txt": someBytes(0.02, 5),
};
const names = Object.keys(files);

// Long enough for the other answers, which tell of the encryption.
const limits = { retry: { firstAttempts: 6, attempts: 12, baseMs: 400, capMs: 400 } };
const random = () => 0.9;

describe.each(someOf(["skip", "rename"] as const, 1))(
  "a bucket that encrypts with KMS though nobody asked for it, so that no ETag is an MD5 (%s)",
  (conflict) => {
    let place: RealPlace;
    beforeEach(async () => {
      place = await createRealPlace({ usesKms: true });
      for (const [name, bytes] of Object.entries(files)) await place.write(name, bytes);
    });
    afterEach(() => place.close());

    it.each([
      ["a put", "PutObject", "lost.txt"],
      ["Complete", "CompleteMultipartUpload", "large.bin"],
    ] as const)("the answer to %s is lost: each file arrives, once", async (_, operation, key) => {
      place.s3.inject({ operation, key, does: { kind: "cut", at: "answer" } });
      const { rows } = await place.run(names, { limits, random }, conflict);
      expect(rows.map(({ state }) => state)).toEqual(["delivered", "delivered", "delivered"]);
      for (const [name, bytes] of Object.entries(files))
        expect(await place.s3.sha256(bucket, name)).toBe(sha256Of(bytes));
      expect(place.s3.objects(bucket)).toHaveLength(3);
    });
  },
);
