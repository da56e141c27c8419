import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";
import { crc32ToBase64 } from "../../../src/domain/crc32-combine.ts";
import type { AppError } from "../../../src/domain/errors.ts";
import { compareKeys } from "../../../src/domain/object-key.ts";
import { fail, ok, type Result } from "../../../src/domain/result.ts";
import { awsAbilities, type StoreAbilities } from "../../../src/domain/store-abilities.ts";
import { readWholeBody } from "../values/read-body.ts";
import { sha256Of } from "../values/bytes.ts";
import type { ObjectStore, StoredObject } from "../../../src/services/ports/object-store.ts";

/** The calls of an object store that a fault may hit. */
export type StoreCall = "list" | "put" | "createUpload" | "uploadPart" | "completeUpload";

export interface HeldObject {
  readonly bytes: Uint8Array;
  readonly etag: string;
  readonly modifiedAtMs: number;
}

interface Upload {
  readonly key: string;
  readonly parts: Map<number, { readonly bytes: Uint8Array; readonly etag: string }>;
}

/** What a fault does: an answer instead of the call, or after it was done (a lost answer). */
export interface MemoryFault {
  readonly call: StoreCall;
  readonly error: AppError;
  readonly partNumber?: number;
  /** The call is done all the same. */
  readonly isDone?: boolean;
  readonly times?: number;
}

export interface MemoryObjectStore extends ObjectStore {
  readonly objects: Map<string, HeldObject>;
  readonly uploads: Map<string, Upload>;
  /** Lower-case hex of an object's bytes; null when there is none. */
  sha256(key: string): string | null;
  /** Every call that was answered, in order: "put key", "uploadPart key 3". */
  readonly calls: string[];
  inject(fault: MemoryFault): void;
  /** Until called, puts and parts wait; the gate is open from the start unless `closeGate` is called. */
  openGate(): void;
  closeGate(): void;
  /** Requests that wait at the gate or are being answered, at most, since the last reset. */
  maxAtOnce(): number;
  /** What the store is said to be able to do; it obeys conditions from the start. */
  readonly seen: { abilities: StoreAbilities };
}

const md5 = (bytes: Uint8Array): string => createHash("md5").update(bytes).digest("hex");

const taken = (key: string, bucket: string) =>
  fail({ code: "ObjectExists", bucket, key, answer: { status: 412 } } as const);
const damaged = (key: string) =>
  fail({ code: "ChecksumMismatch", path: key, ours: null, theirs: null } as const);
const expired = () => fail({ code: "UploadExpired", answer: { status: 404 } } as const);
const nothing = () => {};

const untilOpen = (signal: AbortSignal, met: Promise<void>): Promise<void> =>
  new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    signal.addEventListener("abort", abort, { once: true });
    void met.then(() => {
      signal.removeEventListener("abort", abort);
      return resolve();
    });
  });

/** A bucket in memory that keeps S3's rules: whole objects or none, `If-None-Match`, MD5 ETags, checksums. */
export const createMemoryObjectStore = (nowMs: () => number = Date.now): MemoryObjectStore => {
  const objects = new Map<string, HeldObject>();
  const uploads = new Map<string, Upload>();
  const calls: string[] = [];
  const seen = { abilities: awsAbilities };
  const faults: { fault: MemoryFault; left: number }[] = [];
  let gate = Promise.resolve();
  let open = nothing;
  let atOnce = 0;
  let most = 0;
  let lastUpload = 0;

  const takeFault = (call: StoreCall, partNumber?: number): MemoryFault | null => {
    const entry = faults.find(
      ({ fault, left }) =>
        left > 0 &&
        fault.call === call &&
        (fault.partNumber === undefined || fault.partNumber === partNumber),
    );
    if (!entry) return null;
    entry.left -= 1;
    return entry.fault;
  };

  const answer = async <T>(
    call: StoreCall,
    name: string,
    signal: AbortSignal,
    work: () => Result<T, AppError>,
    partNumber?: number,
    /** The gate as it was when the call came. */
    met = gate,
  ): Promise<Result<T, AppError>> => {
    signal.throwIfAborted();
    atOnce += 1;
    most = Math.max(most, atOnce);
    try {
      if (call === "put" || call === "uploadPart") await untilOpen(signal, met);
      await new Promise((resolve) => setImmediate(resolve));
      signal.throwIfAborted();
      calls.push(partNumber === undefined ? `${call} ${name}` : `${call} ${name} ${partNumber}`);
      const fault = takeFault(call, partNumber);
      if (fault && !fault.isDone) return fail(fault.error);
      const result = work();
      return fault ? fail(fault.error) : result;
    } finally {
      atOnce -= 1;
    }
  };

  const keep = (key: string, bytes: Uint8Array, etag: string): StoredObject => {
    objects.set(key, { bytes, etag, modifiedAtMs: nowMs() });
    return {
      etag,
      crc32: crc32ToBase64(crc32(bytes)),
      versionId: `version-${calls.length}`,
      requestId: `request-${calls.length}`,
      proof: "crc32-full-object",
    };
  };
  return {
    objects,
    uploads,
    calls,
    sha256: (key) => {
      const object = objects.get(key);
      return object ? sha256Of(object.bytes) : null;
    },
    inject: (fault) => void faults.push({ fault, left: fault.times ?? 1 }),
    openGate: () => open(),
    closeGate: () => {
      ({ promise: gate, resolve: open } = Promise.withResolvers<void>());
    },
    maxAtOnce: () => most,
    seen,
    abilities: () => seen.abilities,
    notePace: (_, pace) => {
      seen.abilities = { ...seen.abilities, pace };
    },
    list: ({ prefix, maxKeys, startAfter, continuation, signal }) =>
      answer("list", prefix, signal, () => {
        const after = continuation ?? startAfter ?? "";
        const all = [...objects]
          .filter(([key]) => key.startsWith(prefix) && compareKeys(key, after) > 0)
          .toSorted(([a], [b]) => compareKeys(a, b));
        const some = all.slice(0, maxKeys);
        return ok({
          objects: some.map(([key, { bytes, etag, modifiedAtMs }]) => ({
            key,
            etag,
            modifiedAtMs,
            sizeBytes: bytes.length,
          })),
          next: some.length < all.length ? (some.at(-1)?.[0] ?? null) : null,
        });
      }),
    checkWrite: async () => ok("granted"),
    put: async ({ bucket, key, body: given, crc32: sum, mustBeNew, signal, onSent }) => {
      const read = await readWholeBody(given);
      if (!read.ok) return read;
      const { value: body } = read;
      onSent?.(body.length);
      return answer("put", key, signal, () => {
        if (crc32(body) !== sum) return damaged(key);
        if (mustBeNew && objects.has(key)) return taken(key, bucket);
        return ok(keep(key, Uint8Array.from(body), md5(body)));
      });
    },
    createUpload: ({ key, signal }) =>
      answer("createUpload", key, signal, () => {
        const uploadId = `upload-${(lastUpload += 1)}`;
        uploads.set(uploadId, { key, parts: new Map() });
        return ok({ uploadId });
      }),
    uploadPart: async ({ key, uploadId, partNumber, body: given, crc32: sum, signal, onSent }) => {
      const met = gate;
      const read = await readWholeBody(given);
      if (!read.ok) return read;
      const { value: body } = read;
      onSent?.(body.length);
      const work = () => {
        const upload = uploads.get(uploadId);
        if (!upload) return expired();
        if (crc32(body) !== sum) return damaged(key);
        const etag = md5(body);
        upload.parts.set(partNumber, { bytes: Uint8Array.from(body), etag });
        return ok({ etag, proof: "crc32-full-object" } as const);
      };
      return answer("uploadPart", key, signal, work, partNumber, met);
    },
    completeUpload: ({ bucket, key, uploadId, parts, crc32: sum, sizeBytes, mustBeNew, signal }) =>
      answer("completeUpload", key, signal, () => {
        const upload = uploads.get(uploadId);
        const held = parts.map(({ partNumber, etag }) => {
          const part = upload?.parts.get(partNumber);
          return part?.etag === etag ? part : null;
        });
        if (!upload || held.includes(null)) return expired();
        if (mustBeNew && objects.has(key)) return taken(key, bucket);
        const bytes = Buffer.concat(held.flatMap((part) => part?.bytes ?? []));
        if (bytes.length !== sizeBytes || crc32(bytes) !== sum) return damaged(key);
        uploads.delete(uploadId);
        const whole = md5(Buffer.concat(parts.map(({ etag }) => Buffer.from(etag, "hex"))));
        return ok(keep(key, bytes, `${whole}-${parts.length}`));
      }),
    uploadStream: async ({ key, source, signal }) => {
      const chunks: Uint8Array[] = [];
      for await (const chunk of source) {
        signal.throwIfAborted();
        chunks.push(Uint8Array.from(chunk));
      }
      const bytes = Buffer.concat(chunks);
      calls.push(`uploadStream ${key}`);
      const stored = keep(key, bytes, md5(bytes));
      return ok({ ...stored, bytes: bytes.length, sentCrc32: crc32(bytes) });
    },
    clearHost: null,
    close: () => undefined,
  };
};
