import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { S3FaultAction, S3Operation } from "../../src/demo/s3/s3-types.ts";
import { sha256Of, someBytes } from "../support/values/bytes.ts";
import { createRealPlace, type RealPlace } from "../support/sites/real-queue.ts";
import { sender } from "../support/values/s3-people.ts";
import { campaignSeeds, randomFrom } from "../support/values/seeds.ts";
import { bucket } from "../support/sites/stand-in-store.ts";
import { isFullRun, someOf } from "../support/values/run-size.ts";
import { waitUntil } from "../support/processes/wait-until.ts";

let place: RealPlace;
beforeEach(async () => {
  place = await createRealPlace();
});
afterEach(() => place.close());

const large = someBytes(17, 3);
const small = someBytes(0.02, 4);
const names = ["large.bin", "small.txt"];

const writeBoth = async () => {
  await place.write("large.bin", large);
  await place.write("small.txt", small);
};
const expectBothDelivered = async () => {
  expect(await place.s3.sha256(bucket, "large.bin")).toBe(sha256Of(large));
  expect(await place.s3.sha256(bucket, "small.txt")).toBe(sha256Of(small));
};
const statesOf = (rows: readonly { readonly state: string }[]) => rows.map(({ state }) => state);

const operations: readonly S3Operation[] = [
  "ListObjectsV2",
  "PutObject",
  "CreateMultipartUpload",
  "UploadPart",
  "CompleteMultipartUpload",
];

const passing: readonly (readonly [string, S3FaultAction])[] = [
  ["cut at its head", { kind: "cut", at: "head" }],
  ["cut in its body", { kind: "cut", at: "body", afterBytes: 1 }],
  ["done, and its answer lost", { kind: "cut", at: "answer" }],
  ["done, and its answer torn", { kind: "cut", at: "withinAnswer" }],
  ["answered 500", { kind: "answer", status: 500, code: "InternalError" }],
  ["answered 503 SlowDown", { kind: "answer", status: 503, code: "SlowDown" }],
  ["answered late", { kind: "delay", ms: 300 }],
];

/** Each operation with each fault; in a short run each operation and each fault once. */
const faultsOf = (operation: S3Operation) => {
  const at = operations.indexOf(operation);
  return passing.filter((_, index) => isFullRun || index % operations.length === at);
};

describe.each(operations)("%s, once", (operation) => {
  it.each(faultsOf(operation))("%s: both files arrive, each as one object", async (_name, does) => {
    await writeBoth();
    place.s3.inject({ operation, does });
    const { rows, trouble } = await place.run(names);
    expect([statesOf(rows), trouble]).toEqual([["delivered", "delivered"], null]);
    await expectBothDelivered();
    expect(place.s3.objects(bucket)).toHaveLength(2);
    expect(place.s3.uploadCount(bucket)).toBeLessThanOrEqual(1);
  });
});

describe.each(someOf(["skip", "rename", "replace"] as const, 1))(
  "an answer that lies (%s)",
  (conflict) => {
    it.each<readonly [string, S3Operation, S3FaultAction]>([
      [
        "Complete says 200 with an error in its body, and did nothing",
        "CompleteMultipartUpload",
        { kind: "errorInBody", code: "InternalError", isDone: false },
      ],
      [
        "Complete says 200 with an error in its body, and did it",
        "CompleteMultipartUpload",
        { kind: "errorInBody", code: "InternalError", isDone: true },
      ],
      [
        "Complete is disturbed by another write",
        "CompleteMultipartUpload",
        { kind: "answer", status: 409, code: "ConditionalRequestConflict" },
      ],
      ["a part has a wrong checksum", "UploadPart", { kind: "wrongCrc32" }],
      ["a put has a wrong checksum", "PutObject", { kind: "wrongCrc32" }],
      ["Complete has a wrong checksum", "CompleteMultipartUpload", { kind: "wrongCrc32" }],
      ["a part has a wrong ETag", "UploadPart", { kind: "wrongETag" }],
      ["a put has a wrong ETag", "PutObject", { kind: "wrongETag" }],
      ["Complete has a wrong ETag", "CompleteMultipartUpload", { kind: "wrongETag" }],
    ])(
      "%s: both files arrive all the same, under their own keys",
      async (_name, operation, does) => {
        await writeBoth();
        place.s3.inject({ operation, does });
        const { rows } = await place.run(names, {}, conflict);
        expect(statesOf(rows)).toEqual(["delivered", "delivered"]);
        await expectBothDelivered();
        expect(place.s3.objects(bucket)).toHaveLength(2);
      },
    );

    it.each<readonly [string, S3Operation]>([
      ["small.txt", "PutObject"],
      ["large.bin", "CompleteMultipartUpload"],
    ])(
      "%s, whose checksum is always wrong at %s, is sent once again and fails",
      async (name, operation) => {
        await writeBoth();
        place.s3.inject({ operation, times: 1_000, does: { kind: "wrongCrc32" } });
        const { rows } = await place.run([name], {}, conflict);
        expect(rows[0]).toMatchObject({ state: "failed", error: { code: "ChecksumMismatch" } });
        const sent = place.s3.log.filter((entry) => entry.operation === operation);
        expect(sent).toHaveLength(2);
      },
    );

    it("a part whose checksum is always wrong is sent once again, fails as ChecksumMismatch, and leaves no object", async () => {
      await writeBoth();
      const does = { kind: "wrongCrc32" } as const;
      place.s3.inject({ operation: "UploadPart", partNumber: 1, times: 1_000, does });
      const { rows } = await place.run(["large.bin"], {}, conflict);
      expect(rows[0]).toMatchObject({ state: "failed", error: { code: "ChecksumMismatch" } });
      expect(place.ackedParts().filter((part) => part === "large.bin 1").length).toBe(2);
      expect(place.s3.objects(bucket)).toEqual([]);
    });
  },
);

describe("a clock that is off by 20 minutes", () => {
  const minuteMs = 60_000;

  it.each(someOf([20, -20], 1))(
    "from the start (%i): both files arrive, and no try is lost",
    async (minutes) => {
      await writeBoth();
      place.s3.reshape({ clockOffsetMs: minutes * minuteMs });
      const { rows } = await place.run(names);
      expect(statesOf(rows)).toEqual(["delivered", "delivered"]);
      await expectBothDelivered();
    },
  );

  it.each(someOf([20, -20], 1))("from the middle on (%i): the same", async (minutes) => {
    await writeBoth();
    place.s3.reshape({ answerDelayMs: 20 });
    const { rows } = await place.run(names, {
      meanwhile: async () => {
        await waitUntil("a part is with the store", () => place.ackedParts().length > 0, 30_000);
        place.s3.reshape({ clockOffsetMs: minutes * minuteMs, answerDelayMs: 20 });
      },
    });
    expect(statesOf(rows)).toEqual(["delivered", "delivered"]);
    await expectBothDelivered();
    expect(new Set(place.ackedParts()).size).toBe(place.ackedParts().length);
  });
});

describe("a network that goes away", () => {
  it("for a while: the queue goes on where it was", async () => {
    await writeBoth();
    place.s3.reshape({ connectionBytesPerSecond: 8_000_000 });
    const { rows } = await place.run(names, {
      limits: { retry: { firstAttempts: 50, attempts: 50, baseMs: 20, capMs: 100 } },
      meanwhile: async (queue) => {
        await waitUntil("a part is with the store", () => place.ackedParts().length > 0, 30_000);
        await place.s3.unplug();
        await waitUntil("it has been tried three times in vain", async () => {
          const snapshot = await queue.snapshot({ from: 0, count: names.length });
          return snapshot.rows.some(({ retry }) => (retry?.attempt ?? 0) >= 3);
        });
        await place.s3.replug();
      },
    });
    expect(statesOf(rows)).toEqual(["delivered", "delivered"]);
    await expectBothDelivered();
  });

  it("for good: says so, and a later run sends only what is missing", async () => {
    await place.write("large.bin", large);
    place.s3.reshape({ connectionBytesPerSecond: 8_000_000 });
    const first = await place.run(["large.bin"], {
      meanwhile: async (queue) => {
        await waitUntil("a part is noted", async () => {
          const { rows } = await queue.snapshot({ from: 0, count: 1 });
          return (rows[0]?.partsDone ?? 0) > 0;
        });
        await place.s3.unplug();
      },
    });
    expect(first.rows[0]).toMatchObject({
      state: "failed",
      error: { code: "EndpointUnreachable" },
    });
    expect(place.s3.objects(bucket)).toEqual([]);
    const recorded = first.rows[0]?.partsDone ?? 0;
    const before = place.ackedParts().length;
    await place.s3.replug();
    const second = await place.run(["large.bin"]);
    expect(second.rows[0]).toMatchObject({
      state: "delivered",
      sha256: sha256Of(large),
      partsTotal: 4,
    });
    expect(second.rows[0]?.resumedFromPart).not.toBeNull();
    expect(place.ackedParts().length - before).toBe(4 - recorded);
  });

  it("without a word: a request that stands still is stopped and made again", async () => {
    await writeBoth();
    place.s3.inject({
      operation: "UploadPart",
      partNumber: 2,
      does: { kind: "stall", afterBytes: 100 },
    });
    place.s3.inject({ operation: "PutObject", does: { kind: "stall", afterBytes: 1 } });
    const { rows } = await place.run(names, {
      limits: { stall: { idleMs: 700, workMs: 700, totalMs: 60_000 } },
    });
    expect(statesOf(rows)).toEqual(["delivered", "delivered"]);
    await expectBothDelivered();
  });
});

describe("a key that is revoked in the middle", () => {
  it("stops the queue once, and a later run with a good key finishes", async () => {
    const many = Array.from({ length: 30 }, (_, n) => `f${n}`);
    for (const [n, name] of many.entries()) await place.write(name, someBytes(0.01, n));
    await place.write("large.bin", large);
    place.s3.reshape({ answerDelayMs: 30 });
    const first = await place.run([...many, "large.bin"], {
      meanwhile: async () => {
        await waitUntil("some files are there", () => place.s3.objects(bucket).length > 2);
        place.s3.setUser({
          ...sender(bucket),
          secretAccessKey: "another-secret-0000000000000000000000000",
        });
      },
    });
    expect(first.trouble).toBe("WrongSecret");
    const failed = first.rows.filter(({ state }) => state === "failed");
    expect(failed).toHaveLength(1);
    await place.identicalOrAbsent([...many, "large.bin"]);
    place.s3.setUser(sender(bucket));
    const second = await place.run([...many, "large.bin"]);
    expect(second.trouble).toBeNull();
    expect(await place.identicalOrAbsent([...many, "large.bin"])).toHaveLength(31);
  });

  it("or may not write any more: each file says so, and nothing is half there", async () => {
    await writeBoth();
    place.s3.setUser({
      ...sender(bucket),
      grants: [{ bucket, prefix: "", actions: ["s3:ListBucket"] }],
    });
    const { rows, trouble } = await place.run(names);
    expect(statesOf(rows)).toEqual(["failed", "failed"]);
    expect(rows[0]).toMatchObject({ error: { code: "AccessDenied", right: "write" } });
    expect(trouble).toBeNull();
    expect(place.s3.objects(bucket)).toEqual([]);
  });
});

describe("a bad day", () => {
  it.each(campaignSeeds(3, 40))(
    "with faults at random (seed %i): all files arrive, each once and whole",
    async (seed) => {
      const random = randomFrom(seed);
      const pick = <T>(from: readonly T[]): T => {
        const picked = from[Math.floor(random() * from.length)];
        if (picked === undefined) throw new Error("nothing to pick from");
        return picked;
      };
      const all = [...names, ...Array.from({ length: 20 }, (_, n) => `n${n}`)];
      await writeBoth();
      for (const [n, name] of all.slice(2).entries())
        await place.write(name, someBytes(random() * 0.1, n + 10));
      for (let n = 0; n < 12; n += 1) {
        const [, does] = pick(passing);
        place.s3.inject({ operation: pick(operations), skip: Math.floor(random() * 4), does });
      }
      await place.run(all);
      // What a storm of faults has defeated is finished by a later run.
      const { rows } = await place.run(all);
      expect(rows.filter(({ state }) => state === "failed")).toEqual([]);
      expect(await place.identicalOrAbsent(all)).toHaveLength(all.length);
      expect(place.s3.objects(bucket)).toHaveLength(all.length);
    },
  );
});
