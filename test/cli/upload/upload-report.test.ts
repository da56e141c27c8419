import { describe, expect, it } from "vitest";
import { createUploadReport, type UploadEnd } from "../../../src/cli/upload/upload-report.ts";
import type { AppError } from "../../../src/domain/errors.ts";
import type { Receipt } from "../../../src/domain/receipt.ts";
import { errorWords } from "../../../src/words/errors/error-words.ts";
import { uploadEnds } from "../../support/values/upload-ends.ts";

const receipt: Receipt = {
  id: "receipt-1",
  transferId: "transfer-1",
  name: "a.txt",
  path: "/files/a.txt",
  bytes: 2048,
  sha256: "ab".repeat(32),
  crc32: "AAAAAA==",
  etag: "e1",
  verified: "part-md5",
  connection: "clinic",
  bucket: "inbox",
  key: "in/a.txt",
  versionId: null,
  requestId: "r1",
  startedAtMs: 1_000,
  endedAtMs: 3_500,
  sender: "me@here",
};

const delivered: UploadEnd = {
  path: receipt.path,
  target: receipt,
  state: "delivered",
  receipt,
  error: null,
};

const ended = (state: UploadEnd["state"], error: AppError): UploadEnd => ({
  path: "/files/b.txt",
  target: { bucket: "inbox", key: "in/b.txt" },
  state,
  receipt: null,
  error,
});

const open = (isJson: boolean, elsewhere: string | null = null) => {
  const out: string[] = [];
  const said: string[] = [];
  const report = createUploadReport({
    batchId: "batch-1",
    note: null,
    isJson,
    says: "results",
    elsewhere,
    out: (line) => out.push(line),
    say: (line) => said.push(line),
  });
  return { out, said, report };
};

describe("the report of an upload", () => {
  it("is one object a line for scripts, as documented", () => {
    const { out, report } = open(true);
    report.end(delivered);
    report.end(ended("skipped", { code: "ObjectExists", bucket: "inbox", key: "in/b.txt" }));
    report.end(ended("failed", { code: "FileVanished", path: "/files/b.txt" }));
    report.summary();
    expect(out.map((line): unknown => JSON.parse(line))).toEqual([
      {
        v: 1,
        event: "transfer",
        state: "delivered",
        path: "/files/a.txt",
        bucket: "inbox",
        key: "in/a.txt",
        bytes: 2048,
        sha256: receipt.sha256,
        etag: "e1",
        crc32: "AAAAAA==",
        verified: "part-md5",
        requestId: "r1",
        versionId: null,
        receiptId: "receipt-1",
        seconds: 2.5,
      },
      expect.objectContaining({
        state: "skipped",
        error: expect.objectContaining({ code: "ObjectExists" }),
      }),
      expect.objectContaining({
        state: "failed",
        error: expect.objectContaining({ code: "FileVanished", message: expect.any(String) }),
      }),
      {
        v: 1,
        event: "summary",
        delivered: 1,
        failed: 1,
        skipped: 1,
        unfinished: 0,
        bytes: 2048,
        batchId: "batch-1",
      },
    ]);
  });

  it("is a line for people, with names that cannot move the cursor", () => {
    const { out, report } = open(false);
    report.end({ ...delivered, path: "/files/\u{1B}[2Ja\n.txt" });
    report.summary();
    expect(out[0]).toMatch(/^delivered {2}\/files\/�\[2Ja�\.txt → inbox\/in\/a\.txt {2}2\.0 KiB/);
    expect(out[1]).toBe(uploadEnds({ delivered: 1, bytes: 2048 }));
  });

  it("gives the advice for one reason once, also for files that only wait", () => {
    const { said, report } = open(false);
    report.end(ended("waiting", { code: "DiskFull", path: "/state" }));
    const once = said.length;
    expect(said.join("\n")).toContain(errorWords({ code: "DiskFull", path: "/state" }).next);
    report.end(ended("waiting", { code: "DiskFull", path: "/state" }));
    report.end(ended("skipped", { code: "ObjectExists", bucket: "inbox", key: "k" }));
    expect(said).toHaveLength(once);
  });

  it("writes what has ended together in one go, and advice behind the line that it is about", () => {
    const written: string[] = [];
    const report = createUploadReport({
      batchId: "batch-1",
      note: null,
      isJson: false,
      says: "results",
      elsewhere: null,
      out: (text) => written.push(text),
      say: (text) => written.push(`said: ${text}`),
    });
    const gone = ended("failed", { code: "FileVanished", path: "/files/b.txt" });
    report.endAll([delivered, gone, gone, delivered]);
    const [first, ...rest] = written;
    expect(first?.split("\n")).toHaveLength(2);
    const advice = rest.slice(0, -1);
    expect(advice.length).toBeGreaterThan(0);
    expect(advice.every((text) => text.startsWith("said: "))).toBe(true);
    expect(rest.at(-1)?.split("\n")).toHaveLength(2);
    report.endAll([]);
    expect(written).toHaveLength(1 + rest.length);
  });

  it("calls nothing failed that was not tried to its end", () => {
    const waiting: UploadEnd = { ...delivered, state: "waiting", receipt: null };
    const { out, report } = open(false);
    report.end(delivered);
    for (let count = 0; count < 5; count += 1) report.end(waiting);
    report.end(ended("failed", { code: "FileVanished", path: "/files/b.txt" }));
    report.summary();
    expect(out.at(-1)).toBe(uploadEnds({ delivered: 1, bytes: 2048, failed: 6, unfinished: 5 }));
  });

  it("tells a script how many of the files that were not delivered can still be", () => {
    const { out, report } = open(true);
    report.end({ ...delivered, state: "waiting", receipt: null });
    report.end(ended("failed", { code: "FileVanished", path: "/files/b.txt" }));
    report.summary();
    const summary: unknown = JSON.parse(out.at(-1) ?? "");
    // `failed` has meant "neither delivered nor skipped" since 0.1.0, and still does.
    expect(summary).toMatchObject({ event: "summary", delivered: 0, failed: 2, unfinished: 1 });
  });

  it("counts what waits as not delivered, so that the exit code tells", () => {
    const { report } = open(false);
    expect(report.exitCode()).toBe(0);
    report.end({ ...ended("waiting", { code: "WrongSecret" }), error: null });
    expect(report.exitCode()).toBe(1);
    report.end(ended("waiting", { code: "WrongSecret" }));
    expect(report.exitCode()).toBe(3);
    report.end(delivered);
    expect(report.exitCode()).toBe(1);
  });
});
