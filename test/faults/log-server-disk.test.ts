import { spawnSync } from "node:child_process";
import { mkdir, rm } from "node:fs/promises";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startSlackStandIn, type SlackStandIn } from "../../src/demo/slack-stand-in.ts";
import { queueWords } from "../../src/server/words/queue-words.ts";
import { freePort } from "../support/processes/free-port.ts";
import { createLogServerFolder, type LogServerFolder } from "../support/processes/log-server.ts";
import { isFullRun } from "../support/values/run-size.ts";
import { waitUntil } from "../support/processes/wait-until.ts";

/** A file system of 3 MiB of its own for the folder $0, half of it taken by a file; no privileges needed. */
const smallDisk =
  'mount -t tmpfs -o size=3m tmpfs "$0" && head -c 1500000 /dev/zero >"$0/filler" && exec "$@"';
const namespace = ["unshare", "-rm", "sh", "-c"];
const under = (folder: string) => [...namespace, smallDisk, folder];

const [program = "", ...flags] = namespace;
const canMount = spawnSync(program, [...flags, "true"]).status === 0;
if (!canMount)
  process.stderr.write("did not run, a full disk: this machine allows no user namespaces\n");

let folder: LogServerFolder;
let slack: SlackStandIn | null = null;
beforeEach(async () => {
  folder = await createLogServerFolder();
  await mkdir(folder.dataFolder);
});
afterEach(async () => {
  await folder.remove();
  await slack?.close();
});

describe.runIf(canMount && isFullRun)("a log server whose disk is full", () => {
  it("answers 503 and never a false 202, and goes on when there is room", async () => {
    const port = await freePort();
    const slackUrl = `http://127.0.0.1:${port}/api/`;
    const { url, child } = await folder.start({ slackUrl, under: under(folder.dataFolder) });
    const post = async (number: number) => {
      const message = `[m${number}]${"x".repeat(40_000)}`;
      const body = { Auth: folder.token, Action: "Success", LogMessage: message, Id: `${number}` };
      return fetch(url, { method: "POST", body: JSON.stringify(body) });
    };
    const accepted: number[] = [];
    const refused: number[] = [];
    for (let number = 0; refused.length < 3; number += 1) {
      const response = await post(number);
      if (response.status === 202) accepted.push(number);
      else {
        expect([response.status, response.headers.get("retry-after")]).toEqual([503, "10"]);
        refused.push(number);
      }
      expect(number).toBeLessThan(200);
    }
    expect(accepted.length).toBeGreaterThan(5);
    const ready = await fetch(`${url}/ready`);
    expect(ready.status).toBe(503);
    expect(await ready.text()).toContain(queueWords.notWritable);
    await rm(`/proc/${child.pid}/root${path.join(folder.dataFolder, "filler")}`);
    for (const number of refused) {
      expect((await post(number)).status).toBe(202);
      accepted.push(number);
    }
    slack = await startSlackStandIn({ port });
    const messages = () => JSON.stringify(slack?.messages);
    await waitUntil(
      "all are in Slack",
      () => accepted.every((number) => messages().includes(`[m${number}]`)),
      90_000,
    );
  }, 120_000);
});
