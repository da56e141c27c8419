import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { queueWords } from "../../../src/server/words/queue-words.ts";
import { runLogServer } from "../../support/processes/run-log-server.ts";

const slack = { SLACK_BOT_TOKEN: "xoxb-1", SLACK_API_URL: "http://127.0.0.1:1/" };

let home: string;
let data: string;
beforeEach(async () => {
  home = await mkdtemp(path.join(tmpdir(), "s3-sftp-special-files-"));
  data = path.join(home, "data");
  await mkdir(data, { mode: 0o700 });
  await writeFile(path.join(home, "tokens"), "# nobody\n", { mode: 0o600 });
});
afterEach(async () => rm(home, { recursive: true, force: true }));

const queueOptions = ["--data", "data"];
const serverOptions = ["--tokens", "tokens", "--port", "0", ...queueOptions];

/** Each command that opens the queue, and the files of it that are looked at then. */
const commands = [
  ["a start", serverOptions, ["queue.db", "queue.db-wal", "server.lock"]],
  ["check", ["check", ...serverOptions], ["queue.db", "queue.db-wal", "server.lock"]],
  ["parked list", ["parked", "list", ...queueOptions], ["queue.db"]],
] as const;

describe.each(commands)("%s", (_name, args, files) => {
  it.each(files)("refuses a pipe that stands for %s instead of waiting for it", async (name) => {
    execFileSync("mkfifo", [path.join(data, name)]);
    const { code, stdout, stderr } = await runLogServer(args, home, slack);
    expect(stdout + stderr).toContain(queueWords.noRegularFile(path.join("data", name)));
    expect(code).toBe(3);
  });
});
