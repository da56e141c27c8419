import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { writeNewTextFile } from "../../../../src/services/adapters/disk/new-text-file.ts";
import { isOutOfRoom } from "../../../../src/services/adapters/disk/probe-disk.ts";
import { guardState } from "../../../../src/services/adapters/disk/sqlite-errors.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "s3-sftp-disk-errors-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const throwing = (fields: object) => (): never => {
  throw Object.assign(new Error("disk I/O error"), fields);
};
const sqlite = (errcode: number) => throwing({ code: "ERR_SQLITE_ERROR", errcode });

describe("an error of the disk below the state database", () => {
  // sqlite.org/rescode.html: SQLITE_IOERR_READ, _SHORT_READ, _WRITE, _FSYNC
  it.each([266, 522, 778, 1034])("is no full disk where there is room: SQLite's %i", (errcode) => {
    const guarded = guardState(path.join(folder, "state.db"), sqlite(errcode));
    expect(guarded).toEqual({ ok: false, error: { code: "DiskFault", path: folder } });
    expect(readdirSync(folder)).toEqual([]);
  });

  it.each([
    ["SQLITE_FULL", sqlite(13), "DiskFull"],
    ["ENOSPC", throwing({ code: "ENOSPC" }), "DiskFull"],
    ["EDQUOT", throwing({ code: "EDQUOT" }), "DiskFull"],
    ["EIO", throwing({ code: "EIO" }), "DiskFault"],
  ])("is told by its code: %s", (_, work, code) => {
    const guarded = guardState(path.join(folder, "state.db"), work);
    expect(guarded).toEqual({ ok: false, error: { code, path: folder } });
  });

  it("that takes no more bytes is out of room, whatever SQLite says, and keeps no probe", () => {
    const module = path.resolve("src/services/adapters/disk/probe-disk.ts");
    const script = `import(${JSON.stringify(module)}).then((m) => console.log(m.isOutOfRoom(${JSON.stringify(folder)})))`;
    // As a quota does it: a few KiB may be written, then no more.
    const limited = `trap "" XFSZ; ulimit -f 8; exec "$0" -e "$1"`;
    const said = execFileSync("bash", ["-c", limited, process.execPath, script]).toString();
    expect(said).toBe("true\n");
    expect(isOutOfRoom(folder)).toBe(false);
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe("a text that cannot be saved", () => {
  it("is not called unreadable", async () => {
    const file = path.join(folder, "file");
    writeFileSync(file, "");
    expect(await writeNewTextFile(file, "receipt.txt", "text")).toMatchObject({
      ok: false,
      error: { code: "FileUnwritable", path: path.join(file, "receipt.txt") },
    });
    expect(await writeNewTextFile(path.join(folder, "gone"), "r.txt", "text")).toMatchObject({
      ok: false,
      error: { code: "FileUnwritable", reason: "the folder does not exist" },
    });
  });
});
