import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";

const run = promisify(execFile);
const module = path.resolve(import.meta.dirname, "../../../src/server/operations/young-space.ts");

/** Bytes of V8's young space in a process that works as a busy server does, in turns with some objects that survive. */
const youngBytesAfterWork = async (first: string): Promise<number> => {
  const work = `
    import { getHeapSpaceStatistics } from "node:v8";
    import { keepYoungSpaceSmall } from ${JSON.stringify(module)};
    ${first}
    const kept = [];
    for (let turn = 0; turn < 300; turn += 1) {
      for (let index = 0; index < 20_000; index += 1) kept[index % 5_000] = { turn, text: "x" + index };
      await new Promise(setImmediate);
    }
    const young = getHeapSpaceStatistics().find((space) => space.space_name === "new_space");
    process.stdout.write(String(young.space_size));
  `;
  const { stdout } = await run(process.execPath, ["--input-type=module", "--eval", work]);
  return Number(stdout);
};

describe("V8's space for young objects", () => {
  it("stops growing at 16 MiB, where V8 alone goes on", async () => {
    expect(await youngBytesAfterWork("")).toBeGreaterThan(16 * 1024 ** 2);
    expect(await youngBytesAfterWork("keepYoungSpaceSmall();")).toBe(16 * 1024 ** 2);
  });
});
