import { writeFile } from "node:fs/promises";
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
  withServices,
  type BareSystem,
} from "../support/sites/bare-system.ts";
import { bootSystem, type BootedSystem } from "../support/sites/booted-system.ts";
import { repackWith } from "../support/sites/repack.ts";

const settings = "/etc/s3-sftp-log-server";
const program = "s3-sftp-log-server";
const bases = Object.entries(systemBases).filter(([name]) => !name.endsWith("arm64"));

describe.each(bases)("the log server's unit on a %s that systemd has booted", (_name, base) => {
  let slack: Awaited<ReturnType<typeof startSlackStandIn>>;
  let system: BareSystem;
  let booted: BootedSystem;
  let port = 0;
  beforeAll(async () => {
    slack = await startSlackStandIn();
    port = await freePort();
    system = await createBareSystem(withServices(base));
    booted = await bootSystem(system);
    const file = await system.bring(await artefact(artefacts.logServer));
    expect(await booted.run(["dpkg", "-i", file])).toMatchObject({ code: 0 });
  });
  afterAll(async () => {
    await booted.halt();
    await system.remove();
    await slack.close();
  });

  const put = (file: string, text: string) =>
    writeFile(path.join(system.root, settings, file), text);
  const stateOf = async (what: "is-enabled" | "is-active" | "is-failed") =>
    (await booted.run(["systemctl", what, program])).stdout.trim();
  const show = async (property: string) =>
    (await booted.run(["systemctl", "show", "--value", "-p", property, program])).stdout.trim();
  const journal = async () => (await booted.run(["journalctl", "-o", "cat", "-u", program])).stdout;
  const url = () => `http://127.0.0.1:${port}`;
  const isReady = async () =>
    fetch(`${url()}/health-check`).then(
      async (answer) => (await answer.text()) === "pong",
      () => false,
    );
  const post = async (token: string, words: string): Promise<number> => {
    const body = JSON.stringify({ Auth: token, Action: "Success", LogMessage: words });
    return (await fetch(url(), { method: "POST", body })).status;
  };
  const isTold = (words: string) => JSON.stringify(slack.messages).includes(words);
  const addToken = async (name: string): Promise<string> => {
    const added = await booted.run([
      program,
      "token",
      "add",
      name,
      "--tokens",
      `${settings}/tokens`,
    ]);
    return added.stdout.trim().split("\n").at(-1)?.trim() ?? "";
  };

  it("is understood by systemd to the last line, and closes what it can", async () => {
    const unit = `/usr/lib/systemd/system/${program}.service`;
    const verified = await booted.run(["systemd-analyze", "verify", "--man=no", unit]);
    expect(verified).toEqual({ code: 0, stdout: "", stderr: "" });
    // In tenths, of 10 at most: 1.1 on bookworm, which is the network and the devices that all services have.
    const rated = await booted.run(["systemd-analyze", "security", "--threshold=20", program]);
    expect(rated).toMatchObject({ code: 0 });
  });

  it("is installed without being enabled or started", async () => {
    expect(await stateOf("is-enabled")).toBe("disabled");
    expect(await stateOf("is-active")).toBe("inactive");
  });

  it("is not started without a Slack token, is not failed, and says in the journal what is missing", async () => {
    const enabled = await booted.run(["systemctl", "enable", "--now", program]);
    expect(enabled.code).toBe(0);
    expect(await stateOf("is-enabled")).toBe("enabled");
    expect(await stateOf("is-active")).toBe("inactive");
    expect(await stateOf("is-failed")).toBe("inactive");
    await waitUntil("the journal has it", async () =>
      (await journal()).includes("No Slack token."),
    );
    expect(await journal()).toContain(
      `Write it to ${settings}/slack-token, then: systemctl start ${program}`,
    );
  });

  it("starts with one, as its own user, and what is posted reaches Slack", async () => {
    await put("slack-token", "xoxb-of-a-test\n");
    await put(
      "environment",
      `SLACK_API_URL=${slack.url}\nOPTIONS=--host 127.0.0.1 --port ${port}\n`,
    );
    const token = await addToken("clinic");
    expect(await booted.run(["systemctl", "enable", "--now", program])).toMatchObject({ code: 0 });
    await waitUntil("it answers", isReady);
    expect(await stateOf("is-active")).toBe("active");
    const pid = await show("MainPID");
    expect((await booted.run(["stat", "-c", "%U", `/proc/${pid}`])).stdout).toBe("s3-sftp-log\n");
    const shown = await booted.run(["cat", `/proc/${pid}/cmdline`, `/proc/${pid}/environ`]);
    expect(shown.stdout).toContain("slack-token");
    expect(shown.stdout).not.toContain("xoxb-of-a-test");
    expect(await post(token, "a message of the unit's test")).toBe(202);
    await waitUntil("Slack has it", () => isTold("a message of the unit's test"));
  });

  it("reads its tokens anew without being started again", async () => {
    const pid = await show("MainPID");
    const token = await addToken("supplier");
    expect(await booted.run(["systemctl", "reload", program])).toMatchObject({ code: 0 });
    await waitUntil("it knows", async () => (await post(token, "from a new sender")) === 202);
    expect(await show("MainPID")).toBe(pid);
  });

  it("goes on with the new program after an upgrade", async () => {
    const pid = await show("MainPID");
    const newer = await repackWith(await artefact(artefacts.logServer), "99.0.0");
    const file = await system.bring(newer.file);
    await newer.remove();
    expect(await booted.run(["dpkg", "-i", file])).toMatchObject({ code: 0 });
    await waitUntil("it answers", isReady);
    expect(await show("MainPID")).not.toBe(pid);
    expect(await stateOf("is-active")).toBe("active");
    expect(await stateOf("is-enabled")).toBe("enabled");
  });

  it("stops when it is removed, and nothing of it stays enabled when it is purged", async () => {
    expect(await booted.run(["dpkg", "--remove", program])).toMatchObject({ code: 0 });
    expect(await isReady()).toBe(false);
    expect(await booted.run(["dpkg", "--purge", program])).toMatchObject({ code: 0 });
    const left = await booted.run(["find", "/etc", "/var/lib", "-name", "*s3-sftp*"]);
    expect(left.stdout).toBe("");
  });
});
