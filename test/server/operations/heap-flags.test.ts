import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { logServer } from "../../../scripts/package/programs.ts";

const run = promisify(execFile);

/** Makes garbage as a busy server does, in turns with some objects that survive; prints the bytes of V8's young space. */
const work = `
  import { getHeapSpaceStatistics } from "node:v8";
  const kept = [];
  for (let turn = 0; turn < 300; turn += 1) {
    for (let index = 0; index < 20_000; index += 1) kept[index % 5_000] = { turn, text: "x" + index };
    await new Promise(setImmediate);
  }
  const young = getHeapSpaceStatistics().find((space) => space.space_name === "new_space");
  process.stdout.write(String(young.space_size));
`;

const youngBytesAfterWork = async (flags: readonly string[]): Promise<number> => {
  const { stdout } = await run(process.execPath, [...flags, "--input-type=module", "--eval", work]);
  return Number(stdout);
};

describe("V8's space for young objects", () => {
  it("grows beyond 16 MiB where nothing is said", async () => {
    expect(await youngBytesAfterWork([])).toBeGreaterThan(16 * 1024 ** 2);
  });

  it("stops growing at 16 MiB as the packages start the server", async () => {
    const flags = logServer.flags.split(" ");
    expect(await youngBytesAfterWork(flags)).toBe(16 * 1024 ** 2);
  });
});
