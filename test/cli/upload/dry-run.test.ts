import { describe, expect, it } from "vitest";
import { createCommandContext } from "../../support/fakes/command-context.ts";
import { dryRun } from "../../../src/cli/upload/dry-run.ts";
import { nothingLeftOut } from "../../../src/cli/upload/left-out.ts";
import type { UploadPlan } from "../../../src/cli/upload/plan-upload.ts";
import { ok } from "../../../src/domain/result.ts";
import type { ConflictPolicy } from "../../../src/domain/transfer.ts";
import { createMemoryObjectStore } from "../../support/fakes/memory-object-store.ts";

const planned = (name: string, sizeBytes: number) => ({
  path: `/out/${name}`,
  key: `in/${name}`,
  fingerprint: { sizeBytes, mtimeMs: 1, inode: 1, device: 1 },
});

const plan: UploadPlan = {
  files: [planned("taken.csv", 1024), planned("free.csv", 2048)],
  skipped: [],
  totalBytes: 3072,
  leftOut: nothingLeftOut,
  unmatched: [],
};

const run = async (conflict: ConflictPolicy, isJson: boolean) => {
  const store = createMemoryObjectStore();
  const bytes = new Uint8Array(3);
  store.objects.set("in/taken.csv", { bytes, etag: "e", modifiedAtMs: 1 });
  const lines: string[] = [];
  const context = createCommandContext({
    environment: {},
    folder: "/out",
    out: (line) => lines.push(line),
  });
  const storeCache = { get: async () => ok(store) };
  const target = { connection: "acme", bucket: "inbox", options: {}, elsewhere: null };
  const command = { conflict, isJson, says: "results" } as const;
  const code = await dryRun({ plan, target, storeCache, command, context });
  return { code, lines };
};

describe("a dry run", () => {
  it.each([
    ["skip", { files: 1, bytes: 2048 }],
    ["rename", { files: 2, bytes: 3072 }],
    ["replace", { files: 2, bytes: 3072 }],
  ] as const)("counts with %s only what would be uploaded", async (conflict, upload) => {
    const { code, lines } = await run(conflict, true);
    expect(code).toBe(0);
    const events = lines.map((line): unknown => JSON.parse(line));
    expect(events).toMatchObject([
      { event: "plan", key: "in/taken.csv", exists: true, action: conflict },
      { event: "plan", key: "in/free.csv", exists: false, action: "upload" },
      // The fields of 0.1.0 stay as they were: the whole plan.
      { event: "summary", files: 2, bytes: 3072, taken: 1, refused: 0, upload },
    ]);
  });

  it.each([
    ["skip", "1 file (2.0 KiB) would be uploaded; 1 already exists, would be skipped"],
    ["rename", "2 files (3.0 KiB) would be uploaded; 1 already exists, would be renamed"],
    ["replace", "2 files (3.0 KiB) would be uploaded; 1 already exists, would be replaced"],
  ] as const)("says with %s what would become of the files", async (conflict, words) => {
    const { lines } = await run(conflict, false);
    expect(lines.at(-1)).toBe(words);
    expect(lines[0]).toContain(words.split("; 1 ")[1]);
    expect(lines[1]).not.toContain("exists");
  });
});
