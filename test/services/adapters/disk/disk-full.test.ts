import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { guardState } from "../../../../src/services/adapters/disk/sqlite-errors.ts";

const disk = path.resolve(import.meta.dirname, "../../../../src/services/adapters/disk");

/** Runs a line that writes, where no file may get larger than 0 bytes (EFBIG); gives the result's error. */
const errorOf = (module: string, line: string): unknown => {
  const program = `const m = await import(${JSON.stringify(path.join(disk, module))});
    const result = await ${line};
    process.stdout.write(JSON.stringify(result.error));`;
  const { stdout, stderr } = spawnSync(
    "bash",
    [
      "-c",
      'trap "" XFSZ; ulimit -f 0; exec "$0" --input-type=module -e "$1"',
      process.execPath,
      program,
    ],
    { cwd: folder, encoding: "utf8", env: { PATH: process.env["PATH"] } },
  );
  return stdout === "" ? stderr : JSON.parse(stdout);
};

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "disk-full-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe("a disk without room", () => {
  it.each([
    [
      "a text of the sender's",
      "new-text-file.ts",
      `m.writeNewTextFile(".", "receipt.txt", "text")`,
    ],
    ["a file of the program's", "text-file.ts", `m.replaceTextFile("./config.json", "text")`],
  ])("is called full by whoever writes %s", (_, module, line) => {
    expect(errorOf(module, line)).toEqual({ code: "DiskFull", path: "." });
  });

  it.each(["ENOSPC", "EDQUOT", "EFBIG"])("is called full beside the database: %s", (code) => {
    const result = guardState("/state/state.db", () => {
      throw Object.assign(new Error(code), { code });
    });
    expect(result).toEqual({ ok: false, error: { code: "DiskFull", path: "/state" } });
  });
});
