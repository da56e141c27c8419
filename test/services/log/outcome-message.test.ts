import { describe, expect, it } from "vitest";
import {
  errorText,
  failureOutcome,
  refusedCheckOutcome,
  successOutcome,
} from "../../../src/services/log/outcome-message.ts";
import { someReceipt, someTransfer } from "../../support/values/transfers.ts";

describe("what the log is told", () => {
  it("gives the whole receipt of a success, under its id", () => {
    const receipt = someReceipt({ bytes: 77, requestId: "R77", versionId: "V7" });
    const outcome = successOutcome(receipt);
    expect(outcome).toMatchObject({
      id: receipt.id,
      action: "Success",
      bucket: "inbox",
      key: "november/report.pdf",
      bytes: 77,
      sha256: receipt.sha256,
      requestId: "R77",
    });
    expect(outcome.message.split("\n")).toEqual([
      `Successful upload to inbox: november/report.pdf (77 bytes, SHA-256 ${receipt.sha256}) from me@here`,
      "file report.pdf · CRC32 AAAAAA== · ETag e · version ID V7 · request ID R77 · verified crc32-full-object" +
        ` · uploaded 1970-01-01T00:00:00.001Z to 1970-01-01T00:00:00.002Z · receipt ${receipt.id}`,
    ]);
  });

  it("leaves out what there is not", () => {
    const outcome = successOutcome(someReceipt({ sha256: null, etag: null, requestId: null }));
    expect(outcome).not.toHaveProperty("sha256");
    expect(outcome).not.toHaveProperty("etag");
    expect(outcome).not.toHaveProperty("requestId");
    for (const name of ["SHA-256", "ETag", "version ID", "request ID", "null"])
      expect(outcome.message).not.toContain(name);
  });

  it("gives the whole error of a failure, with what the store said and its request id", () => {
    const outcome = failureOutcome({
      id: "o1",
      transfer: someTransfer(),
      atMs: 7,
      sender: "me@here",
      error: {
        code: "AccessDenied",
        right: "write",
        bucket: "inbox",
        key: "november/report.pdf",
        answer: { status: 403, storeCode: "AccessDenied", storeMessage: "no", requestId: "R9" },
      },
    });
    expect(outcome).toMatchObject({ id: "o1", action: "Fail", requestId: "R9", bytes: 1_234 });
    for (const fact of [
      "AccessDenied (to fix: bucket owner)",
      "permission needed: s3:PutObject",
      "HTTP status: 403",
      "AccessDenied: no",
      "Request ID: R9",
      "/data/report.pdf",
    ])
      expect(outcome.message).toContain(fact);
  });

  it("cuts what a store says at great length", () => {
    const error = { code: "StoreFault", answer: { storeMessage: "x".repeat(100_000) } } as const;
    const facts = { id: "o", transfer: someTransfer(), error, atMs: 1, sender: "me@here" };
    expect(failureOutcome(facts).message.length).toBeLessThanOrEqual(8_000);
    expect(
      refusedCheckOutcome({ ...facts, connection: "acme", bucket: "b" }).message.length,
    ).toBeLessThanOrEqual(8_000);
  });

  it("writes lists and numbers of an error plainly", () => {
    expect(errorText({ code: "FileChanged", path: "/f", what: ["size", "modified"] })).toBe(
      'FileChanged (to fix: sender)\npath: /f\nwhat: ["size","modified"]',
    );
  });
});
