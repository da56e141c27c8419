import { readFile } from "node:fs/promises";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { runCli } from "../support/run-cli.ts";
import { createSenderMachine, type SenderMachine } from "../support/sender-machine.ts";

const root = path.resolve(import.meta.dirname, "../..");
const secret = "wJalrXUtnFEMI-of-the-crash";

let machine: SenderMachine;
beforeEach(async () => {
  machine = await createSenderMachine();
});
afterEach(() => machine.remove());

describe("a crash of the bundled program", () => {
  it("names file and line of the source, and no secret", async () => {
    // What a bug of ours would be: something throws that was never thought to.
    const breaking = `
      import os from "node:os";
      import { syncBuiltinESMExports } from "node:module";
      os.hostname = () => { throw new Error("no name for " + process.env.AWS_SECRET_ACCESS_KEY); };
      syncBuiltinESMExports();`;
    const { code, stderr } = await runCli(["doctor"], {
      environment: { ...machine.environment, AWS_SECRET_ACCESS_KEY: secret },
      folder: machine.files,
      nodeArgs: ["--import", `data:text/javascript,${encodeURIComponent(breaking)}`],
    });
    expect(code).toBe(70);
    expect(stderr).toContain("no name for …");
    expect(stderr).not.toContain(secret);
    const [, file = "", line = ""] = /(src\/[\w./-]+\.ts):(\d+):\d+/.exec(stderr) ?? [];
    const source = (await readFile(path.join(root, file), "utf8")).split("\n");
    expect(source[Number(line) - 1]).toContain("hostname()");
    expect(stderr).not.toMatch(/dist\/[\w-]+\.js/);
  });
});
