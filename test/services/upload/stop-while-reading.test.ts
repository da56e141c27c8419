import { expect, it } from "vitest";
import { ok } from "../../../src/domain/result.ts";
import { createMemoryFileSource } from "../../support/fakes/memory-file-source.ts";
import { createTestQueue, requestFor } from "../../support/fakes/upload-queue.ts";
import { someBytes } from "../../support/values/bytes.ts";
import { valueOf } from "../../support/values/value-of.ts";

it("a part that is read before it is sent is not read to its end after a stop", async () => {
  const files = createMemoryFileSource();
  // Written a moment ago: its parts are read for themselves.
  files.write("/data/big", someBytes(22), { mtimeMs: Date.now() });
  let reads = 0;
  const stops: Promise<void>[] = [];
  const site = createTestQueue({
    files: {
      ...files,
      open: async (path) => {
        const file = valueOf(await files.open(path));
        return ok({
          ...file,
          readWithChecksum: (...given) => {
            reads += 1;
            if (reads === 1) stops.push(site.queue.stop());
            return file.readWithChecksum(...given);
          },
        });
      },
    },
  });
  // Below a speed limit no part is taken into memory as a whole.
  await site.queue.limit(1_000_000);
  await site.sendAll(requestFor("/data/big"));
  await Promise.all(stops);
  expect(reads).toBeGreaterThan(0);
  // Of 88 pieces: one for each part under way.
  expect(reads).toBeLessThan(6);
});
