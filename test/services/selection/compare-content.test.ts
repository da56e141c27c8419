import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { ContentFinding, PastDelivery } from "../../../src/domain/past-delivery.ts";
import type { Receipt } from "../../../src/domain/receipt.ts";
import { ok } from "../../../src/domain/result.ts";
import { compareContent } from "../../../src/services/selection/compare-content.ts";
import { createMemoryFileSource } from "../../support/fakes/memory-file-source.ts";
import { someReceipt } from "../../support/values/transfers.ts";

const text = (value: string) => new TextEncoder().encode(value);
const sha256 = (value: string) => createHash("sha256").update(value).digest("hex");

const delivered = (path: string): PastDelivery => ({
  path,
  sizeBytes: 4,
  mtimeMs: 1,
  connection: "acme",
  bucket: "inbox",
  key: `in${path}`,
  askedKey: `in${path}`,
  receiptId: `receipt of ${path}`,
  deliveredAtMs: 7,
});

/** Files that were delivered with the content "same", but for what `changes` says of their receipts. */
const openFiles = (changes: Readonly<Record<string, Partial<Receipt> | null>> = {}) => {
  const files = createMemoryFileSource();
  const digested: string[] = [];
  const receipt = (id: string) => {
    const changed = changes[id.replace("receipt of ", "")];
    const given = { id, bytes: 4, sha256: sha256("same"), ...changed };
    return ok(changed === null ? null : someReceipt(given));
  };
  const compare = async (paths: readonly string[], signal = new AbortController().signal) => {
    const found: (readonly [string, ContentFinding])[] = [];
    await compareContent({
      files: {
        ...files,
        digest: (path, stop) => {
          digested.push(path);
          return files.digest(path, stop);
        },
      },
      transfers: { receipt },
      deliveries: paths.map(delivered),
      onFound: (path, finding) => found.push([path, finding]),
      signal,
    });
    return found;
  };
  return { files, compare, digested };
};

describe("files beside what was delivered of them", () => {
  it("are of the same content, whatever their time says, or differ in it", async () => {
    const { files, compare } = openFiles();
    files.write("/a", text("same"), { mtimeMs: 99 });
    files.write("/b", text("diff"), { mtimeMs: 1 });
    expect(await compare(["/a", "/b"])).toEqual([
      ["/a", "same content"],
      ["/b", "content differs"],
    ]);
  });

  it("are not read where their sizes tell already", async () => {
    const { files, compare, digested } = openFiles();
    files.write("/a", text("longer than before"));
    expect(await compare(["/a"])).toEqual([["/a", "content differs"]]);
    expect(digested).toEqual([]);
  });

  it("cannot be compared without a SHA-256 in the receipt, or without the file", async () => {
    const { files, compare } = openFiles({ "/none": { sha256: null }, "/lost": null });
    files.write("/none", text("same"));
    files.write("/lost", text("same"));
    expect(await compare(["/none", "/lost", "/gone"])).toEqual([
      ["/none", "no SHA-256 kept"],
      ["/lost", "no SHA-256 kept"],
      ["/gone", "unreadable"],
    ]);
  });

  it("are compared no further once it is left", async () => {
    const { files, compare } = openFiles();
    files.write("/a", text("same"));
    const stop = new AbortController();
    stop.abort();
    await expect(compare(["/a"], stop.signal)).rejects.toThrow();
  });
});
