import { mkdtemp, mkdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  createDebugFile,
  debugFileOf,
  tryDebugFile,
} from "../../../../src/services/adapters/disk/debug-file.ts";
import type { DebugEvent } from "../../../../src/services/ports/debug-log.ts";

const request: DebugEvent = {
  event: "request",
  method: "PUT",
  host: "s3.example",
  path: "/inbox/a.bin?partNumber=2&uploadId=abc",
  status: 200,
  error: null,
  requestId: "R1",
  bodyBytes: 8,
  answerBytes: 0,
  ms: 12,
};

describe("the file of S3_SFTP_DEBUG", () => {
  let folder = "";
  let file = "";
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "s3-sftp-debug-"));
    file = path.join(folder, "debug.jsonl");
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const open = (environment: Record<string, string> = {}) =>
    createDebugFile(file, environment, () => 0);
  const lines = async (): Promise<readonly Record<string, unknown>[]> =>
    (await readFile(file, "utf8"))
      .trimEnd()
      .split("\n")
      .map((line): Record<string, unknown> => JSON.parse(line));

  it("is asked for by a name that is not empty", () => {
    expect(debugFileOf({})).toBeNull();
    expect(debugFileOf({ S3_SFTP_DEBUG: "" })).toBeNull();
    expect(debugFileOf({ S3_SFTP_DEBUG: "/x" })).toBe("/x");
  });

  it("gets a line of JSON for each event, from several programs, and keeps what it had", async () => {
    await writeFile(file, '{"before":true}\n');
    const [app, daemon] = [open(), open()];
    app.write(request);
    daemon.write({ event: "queue", is: "started", why: null });
    app.write({ ...request, status: 503 });
    const at = { at: "1970-01-01T00:00:00.000Z", pid: process.pid };
    const path = "/inbox/a.bin?partNumber=2&uploadId=…";
    expect(await lines()).toEqual([
      { before: true },
      { ...at, ...request, path },
      { ...at, event: "queue", is: "started", why: null },
      { ...at, ...request, path, status: 503 },
    ]);
  });

  it("is its owner's only, whatever the umask", async () => {
    const before = process.umask(0);
    expect(tryDebugFile(file)).toBeNull();
    process.umask(before);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  it("says of an error its code, and not what others wrote", async () => {
    open().write({
      event: "retry",
      transferId: "t",
      attempt: 1,
      waitMs: 5,
      why: {
        code: "StoreFault",
        answer: { status: 503, storeCode: "Busy", storeMessage: "StringToSign …", requestId: "R2" },
      },
    });
    const why = { code: "StoreFault", status: 503, storeCode: "Busy", requestId: "R2" };
    expect(await lines()).toMatchObject([{ event: "retry", why }]);
    expect(await readFile(file, "utf8")).not.toContain("StringToSign");
  });

  it("has no secret of the environment in it, whatever brought it there", async () => {
    const secret = 'wJalr"XUtn\\FEMI';
    open({ AWS_SECRET_ACCESS_KEY: secret, S3_SFTP_LOG_TOKEN: "t0ken-1" }).write({
      ...request,
      path: `/inbox/${secret}/t0ken-1?prefix=t0ken-1`,
      error: `ECONNRESET ${secret}`,
    });
    expect(await lines()).toMatchObject([
      { path: "/inbox/…/…?prefix=…", error: "ECONNRESET …", status: 200 },
    ]);
  });

  it("tells why it cannot be written", async () => {
    await mkdir(path.join(folder, "sub"));
    expect(tryDebugFile(path.join(folder, "sub"))).toBe("EISDIR");
    expect(tryDebugFile(path.join(folder, "absent", "x"))).toBe("ENOENT");
  });

  it("harms nobody when it cannot be written any more", () => {
    createDebugFile("/dev/full", {}, () => 0).write(request);
    createDebugFile(path.join(folder, "absent", "x"), {}, () => 0).write(request);
  });
});
