import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createCommandContext } from "../../support/fakes/command-context.ts";
import { parseCommandLine } from "../../../src/cli/args.ts";
import { status } from "../../../src/cli/commands/status.ts";
import { protocolVersion } from "../../../src/services/adapters/daemon/queue-messages.ts";
import { writeDaemonRecord } from "../../../src/services/adapters/daemon/daemon-record.ts";
import { errorWords } from "../../../src/words/errors/error-words.ts";

/** A background uploader that says hello in the protocol of another release, and no more. */
const greet = async (socket: string, hello: number): Promise<Server> => {
  const server = createServer((connection) => {
    connection.on("error", () => undefined).resume();
    connection.write(`${JSON.stringify({ hello, version: "7.0.0", pid: process.pid })}\n`);
  });
  await new Promise<void>((resolve) => server.listen(socket, resolve));
  return server;
};

describe("status with a background uploader of another release", () => {
  let home = "";
  beforeEach(async () => {
    home = await mkdtemp(path.join(tmpdir(), "s3-sftp-versions-"));
  });
  afterEach(() => rm(home, { recursive: true, force: true }));

  it.each([
    [protocolVersion + 1, "replaced"],
    [protocolVersion - 1, "older worker"],
  ] as const)("of protocol %i says whose it is, and not that it is silent", async (hello, why) => {
    const stateFolder = path.join(home, "state");
    const folder = path.join(stateFolder, "worker");
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const socket = path.join(folder, "desk.sock");
    const server = await greet(socket, hello);
    await writeDaemonRecord(stateFolder, { socket, pid: process.pid, version: "7.0.0" });
    const parsed = parseCommandLine(["status"], () => false);
    if (!parsed.ok || parsed.value.wants !== "run") throw new Error("not a command");
    const said: string[] = [];
    await status(
      parsed.value.line,
      createCommandContext({
        environment: { S3_SFTP_HOME: home },
        folder: home,
        say: (line) => said.push(line),
      }),
    );
    const { happened, next } = errorWords({ code: "WorkerUnavailable", why });
    expect(said[0]).toBe(`s3-sftp: ${happened}`);
    expect(said).toContain(`  ${next}`);
    expect(happened).not.toContain("window");
    await new Promise((resolve) => server.close(resolve));
  });
});
