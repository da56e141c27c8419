import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { startDaemon } from "../../../../src/services/adapters/daemon/start-daemon.ts";
import { waitUntil } from "../../../support/processes/wait-until.ts";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "start-worker-"));
});
afterEach(() => rm(folder, { recursive: true }));

it("has V8 keep the heap small from the start, whatever the program does", async () => {
  const program = path.join(folder, "program.mjs");
  await writeFile(
    program,
    `import { writeFileSync } from "node:fs";
     import { getHeapSpaceStatistics } from "node:v8";
     const kept = [];
     for (let index = 0; index < 5_000_000; index += 1) kept[index % 20_000] = { index };
     const young = getHeapSpaceStatistics().find((space) => space.space_name === "new_space");
     writeFileSync(process.env.ANSWER, String(young.space_size));`,
  );
  const answer = path.join(folder, "answer");
  const daemon = startDaemon({ program, environment: { ANSWER: answer } });
  await waitUntil("the program has ended", () => daemon.exitCode() !== null);
  expect(daemon.exitCode()).toBe(0);
  expect(Number(await readFile(answer, "utf8"))).toBeLessThanOrEqual(8 * 1024 ** 2);
});

it("opens no debugger for a signal", async () => {
  const program = path.join(folder, "program.mjs");
  await writeFile(
    program,
    `import { writeFileSync } from "node:fs";
     process.kill(process.pid, "SIGUSR1");
     writeFileSync(process.env.ANSWER, JSON.stringify(process.execArgv));`,
  );
  const answer = path.join(folder, "answer");
  const daemon = startDaemon({ program, environment: { ANSWER: answer } });
  await waitUntil("the program has ended", () => daemon.exitCode() !== null);
  expect(daemon.exitCode()).toBe(0);
  expect(JSON.parse(await readFile(answer, "utf8"))).toContain("--disable-sigusr1");
});
