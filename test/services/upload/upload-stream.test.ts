import { randomUUID } from "node:crypto";
import { crc32 } from "node:zlib";
import { describe, expect, it } from "vitest";
import { crc32ToBase64 } from "../../../src/domain/crc32-combine.ts";
import {
  uploadStream,
  type UploadStreamFacts,
} from "../../../src/services/upload/upload-stream.ts";
import { sha256Of, someBytes } from "../../support/values/bytes.ts";
import { createManualClock } from "../../support/fakes/manual-clock.ts";
import { createMemoryObjectStore } from "../../support/fakes/memory-object-store.ts";
import { createMemoryTransferStore } from "../../support/fakes/memory-transfer-store.ts";
import { valueOf } from "../../support/values/value-of.ts";

const bytes = someBytes(0.5);
const source = async function* (): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += 50_000) yield bytes.subarray(at, at + 50_000);
};

const setUp = (changes: Partial<UploadStreamFacts> = {}) => {
  const store = createMemoryObjectStore();
  const transfers = createMemoryTransferStore();
  const facts: UploadStreamFacts = {
    store,
    transfers,
    clock: createManualClock(),
    newId: randomUUID,
    batchId: "b1",
    note: null,
    logUrl: null,
    sender: "me@here",
    withSha256: true,
    source: source(),
    target: { connection: "acme", bucket: "inbox", key: "backup.tar" },
    conflict: "skip",
    options: {},
    partBytes: 8 * 1024 * 1024,
    onProgress: () => undefined,
    signal: new AbortController().signal,
    ...changes,
  };
  return { store, transfers, send: () => uploadStream(facts) };
};

describe("a stream", () => {
  it("is told to the log server that was named for it, as part of its batch", async () => {
    const logUrl = "https://log.example/";
    const { transfers, send } = setUp({ logUrl });
    valueOf(await send());
    expect(valueOf(transfers.outbox(5))).toMatchObject([{ logUrl, batchId: "b1" }]);
    expect(valueOf(transfers.batches.find("b1"))).toMatchObject({ logUrl });
  });

  it("arrives whole, with a receipt and a message to the log", async () => {
    const { store, transfers, send } = setUp();
    const receipt = valueOf(await send());
    expect(store.sha256("backup.tar")).toBe(sha256Of(bytes));
    expect(receipt).toMatchObject({
      name: "-",
      bytes: bytes.length,
      sha256: sha256Of(bytes),
      crc32: crc32ToBase64(crc32(bytes)),
      key: "backup.tar",
      connection: "acme",
    });
    expect(valueOf(transfers.receipts(5))).toEqual([receipt]);
    expect(valueOf(transfers.outbox(5))).toMatchObject([{ id: receipt.id, action: "Success" }]);
  });

  it.each([
    ["skip", "ObjectExists", null],
    ["rename", null, "backup (2).tar"],
    ["replace", null, "backup.tar"],
  ] as const)("obeys %s when the key is taken", async (conflict, code, key) => {
    const { store, transfers, send } = setUp({ conflict });
    store.objects.set("backup.tar", { bytes: someBytes(0.1, 2), etag: "x", modifiedAtMs: 0 });
    const result = await send();
    if (code) expect(result).toMatchObject({ ok: false, error: { code } });
    else expect(valueOf(result).key).toBe(key);
    // What is printed of it, and what the history of transfers says.
    const keys = valueOf(transfers.list(["delivered"])).map(({ target }) => target.key);
    expect(keys).toEqual(key === null ? [] : [key]);
    expect(valueOf(transfers.outboxSize())).toBe(code ? 0 : 1);
  });

  it("that is longer than 10,000 parts is stopped, and said to be too large", async () => {
    const { store, transfers, send } = setUp({ partBytes: 40 });
    expect(await send()).toMatchObject({
      ok: false,
      error: { code: "FileTooLarge", path: "-", maxBytes: 400_000 },
    });
    expect(store.objects.size).toBe(0);
    expect(valueOf(transfers.outbox(5))).toMatchObject([{ action: "Fail" }]);
  });

  it("that is interrupted leaves nothing behind but the reason", async () => {
    const stopping = new AbortController();
    const endless = async function* (): AsyncGenerator<Uint8Array> {
      yield new Uint8Array(10);
      stopping.abort(new Error("enough"));
      yield new Uint8Array(10);
    };
    const { store, transfers, send } = setUp({ source: endless(), signal: stopping.signal });
    await expect(send()).rejects.toThrow("enough");
    expect(store.objects.size).toBe(0);
    expect(valueOf(transfers.outboxSize())).toBe(0);
  });
});
