import { once } from "node:events";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startSlackStandIn } from "../../src/demo/slack-stand-in.ts";
import { setupWords } from "../../src/words/setup.ts";
import { freePort } from "../support/processes/free-port.ts";
import { startTmux } from "../support/processes/tmux.ts";
import { waitUntil } from "../support/processes/wait-until.ts";
import { createBareSystem, systemBases, type BareSystem } from "../support/sites/bare-system.ts";
import { installTarball, type TarballUser } from "../support/sites/own-tarball.ts";

const bases = Object.entries(systemBases).filter(([name]) => !name.endsWith("arm64"));

describe.each(bases)("what a user has installed from the tarball on a bare %s", (_name, base) => {
  let slack: Awaited<ReturnType<typeof startSlackStandIn>>;
  let system: BareSystem;
  let user: TarballUser;
  beforeAll(async () => {
    slack = await startSlackStandIn();
    system = await createBareSystem(base);
    user = await installTarball(system);
  });
  afterAll(async () => {
    await system.remove();
    await slack.close();
  });

  it("opens the app in tmux", async () => {
    const environment = { PATH: process.env["PATH"] ?? "", HOME: "/root", LC_ALL: "C.UTF-8" };
    const tmux = await startTmux({ columns: 80, rows: 24, environment });
    try {
      const app = { ...user.environment, TERM: "tmux-256color", LC_ALL: "C.UTF-8" };
      tmux.run(system.command(["s3-sftp"], { uid: user.uid, environment: app }));
      const title = setupWords.title("accessKeyId");
      await waitUntil("the first question is there", () => tmux.screen().includes(title));
    } finally {
      await tmux.close();
    }
  });

  it("runs a log server that checks, answers pong, and posts to Slack", async () => {
    const { uid, home } = user;
    const environment = {
      ...user.environment,
      SLACK_BOT_TOKEN: "xoxb-of-a-test",
      SLACK_API_URL: slack.url,
    };
    const program = (...words: readonly string[]) => [
      "s3-sftp-log-server",
      ...words,
      "--tokens",
      `${home}/tokens`,
    ];
    const added = await system.run(program("token", "add", "clinic"), { uid, environment });
    const token = added.stdout.trim().split("\n").at(-1)?.trim() ?? "";
    const checked = await system.run(program("check"), { uid, environment });
    expect(checked).toMatchObject({ code: 0 });
    expect(checked.stdout).toContain("ok    Slack");

    const port = await freePort();
    const words = [...program(), "--host", "127.0.0.1", "--port", `${port}`];
    const child = system.start(words, { uid, environment });
    const url = `http://127.0.0.1:${port}`;
    const pong = () =>
      fetch(`${url}/health-check`).then(
        async (answer) => (await answer.text()) === "pong",
        () => false,
      );
    await waitUntil("it answers pong", pong);
    const body = JSON.stringify({ Auth: token, Action: "Success", LogMessage: "from a tarball" });
    expect((await fetch(url, { method: "POST", body })).status).toBe(202);
    const isTold = () => JSON.stringify(slack.messages).includes("from a tarball");
    await waitUntil("Slack has it", isTold);
    const exited = once(child, "exit");
    child.kill("SIGTERM");
    expect((await exited)[0]).toBe(0);
  });
});
