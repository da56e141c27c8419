import { mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createCommandContext } from "../../support/fakes/command-context.ts";
import { parseCommandLine } from "../../../src/cli/args.ts";
import { exitCodes } from "../../../src/domain/exit-codes.ts";
import { fixedCredentials } from "../../../src/services/ports/credentials.ts";
import { openPlatform } from "../../../src/wiring/platform.ts";
import { runUpload } from "../../../src/cli/upload/run-upload.ts";
import { parseUpload } from "../../../src/cli/upload-options.ts";
import { nothingLeftOut } from "../../../src/cli/upload/left-out.ts";
import type { UploadPlan } from "../../../src/cli/upload/plan-upload.ts";
import { uploadWords } from "../../../src/words/commands/upload.ts";
import { valueOf } from "../../support/values/value-of.ts";

const names = ["a.csv", "b.csv", "c.csv"];
const planOf = (): UploadPlan => ({
  files: names.map((name) => ({
    path: `/out/${name}`,
    key: `in/${name}`,
    fingerprint: { sizeBytes: 1, mtimeMs: 1, inode: 1, device: 1 },
  })),
  skipped: [],
  totalBytes: 3,
  leftOut: nothingLeftOut,
  unmatched: [],
});

/** Of files that are there: what is missing would fail, perhaps before it is interrupted. */
const planIn = async (folder: string): Promise<UploadPlan> => {
  const files = names.map(async (name) => {
    const file = path.join(folder, name);
    await writeFile(file, "x");
    const { size: sizeBytes, mtimeMs, ino: inode, dev: device } = await stat(file);
    return {
      path: file,
      key: `in/${name}`,
      fingerprint: { sizeBytes, mtimeMs, inode, device },
    };
  });
  return { ...planOf(), files: await Promise.all(files) };
};

describe("an upload that is interrupted", () => {
  let home = "";
  beforeEach(async () => {
    home = await mkdtemp(path.join(tmpdir(), "s3-sftp-interrupted-"));
  });
  afterEach(() => rm(home, { recursive: true, force: true }));

  let endpoint = "http://127.0.0.1:9";
  /** Interrupts it before it has begun; with `--progress` when all of its files are queued. */
  const run = async (given: UploadPlan | null, ...words: readonly string[]) => {
    const parsed = parseCommandLine(["upload", "--json", ...words], () => false);
    if (!parsed.ok || parsed.value.wants !== "run") throw new Error("not a command");
    const stop = new AbortController();
    const isLater = words.includes("--progress");
    if (!isLater) stop.abort();
    const lines: string[] = [];
    const hear = (line: string): void => {
      const event: { readonly event?: unknown; readonly bytes?: unknown } = JSON.parse(line);
      if (event.event !== "progress") lines.push(line);
      else if (event.bytes === given?.totalBytes) stop.abort();
    };
    const said: string[] = [];
    const address = { region: "eu-west-1", endpoint };
    const credentials = fixedCredentials({
      accessKeyId: "AKIA7EXAMPLE00003F7Q",
      secretAccessKey: "s",
    });
    const code = await runUpload({
      platform: openPlatform({ S3_SFTP_HOME: home, S3_SFTP_SECRETS: "session" }),
      target: {
        connection: "acme",
        bucket: "inbox",
        prefix: "in/",
        options: {},
        ambient: { connection: "acme", address, credentials },
        elsewhere: null,
      },
      command: valueOf(parseUpload(parsed.value.line)),
      plan: given,
      context: createCommandContext({
        environment: {},
        folder: home,
        out: hear,
        say: (line) => said.push(line),
        signal: stop.signal,
      }),
    });
    return { code, said, events: lines.map((line): unknown => JSON.parse(line)) };
  };

  it("says of each file that it was not uploaded, also of those that were never queued", async () => {
    const { code, events } = await run(planOf(), "a.csv");
    expect(code).toBe(exitCodes.interrupted);
    expect(events).toMatchObject([
      ...names.map((name) => ({ event: "transfer", state: "waiting", key: `in/${name}` })),
      { event: "summary", delivered: 0, unfinished: 3 },
    ]);
  });

  it("says the same of those that were queued, and keeps none of them in memory twice", async () => {
    const given = await planIn(home);
    const { code, events, said } = await run(given, "--progress", "a.csv");
    expect(code).toBe(exitCodes.interrupted);
    expect(events).toMatchObject([
      ...names.map((name) => ({
        event: "transfer",
        state: "waiting",
        path: path.join(home, name),
        bucket: "inbox",
        key: `in/${name}`,
      })),
      { event: "summary", delivered: 0, failed: 3, unfinished: 3 },
    ]);
    expect(said.at(-1)).toContain("3 files");
    expect(given.files).toEqual([]);
  });

  it("counts standard input as not delivered: it cannot go on", async () => {
    const { code, events } = await run(null, "--key", "k", "-");
    expect(code).toBe(exitCodes.interrupted);
    expect(events).toMatchObject([
      { event: "transfer", state: "failed", path: "-", key: "in/k" },
      { event: "summary", delivered: 0, failed: 1, unfinished: 0 },
    ]);
  });

  it.each([
    ["http://s3.corp.test:9000", true],
    ["https://s3.corp.test:9000", false],
    ["http://localhost:9000", false],
  ])("warns of a way that everybody can listen to: %s, %s", async (to, isClear) => {
    endpoint = to;
    const { said } = await run(planOf(), "a.csv");
    expect(said.includes(uploadWords.filesInClear(new URL(to).host))).toBe(isClear);
  });
});
