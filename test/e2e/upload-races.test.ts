import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startS3StandIn, type S3StandIn } from "../../src/demo/s3-stand-in.ts";
import { sha256Of, someBytes } from "../support/values/bytes.ts";
import { runCli } from "../support/processes/run-cli.ts";
import { sender } from "../support/values/s3-people.ts";
import { createSenderMachine, type SenderMachine } from "../support/sites/sender-machine.ts";
import { bucket, region } from "../support/sites/stand-in-store.ts";

let machines: readonly SenderMachine[];
let s3: S3StandIn;
beforeEach(async () => {
  machines = await Promise.all([createSenderMachine(), createSenderMachine()]);
  s3 = await startS3StandIn({
    users: [sender(bucket)],
    buckets: [{ name: bucket, region }],
    // Long enough that both have looked before either has written.
    shape: { answerDelayMs: 100 },
  });
});
afterEach(async () => {
  await s3.close();
  for (const machine of machines) await machine.remove();
});

/** Two senders, each with a file of its own, send to one key at the same moment. */
const sendBoth = (
  conflict: string,
  contents: readonly Uint8Array[],
): Promise<readonly Readonly<Record<string, unknown>>[]> =>
  Promise.all(
    machines.map(async (machine, n) => {
      await machine.write("report.bin", contents[n] ?? "");
      const { code, events } = await runCli(
        ["upload", "--json", "--bucket", bucket, "--conflict", conflict, "report.bin"],
        {
          environment: machine.withKeys({ region, endpoint: s3.endpoint }, sender(bucket)),
          folder: machine.files,
        },
      );
      return { code, ...events[0] };
    }),
  );

describe.each([
  ["small files", 0.3],
  ["large files", 11],
])("two senders of %s to one key at the same moment", (_name, mebibytes) => {
  const contents = [someBytes(mebibytes, 1), someBytes(mebibytes, 2)];
  const sums = contents.map(sha256Of);

  it("get two names, when they may rename", async () => {
    const ends = await sendBoth("rename", contents);
    expect(ends.map(({ code, state }) => [code, state])).toEqual([
      [0, "delivered"],
      [0, "delivered"],
    ]);
    expect(new Set(ends.map(({ key }) => key))).toEqual(new Set(["report.bin", "report (2).bin"]));
    for (const [n, { key }] of ends.entries())
      expect(await s3.sha256(bucket, String(key))).toBe(sums[n]);
  });

  it("are one delivery, and one that leaves it alone", async () => {
    const ends = await sendBoth("skip", contents);
    const states = ends.map(({ state }) => String(state));
    expect(new Set(states)).toEqual(new Set(["delivered", "skipped"]));
    expect(await s3.sha256(bucket, "report.bin")).toBe(sums[states.indexOf("delivered")]);
  });

  it("are both delivered, and one is whole at the end, when they may replace", async () => {
    const ends = await sendBoth("replace", contents);
    expect(ends.map(({ state }) => state)).toEqual(["delivered", "delivered"]);
    expect(sums).toContain(await s3.sha256(bucket, "report.bin"));
    expect(s3.objects(bucket).map(({ key }) => path.basename(key))).toEqual(["report.bin"]);
  });
});
