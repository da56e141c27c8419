import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createTokenIndex } from "../../src/server/auth/token-index.ts";
import { parseTokenFile } from "../../src/server/auth/token-file.ts";
import { isCampaign, isFullRun } from "../support/values/run-size.ts";

const run = promisify(execFile);
const entry = path.resolve(import.meta.dirname, "../../src/server/main.ts");
const together = isFullRun ? 16 : 6;
const rounds = isCampaign ? 10 : 1;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "s3-sftp-tokens-"));
});
afterEach(async () => rm(folder, { recursive: true, force: true }));

describe("`token add`", () => {
  it(`keeps every token that ${together} processes show at once`, async () => {
    const file = path.join(folder, "tokens");
    const shown: (readonly [string, string])[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const names = Array.from({ length: together }, (_, index) => `sender-${round}-${index}`);
      const added = names.map(async (name) => {
        const args = [entry, "token", "add", name, "--tokens", file];
        const { stdout } = await run(process.execPath, args);
        return [name, stdout.trim()] as const;
      });
      shown.push(...(await Promise.all(added)));
    }
    const parsed = parseTokenFile(await readFile(file));
    const index = createTokenIndex(parsed.ok ? parsed.value.entries : []);
    expect(shown.map(([, token]) => index.find(token)?.name)).toEqual(shown.map(([name]) => name));
    expect(index.size).toBe(together * rounds);
  }, 180_000);
});
