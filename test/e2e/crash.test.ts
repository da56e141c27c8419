import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { text } from "node:stream/consumers";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { program, runCli } from "../support/processes/run-cli.ts";
import { createSenderMachine, type SenderMachine } from "../support/sites/sender-machine.ts";

const root = path.resolve(import.meta.dirname, "../..");
const secret = "wJalrXUtnFEMI-of-the-crash";

let machine: SenderMachine;
beforeEach(async () => {
  machine = await createSenderMachine();
});
afterEach(() => machine.remove());

const throwing = (what: string) => `data:text/javascript,${encodeURIComponent(what)}`;

/** The line of src/ that a stack names first. */
const namedLine = async (stack: string): Promise<string> => {
  const [, file = "", line = ""] = /(src\/[\w./-]+\.ts):(\d+):\d+/.exec(stack) ?? [];
  const source = (await readFile(path.join(root, file), "utf8")).split("\n");
  return source[Number(line) - 1] ?? "";
};

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
      nodeArgs: ["--import", throwing(breaking)],
    });
    expect(code).toBe(70);
    expect(stderr).toContain("no name for …");
    expect(stderr).not.toContain(secret);
    expect(await namedLine(stderr)).toContain("hostname()");
    expect(stderr).not.toMatch(/dist\/[\w-]+\.js/);
  });

  it("names file and line of the log server's source, and no token", async () => {
    const breaking = `
      const on = process.on;
      process.on = function (name, listener) {
        if (name === "SIGHUP") throw new Error("no signal for " + process.env.SLACK_BOT_TOKEN);
        return on.call(this, name, listener);
      };`;
    const server = path.join(path.dirname(program), "log-server.js");
    const tokens = await machine.write("tokens", `a:sha256:${"0".repeat(64)}\n`);
    const args = ["--tokens", tokens, "--data", machine.home, "--host", "127.0.0.1", "--port", "0"];
    const child = spawn(process.execPath, ["--import", throwing(breaking), server, ...args], {
      env: { ...machine.environment, SLACK_BOT_TOKEN: secret },
      stdio: ["ignore", "ignore", "pipe"],
    });
    const closed = once(child, "close");
    const stderr = await text(child.stderr);
    const [code]: unknown[] = await closed;
    expect(stderr).toContain("no signal for …");
    expect(stderr).not.toContain(secret);
    expect(await namedLine(stderr)).toContain('"SIGHUP"');
    expect(code).toBe(70);
  });
});
