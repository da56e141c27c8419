import { execFileSync } from "node:child_process";
import path from "node:path";
import { expect, test } from "vitest";
import { createPageRelease } from "../../src/wiring/release-pages.ts";

const source = path.resolve(import.meta.dirname, "../../src/wiring/release-pages.ts");

/** A process that plans as much as 100,000 files are, forgets it as it goes on, and then releases or only collects. */
const program = (last: string) => `
  const { keepHeapSmall } = await import(${JSON.stringify(path.join(path.dirname(source), "keep-heap-small.ts"))});
  const { releasePages } = await import(${JSON.stringify(source)});
  keepHeapSmall("uploads");
  const rss = () => process.memoryUsage().rss / 1024 ** 2;
  const plan = () => Array.from({ length: 300_000 }, (_, index) => ({ key: "folder/" + index, sizes: [index, index + 1] }));
  let planned = plan();
  while (planned.length > 0) planned = planned.slice(20_000).map((file) => ({ ...file }));
  ${last}
  console.log(Math.round(rss()));
`;

const residentAfter = (last: string): number =>
  Number(
    execFileSync(process.execPath, ["--expose-gc", "--input-type=module", "-e", program(last)], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    }),
  );

test("what V8 has emptied goes back to the system", () => {
  const collected = residentAfter("gc();");
  const released = residentAfter("releasePages();");
  expect(released).toBeLessThan(collected - 20);
});

test("20,000 files are worth a release, however they came", () => {
  let releases = 0;
  const handled = createPageRelease(() => (releases += 1));
  for (let batch = 0; batch < 19; batch += 1) handled(1_000);
  expect(releases).toBe(0);
  handled(1_000);
  expect(releases).toBe(1);
  handled(19_999);
  expect(releases).toBe(1);
  handled(100_000);
  expect(releases).toBe(2);
});
