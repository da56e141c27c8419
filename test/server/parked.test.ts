import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { componentMissing } from "../support/processes/components.ts";
import { logSiteForEach } from "../support/sites/log-site.ts";
import { startRedis } from "../support/processes/redis.ts";
import { waitUntil } from "../support/processes/wait-until.ts";
import { nextSteps, withNext } from "../../src/server/words/next-steps.ts";
import { queueWords } from "../../src/server/words/queue-words.ts";
import { commandWords } from "../../src/server/words/command-words.ts";

const run = promisify(execFile);
const entry = path.resolve(import.meta.dirname, "../../src/server/main.ts");

const site = logSiteForEach();

/** The command of the administrator, who needs neither tokens nor Slack for it. */
const parked = async (verb: string, where: readonly string[]) =>
  run(process.execPath, [entry, "parked", verb, ...where]);

const queueOf = async (url: string): Promise<unknown> =>
  Reflect.get(Object(await (await fetch(`${url}/ready`)).json()), "queue");

const reportAll = async (where: readonly string[], serverArgs: readonly string[]) => {
  site.slack.misbehave({ kind: "refused", error: "msg_too_long" });
  const { url } = await site.folder.start({ slackUrl: site.slack.url, args: serverArgs });
  const body = {
    Auth: site.folder.token,
    Action: "Fail",
    LogMessage: "AccessDenied\u001b[2J: no right to write\nand more",
    Sender: "anna@scanner-3",
    Bucket: "inbox",
    Key: "a.pdf",
  };
  await fetch(url, { method: "POST", body: JSON.stringify(body) });
  await waitUntil("it is parked", async () =>
    JSON.stringify(await queueOf(url)).includes('"waiting":0,"parked":1'),
  );

  const listed = await parked("list", where);
  expect(listed.stdout).toMatch(
    /^\d{4}-\d\d-\d\dT\S+Z {2}msg_too_long {2}Fail {2}anna@scanner-3 \(plain-[0-9a-f]{8}\) {2}inbox\/a\.pdf {2}AccessDenied\[2J: no right to write\n$/,
  );
  expect(listed.stderr).toContain(queueWords.listed(1, 1));

  const retried = await parked("retry", where);
  expect(retried.stderr).toContain(queueWords.putBack(1));
  await waitUntil("it is in Slack", () => site.slack.messages.length === 1);
  await waitUntil("the server has noticed", async () =>
    JSON.stringify(await queueOf(url)).includes('"waiting":0,"parked":0'),
  );
  expect((await parked("retry", where)).stderr).toContain(queueWords.putBack(0));
};

describe("s3-sftp-log-server parked", () => {
  it("lists what Slack refused and sends it again, beside a running server on its data folder", async () => {
    await reportAll(["--data", site.folder.dataFolder], []);
  });

  it.runIf(!componentMissing("redis"))("does the same on a Redis", async () => {
    const redis = await startRedis();
    try {
      await reportAll(["--redis", redis.url], ["--redis", redis.url]);
      await site.folder.remove();
    } finally {
      await redis.stop();
    }
  });

  it("works while no server runs, and the next one delivers", async () => {
    site.slack.misbehave({ kind: "refused", error: "msg_too_long" });
    const before = await site.folder.start({ slackUrl: site.slack.url });
    const body = { Auth: site.folder.token, Action: "Success", LogMessage: "kept" };
    await fetch(before.url, { method: "POST", body: JSON.stringify(body) });
    await waitUntil("it is parked", async () =>
      JSON.stringify(await queueOf(before.url)).includes('"parked":1'),
    );
    await before.end();
    await parked("retry", ["--data", site.folder.dataFolder]);
    expect((await parked("list", ["--data", site.folder.dataFolder])).stdout).toBe("");
    await site.folder.start({ slackUrl: site.slack.url });
    await waitUntil("it is in Slack", () => site.slack.messages.length === 1);
  });

  it("makes no queue where there is none, and ends with 3", async () => {
    const nowhere = path.join(site.folder.folder, "nowhere");
    await expect(parked("list", ["--data", nowhere])).rejects.toMatchObject({
      code: 3,
      stderr: `${commandWords.failed(withNext(queueWords.none(nowhere), nextSteps.nameDataFolder))}\n`,
    });
    await expect(parked("list", ["--data", nowhere, "--max-data", "5"])).rejects.toMatchObject({
      code: 2,
    });
    await expect(parked("forget", ["--data", nowhere])).rejects.toMatchObject({ code: 2 });
  });
});
