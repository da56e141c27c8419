import { once } from "node:events";
import { appendFile, chmod, chown, readFile, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startSlackStandIn } from "../../src/demo/slack-stand-in.ts";
import { freePort } from "../support/processes/free-port.ts";
import { waitUntil } from "../support/processes/wait-until.ts";
import {
  artefact,
  artefacts,
  createBareSystem,
  systemBases,
  type BareSystem,
} from "../support/sites/bare-system.ts";
import { repackWith } from "../support/sites/repack.ts";

type SlackStandIn = Awaited<ReturnType<typeof startSlackStandIn>>;

const settings = "/etc/s3-sftp-log-server";
const state = "/var/lib/s3-sftp-log-server";
const program = "s3-sftp-log-server";
const bases = Object.entries(systemBases).filter(([name]) => !name.endsWith("arm64"));

const modeOf = async (system: BareSystem, file: string): Promise<string> =>
  (await system.run(["stat", "-c", "%a %U %G", file])).stdout.trim();

/** Starts the server as the unit does: as its user, by the script of the package. Gives its address. */
const serve = async (system: BareSystem, slackUrl: string) => {
  const port = await freePort();
  const uid = Number((await system.run(["id", "-u", "s3-sftp-log"])).stdout);
  const words = [program, "--tokens", `${settings}/tokens`, "--host", "127.0.0.1"];
  const child = system.start([...words, "--port", `${port}`], {
    uid,
    environment: {
      STATE_DIRECTORY: state,
      SLACK_BOT_TOKEN_FILE: `${settings}/slack-token`,
      SLACK_API_URL: slackUrl,
    },
  });
  const url = `http://127.0.0.1:${port}`;
  const pong = async () =>
    fetch(`${url}/health-check`).then(
      async (answer) => answer.text(),
      () => "",
    );
  await waitUntil("it answers pong", async () => (await pong()) === "pong");
  return {
    url,
    stop: async () => {
      const exited = once(child, "exit");
      child.kill("SIGTERM");
      expect((await exited)[0]).toBe(0);
    },
  };
};

describe.each(bases)("the log server's package on a bare %s", (_name, base) => {
  let system: BareSystem;
  let slack: SlackStandIn;
  let token = "";
  let said = "";
  beforeAll(async () => {
    slack = await startSlackStandIn();
    system = await createBareSystem(base);
    const file = await system.bring(await artefact(artefacts.logServer));
    const ended = await system.run(["sh", "-c", `umask 077; dpkg -i ${file}`]);
    expect(ended).toMatchObject({ code: 0 });
    said = ended.stdout;
  });
  afterAll(async () => {
    await system.remove();
    await slack.close();
  });

  it("makes a user of its own, and settings that nobody else reads", async () => {
    expect((await system.run(["getent", "passwd", "s3-sftp-log"])).stdout).toMatch(
      /^s3-sftp-log:x:\d{3}:\d{3}::\/nonexistent:\/usr\/sbin\/nologin\n$/,
    );
    expect(await modeOf(system, `${settings}/environment`)).toBe("640 root s3-sftp-log");
    expect(await modeOf(system, `${settings}/tokens`)).toBe("640 root s3-sftp-log");
    expect(await modeOf(system, state)).toBe("700 s3-sftp-log s3-sftp-log");
    expect(await modeOf(system, `/usr/lib/${program}`)).toBe("755 root root");
    const { stdout } = await system.run(["dpkg-query", "--show", "-f", "${Conffiles}", program]);
    expect(stdout.match(/\/etc\/\S+/g)).toEqual([`${settings}/environment`, `${settings}/tokens`]);
  });

  it("says what is missing, and starts nothing", async () => {
    expect(said).toContain(`${settings}/slack-token`);
    expect(said).toContain("systemctl enable --now s3-sftp-log-server");
    const { code, stderr } = await system.run([program, "--tokens", `${settings}/tokens`]);
    expect(code).toBe(2);
    expect(stderr).toContain("SLACK_BOT_TOKEN");
    // What is missing, and where to read on.
    expect(stderr.trim().split("\n")).toHaveLength(2);
  });

  it("asks for the folder of its queue where there is no HOME and no account", async () => {
    const environment = { SLACK_BOT_TOKEN: "xoxb-of-a-test" };
    const words = [program, "--tokens", "/dev/null"];
    const { code, stderr } = await system.run(words, { environment, uid: 12_345 });
    expect(code).toBe(2);
    expect(stderr.split("\n")[0]).toBe(
      "s3-sftp-log-server: --data: HOME is not set; give the folder of the queue",
    );
  });

  it("checks, answers pong, and a post reaches Slack", async () => {
    await writeFile(path.join(system.root, settings, "slack-token"), "xoxb-of-a-test\n");
    const added = await system.run([
      program,
      "token",
      "add",
      "clinic",
      "--tokens",
      `${settings}/tokens`,
    ]);
    expect(added.code).toBe(0);
    token = added.stdout.trim().split("\n").at(-1)?.trim() ?? "";
    // What it keeps is a matter of `token add`; the service has to be able to read it.
    const gid = Number((await system.run(["id", "-g", "s3-sftp-log"])).stdout);
    for (const file of ["tokens", "slack-token"]) {
      await chown(path.join(system.root, settings, file), 0, gid);
      await chmod(path.join(system.root, settings, file), 0o640);
    }
    const words = ["check", "--tokens", `${settings}/tokens`, "--data", state];
    const environment = {
      SLACK_BOT_TOKEN_FILE: `${settings}/slack-token`,
      SLACK_API_URL: slack.url,
    };
    const checked = await system.run([program, ...words], { environment });
    expect(checked.stdout).toContain("ok    Slack");
    expect(checked.code).toBe(0);
    // Root has looked, and has left nothing that the service could not write to.
    expect(await modeOf(system, `${state}/queue.db`)).toBe("");

    const server = await serve(system, slack.url);
    expect(await modeOf(system, `${state}/queue.db`)).toBe("600 s3-sftp-log s3-sftp-log");
    const body = { Auth: token, Action: "Success", LogMessage: "a message of the package's test" };
    const answer = await fetch(server.url, { method: "POST", body: JSON.stringify(body) });
    expect(answer.status).toBe(202);
    const isTold = () => JSON.stringify(slack.messages).includes(body.LogMessage);
    await waitUntil("Slack has it", isTold);
    await server.stop();
  });

  it("keeps settings, tokens and queue through an upgrade", async () => {
    const environment = path.join(system.root, settings, "environment");
    await appendFile(environment, "SLACK_CHANNEL=#of-the-administrator\n");
    const tokens = await readFile(path.join(system.root, settings, "tokens"), "utf8");
    const newer = await repackWith(await artefact(artefacts.logServer), "99.0.0");
    const file = await system.bring(newer.file);
    await newer.remove();
    expect(await system.run(["dpkg", "-i", file])).toMatchObject({ code: 0 });
    expect(await readFile(environment, "utf8")).toContain("#of-the-administrator");
    expect(await readFile(path.join(system.root, settings, "tokens"), "utf8")).toBe(tokens);
    expect(await modeOf(system, `${settings}/tokens`)).toBe("640 root s3-sftp-log");
    const server = await serve(system, slack.url);
    const body = JSON.stringify({ Auth: token, Action: "Fail", LogMessage: "after the upgrade" });
    expect((await fetch(server.url, { method: "POST", body })).status).toBe(202);
    await server.stop();
    expect((await stat(path.join(system.root, state, "queue.db"))).size).toBeGreaterThan(0);
  });

  it("keeps them when it is removed, and deletes what it says when it is purged", async () => {
    const removed = await system.run(["dpkg", "--remove", program]);
    expect(removed).toMatchObject({ code: 0 });
    expect(removed.stdout).toContain(`Kept: the settings and tokens in ${settings}`);
    expect((await system.run(["ls", settings])).stdout).toBe("environment\nslack-token\ntokens\n");
    expect((await system.run(["ls", state])).stdout).toContain("queue.db");

    const purged = await system.run(["dpkg", "--purge", program]);
    expect(purged).toMatchObject({ code: 0 });
    expect(purged.stdout).toContain(`Deleting the settings and tokens in ${settings}`);
    const left = await system.run(["find", "/usr", "/etc", "/var/lib", "-name", "*s3-sftp*"]);
    expect(left.stdout).toBe("");
    expect((await system.run(["getent", "passwd", "s3-sftp-log"])).code).toBe(0);
  });
});
