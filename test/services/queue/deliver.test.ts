import { crc32 } from "node:zlib";
import { describe, expect, it } from "vitest";
import { crc32ToBase64 } from "../../../src/domain/crc32-combine.ts";
import { sha256Of, someBytes } from "../../support/values/bytes.ts";
import type { OutcomeAddress } from "../../../src/domain/outcome.ts";
import { createNullLogSink } from "../../../src/services/log/null-log-sink.ts";
import type { TransferStore } from "../../../src/services/ports/transfer-store.ts";
import { createMemoryTransferStore } from "../../support/fakes/memory-transfer-store.ts";
import { createTestQueue, requestFor } from "../../support/fakes/upload-queue.ts";
import { valueOf } from "../../support/values/value-of.ts";

describe("a delivery", () => {
  it.each([
    ["an empty file", 0],
    ["a small file", 0.01],
    ["the largest single put", 5],
    ["a file of three parts", 11],
  ])(
    "puts %s in the bucket byte by byte, with a receipt and a message to the log",
    async (_name, mebibytes) => {
      const { queue, files, store, transfers, sendAll } = createTestQueue();
      const bytes = someBytes(mebibytes);
      files.write("/data/report.pdf", bytes);
      const [row] = await sendAll(requestFor("/data/report.pdf"));
      expect(row).toMatchObject({
        state: "delivered",
        ackedBytes: bytes.length,
        sizeBytes: bytes.length,
        sha256: sha256Of(bytes),
        verified: "crc32-full-object",
        error: null,
      });
      expect(store.sha256("data/report.pdf")).toBe(sha256Of(bytes));
      const receipt = valueOf(transfers.receipt(row?.receiptId ?? ""));
      expect(receipt).toMatchObject({
        name: "report.pdf",
        bytes: bytes.length,
        sha256: sha256Of(bytes),
        crc32: crc32ToBase64(crc32(bytes)),
        bucket: "inbox",
        key: "data/report.pdf",
        connection: "acme",
        sender: "me@here",
        verified: "crc32-full-object",
        etag: store.objects.get("data/report.pdf")?.etag,
        requestId: expect.stringMatching(/^request-/),
        versionId: expect.stringMatching(/^version-/),
        startedAtMs: expect.any(Number),
        endedAtMs: expect.any(Number),
      });
      await queue.whenLogQuiet(1_000);
      expect(valueOf(transfers.outboxSize())).toBe(0);
      await queue.stop();
    },
  );

  it("writes receipt and message together, the message with the id of the receipt", async () => {
    const { queue, files, transfers, sendAll } = createTestQueue({
      logSinkFor: () => ({
        ...createNullLogSink(),
        isOn: async () => true,
        deliver: async () => ({
          ok: false,
          error: { code: "LogServerUnreachable", host: "log", reason: "refused" },
        }),
      }),
    });
    files.write("/data/a", someBytes(0.001));
    const [row] = await sendAll(requestFor("/data/a"));
    await queue.whenLogQuiet(1_000);
    const [outcome] = valueOf(transfers.outbox(5));
    expect(outcome).toMatchObject({ id: row?.receiptId, action: "Success", bucket: "inbox" });
    const snapshot = await queue.snapshot({ from: 0, count: 1 });
    const trouble = { code: "LogServerUnreachable", host: "log", reason: "refused" };
    expect(snapshot.log).toEqual({
      waiting: 1,
      trouble,
      messageTrouble: trouble,
      connection: "acme",
    });
    expect(row?.state).toBe("delivered");
    await queue.stop();
  });

  it("tells the log server that its batch named, also when another process goes on", async () => {
    const logUrl = "https://named.example/";
    const id = "019a7c00-0000-7000-8000-000000000001";
    const first = createTestQueue();
    first.files.write("/data/a", someBytes(0.001));
    valueOf(
      await first.queue.add([{ ...requestFor("/data/a"), batch: { id, logUrl, isLast: true } }]),
    );
    await first.queue.stop();
    const asked: OutcomeAddress[] = [];
    const { transfers, files, deps } = first;
    const { queue } = createTestQueue({
      transfers,
      files,
      storeFor: deps.storeFor,
      logSinkFor: (address) => {
        asked.push(address);
        return { ...createNullLogSink(), isOn: async () => true };
      },
    });
    queue.start();
    valueOf(queue.claimInterrupted());
    await queue.whenIdle();
    await queue.whenLogQuiet(1_000);
    expect(new Set(asked.map(({ logUrl: url }) => url))).toEqual(new Set([logUrl]));
    expect(valueOf(transfers.batches.find(id))).toMatchObject({
      files: { delivered: 1 },
      reports: { waiting: 0, takenAtMs: expect.any(Number) },
    });
    await queue.stop();
  });

  it("keeps no message where there is no log server", async () => {
    const { queue, files, transfers, sendAll } = createTestQueue();
    const kept: unknown[] = [];
    const commit = transfers.commit.bind(transfers);
    transfers.commit = async (changes) => {
      kept.push(
        ...changes.flatMap((change) => (change.type === "end" ? change.result.outcome : [])),
      );
      return commit(changes);
    };
    files.write("/data/a", someBytes(0.001));
    const gone = { sizeBytes: 5, mtimeMs: 1, inode: 99, device: 1 };
    await sendAll({ ...requestFor("/data/gone"), fingerprint: gone }, requestFor("/data/a"));
    expect(kept).toEqual([null, null]);
    expect(valueOf(transfers.receipts(2))).toHaveLength(1);
    await queue.stop();
  });

  it.each([
    [["crc32-full-object", "part-md5", "part-md5"], "part-md5"],
    [["part-md5", "none", "part-md5"], "none"],
  ] as const)("is proved no better than its weakest part: %s", async (proofs, verified) => {
    const { queue, files, store, sendAll } = createTestQueue();
    files.write("/data/big", someBytes(11));
    const { uploadPart, completeUpload } = store;
    store.uploadPart = async (params) => {
      const stored = await uploadPart(params);
      const proof = proofs[params.partNumber - 1] ?? "none";
      return stored.ok ? { ...stored, value: { ...stored.value, proof } } : stored;
    };
    // As a store that knows no checksums of whole objects.
    store.completeUpload = async (params) => {
      const stored = await completeUpload(params);
      return stored.ok
        ? { ...stored, value: { ...stored.value, crc32: null, proof: "none" } }
        : stored;
    };
    expect((await sendAll(requestFor("/data/big")))[0]).toMatchObject({
      state: "delivered",
      verified,
    });
    await queue.stop();
  });

  it("says by how much the clock is off once a store has found it so", async () => {
    const { queue } = createTestQueue();
    const window = { from: 0, count: 1 };
    expect(await queue.snapshot(window)).not.toHaveProperty("clockSkewMinutes");
    queue.noteClockSkew(-20);
    expect(await queue.snapshot(window)).toHaveProperty("clockSkewMinutes", -20);
    await queue.stop();
  });

  it("leaves the SHA-256 out when told so", async () => {
    const { queue, files, sendAll } = createTestQueue({ withSha256: false });
    files.write("/data/a", someBytes(0.001));
    files.write("/data/b", someBytes(6));
    const rows = await sendAll(requestFor("/data/a"), requestFor("/data/b"));
    expect(rows.map(({ state, sha256 }) => [state, sha256])).toEqual([
      ["delivered", null],
      ["delivered", null],
    ]);
    await queue.stop();
  });

  it("sends many files side by side, and each once", async () => {
    const { queue, files, store, sendAll } = createTestQueue();
    const names = Array.from({ length: 300 }, (_, n) => `/data/${n}`);
    names.forEach((name, n) => files.write(name, someBytes(0.001, n)));
    const rows = await sendAll(...names.map((name) => requestFor(name)));
    expect(rows.every(({ state }) => state === "delivered")).toBe(true);
    expect(store.calls.filter((call) => call.startsWith("put"))).toHaveLength(300);
    expect(store.maxAtOnce()).toBeGreaterThan(8);
    await queue.stop();
  });

  it("fails one that cannot be read and delivers the rest, with the whole error for the log", async () => {
    const { queue, files, transfers, sendAll } = createTestQueue({
      logSinkFor: () => ({
        ...createNullLogSink(),
        isOn: async () => true,
        deliver: async () => ({
          ok: false,
          error: { code: "LogServerRefused", status: 503, permanent: false },
        }),
      }),
    });
    files.write("/data/a", someBytes(0.001));
    const gone = { sizeBytes: 5, mtimeMs: 1, inode: 99, device: 1 };
    const rows = await sendAll(
      { ...requestFor("/data/gone"), fingerprint: gone },
      requestFor("/data/a"),
    );
    expect(rows.map(({ path, state }) => [path, state])).toEqual([
      ["/data/gone", "failed"],
      ["/data/a", "delivered"],
    ]);
    const failure = valueOf(transfers.outbox(9)).find(({ action }) => action === "Fail");
    expect(failure?.message).toContain("FileVanished");
    expect(failure?.message).toContain("/data/gone");
    await queue.stop();
  });

  it("shares connections between a huge file and many small ones", async () => {
    const { queue, files, store, sendAll } = createTestQueue();
    files.write("/data/huge", someBytes(60));
    const names = Array.from({ length: 200 }, (_, n) => `/data/small-${n}`);
    names.forEach((name, n) => files.write(name, someBytes(0.001, n)));
    const rows = await sendAll(requestFor("/data/huge"), ...names.map((name) => requestFor(name)));
    expect(rows.every(({ state }) => state === "delivered")).toBe(true);
    const order = store.calls.map((call) => call.split(" ")[0]);
    const [firstPart, lastPart] = [order.indexOf("uploadPart"), order.lastIndexOf("uploadPart")];
    const [firstPut, lastPut] = [order.indexOf("put"), order.lastIndexOf("put")];
    // Neither waited for the end of the other.
    expect(firstPart).toBeLessThan(lastPut);
    expect(firstPut).toBeLessThan(lastPart);
    await queue.stop();
  });

  it("counts a part when it is written down, and not when the store has it", async () => {
    const memory = createMemoryTransferStore();
    const disk = Promise.withResolvers<void>();
    const transfers: TransferStore = {
      ...memory,
      commit: async (changes) => {
        if (changes.some(({ type }) => type === "recordPart")) await disk.promise;
        return memory.commit(changes);
      },
    };
    const { queue, files, store, rows } = createTestQueue({ transfers });
    files.write("/data/big", someBytes(11));
    queue.start();
    valueOf(await queue.add([requestFor("/data/big")]));
    const taken = () => store.calls.filter((call) => call.startsWith("uploadPart"));
    await expect.poll(taken).toHaveLength(3);
    expect((await rows())[0]).toMatchObject({ partsDone: 0, ackedBytes: 0 });
    disk.resolve();
    await queue.whenIdle();
    expect((await rows())[0]).toMatchObject({ state: "delivered", partsDone: 3 });
    await queue.stop();
  });

  it("never lets the acknowledged bytes go back", async () => {
    const { queue, files, store, sendAll } = createTestQueue();
    files.write("/data/big", someBytes(40));
    store.inject({ call: "uploadPart", error: { code: "StoreFault" }, times: 5 });
    const seen: number[] = [];
    const watching = queue.subscribe(() => undefined);
    const poll = setInterval(() => {
      void queue.snapshot({ from: 0, count: 1 }).then(({ totals }) => seen.push(totals.ackedBytes));
    }, 1);
    await sendAll(requestFor("/data/big"));
    clearInterval(poll);
    watching();
    expect(seen.length).toBeGreaterThan(3);
    expect(seen).toEqual(seen.toSorted((a, b) => a - b));
    await queue.stop();
  });
});
