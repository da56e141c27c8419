import { execFileSync } from "node:child_process";
import {
  chmodSync,
  chownSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openTransferStore } from "../../../../src/services/adapters/disk/sqlite-transfer-store.ts";
import { valueOf } from "../../../support/values/value-of.ts";

const stranger = 65_534;

describe("a state database", () => {
  let root = "";
  let folder = "";
  let file = "";
  beforeEach(() => {
    root = mkdtempSync(path.join(tmpdir(), "own-state-"));
    folder = path.join(root, "state");
    file = path.join(folder, "state.db");
    valueOf(openTransferStore(file)).close();
  });
  afterEach(() => rmSync(root, { recursive: true }));

  const refused = () => {
    const before = readFileSync(file);
    expect(openTransferStore(file)).toMatchObject({
      ok: false,
      error: { code: "StateUnreadable", reason: "not private", file },
    });
    expect(readFileSync(file)).toEqual(before);
  };

  it.each<[string, () => void]>([
    ["others can write to", () => chmodSync(file, 0o666)],
    ["lies in a folder that others can write to", () => chmodSync(folder, 0o777)],
  ])("that %s is not used", (_, change) => {
    change();
    refused();
  });

  it.each([0o750, 0o755, 0o700])("in a folder of mode %o is used", (mode) => {
    chmodSync(folder, mode);
    valueOf(openTransferStore(file)).close();
  });

  it("is none where a folder or a pipe stands in its place", () => {
    for (const make of ["mkdir", "mkfifo"]) {
      rmSync(file, { recursive: true });
      execFileSync(make, [file]);
      expect(openTransferStore(file)).toMatchObject({ error: { reason: "not private" } });
    }
  });

  it("may be a link of one's own, also to what is not there yet", () => {
    const elsewhere = path.join(root, "elsewhere");
    mkdirSync(elsewhere, { mode: 0o700 });
    rmSync(file);
    symlinkSync(path.join(elsewhere, "moved.db"), file);
    valueOf(openTransferStore(file)).close();
    expect(statSync(path.join(elsewhere, "moved.db")).size).toBeGreaterThan(0);
  });

  // Only root can give files to somebody else.
  describe.runIf(process.geteuid?.() === 0)("of another user", () => {
    it.each<[string, () => void]>([
      ["a file", () => chownSync(file, stranger, stranger)],
      ["a folder", () => chownSync(folder, stranger, stranger)],
      [
        "a file behind a link",
        () => {
          const planted = path.join(root, "planted.db");
          writeFileSync(planted, readFileSync(file));
          chownSync(planted, stranger, stranger);
          rmSync(file);
          symlinkSync(planted, file);
        },
      ],
    ])("is not used: %s", (_, change) => {
      change();
      refused();
    });
  });
});
