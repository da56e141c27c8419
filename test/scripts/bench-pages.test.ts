import { spawnSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { expect, it } from "vitest";
import { aimsTable, single, times } from "../../bench/aims.ts";
import type { Aim } from "../../bench/aims.ts";
import { keptResults } from "../../bench/kept-results.ts";
import type { TuiResults } from "../../bench/tui/results.ts";
import { toMarkdown as toTuiMarkdown } from "../../bench/tui/to-markdown.ts";
import type { UploadResults } from "../../bench/upload/results.ts";
import { toMarkdown as toUploadMarkdown } from "../../bench/upload/to-markdown.ts";

const root = path.resolve(import.meta.dirname, "../..");

/** Where nothing is installed. */
const run = (bench: string) =>
  spawnSync(process.execPath, ["bench/main.ts", bench], {
    cwd: root,
    env: { PATH: "/nonexistent" },
    encoding: "utf8",
  });

it("bench/README.md says what the benches measured last, on all machines", async () => {
  const page = await readFile(path.join(root, "bench/README.md"), "utf8");
  const uploads = await keptResults<UploadResults>("upload");
  expect(uploads).not.toEqual([]);
  expect(page).toContain(toUploadMarkdown(uploads));
  const tuis = await keptResults<TuiResults>("tui");
  expect(tuis).not.toEqual([]);
  expect(page).toContain(toTuiMarkdown(tuis));
});

it("counts an aim as reached only where every machine reaches it", () => {
  const aim: Aim<number | null> = {
    what: "time",
    sense: "at most",
    limit: 1,
    show: times,
    of: (value) => single(value),
  };
  const verdict = (machines: readonly (number | null)[]) =>
    aimsTable([aim], machines).split("\n").at(-1);
  expect(verdict([0.5, 1])).toBe("| time | ≤ 1.00× | 0.50× | 1.00× | yes |");
  expect(verdict([0.5, 1.2])).toBe("| time | ≤ 1.00× | 0.50× | 1.20× | **no** |");
  expect(verdict([0.5, null])).toBe("| time | ≤ 1.00× | 0.50× | not measured | **no** |");
});

it("says in one line what a bench misses, without a stack", () => {
  const upload = run("upload");
  expect(upload.stderr).toContain("bench upload: not on the PATH: cc, openssl");
  expect(upload.stderr).not.toContain("    at ");
  expect(upload.status).toBe(2);
  const tui = run("tui");
  expect(tui.stderr).toContain("bench tui: not on the PATH: dbus-daemon");
  expect(tui.stderr).not.toContain("    at ");
  expect(tui.status).toBe(2);
});
