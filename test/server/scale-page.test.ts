import { readFile } from "node:fs/promises";
import path from "node:path";
import { expect, it } from "vitest";
import { toScaleSection } from "../../bench/log-server/scale.ts";
import type { LogServerResults } from "../../bench/log-server/results.ts";

const root = path.resolve(import.meta.dirname, "../..");
const read = async (file: string) => readFile(path.join(root, file), "utf8");

it("docs/scale.md says what the bench measured last", async () => {
  const results: LogServerResults = JSON.parse(await read("bench/results/log-server.json"));
  expect(await read("docs/scale.md")).toContain(toScaleSection(results));
});
