import { once } from "node:events";
import { chmod, chown, mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startSlackStandIn } from "../../src/demo/slack-stand-in.ts";
import { waitUntil } from "../support/processes/wait-until.ts";
import {
  artefact,
  artefacts,
  createBareSystem,
  systemBases,
  type BareSystem,
} from "../support/sites/bare-system.ts";
import { dockerfileSteps, type DockerfileSteps } from "../support/sites/dockerfile-steps.ts";

const bases = Object.entries(systemBases).filter(([name]) => !name.endsWith("arm64"));

describe.each(bases)("the steps of the Dockerfile on a bare %s", (_name, base) => {
  let slack: Awaited<ReturnType<typeof startSlackStandIn>>;
  let system: BareSystem;
  let steps: DockerfileSteps;
  beforeAll(async () => {
    slack = await startSlackStandIn();
    steps = await dockerfileSteps();
    system = await createBareSystem(base);
    const file = await system.bring(await artefact(artefacts.logServer));
    await system.run(["mkdir", "/package"]);
    await system.run(["cp", file, "/package/"]);
  });
  afterAll(async () => {
    await system.remove();
    await slack.close();
  });

  it("install the server from the same package, without a network", async () => {
    expect(steps.copied).toEqual(["s3-sftp-log-server_*_${TARGETARCH}.deb", "/package/"]);
    for (const command of steps.commands) {
      expect(await system.run(["sh", "-c", command])).toMatchObject({ code: 0 });
    }
    const { stdout } = await system.run(["stat", "-c", "%a %U %G", "/data"]);
    expect(stdout).toBe("700 s3-sftp-log s3-sftp-log\n");
  });

  it("start a server as its user that is healthy, and that posts to Slack", async () => {
    const uid = Number((await system.run(["id", "-u", steps.user])).stdout);
    const mounted = [
      ["config/tokens", "a-token-of-the-test-with-enough-letters\n"],
      ["run/secrets/slack-token", "xoxb-of-a-test\n"],
    ] as const;
    for (const [name, text] of mounted) {
      const file = path.join(system.root, name);
      await mkdir(path.dirname(file), { recursive: true });
      await writeFile(file, text);
      await chown(file, uid, uid);
      await chmod(file, 0o600);
    }
    const environment = { ...steps.environment, SLACK_API_URL: slack.url };
    const child = system.start(steps.started, { uid, environment });
    const isHealthy = async () =>
      (await system.run(steps.healthCheck, { uid, environment })).code === 0;
    await waitUntil("it is healthy", isHealthy);
    const [token = ""] = mounted[0][1].split("\n");
    const body = JSON.stringify({ Auth: token, Action: "Success", LogMessage: "from a container" });
    const answer = await fetch("http://127.0.0.1:31313/", { method: "POST", body });
    expect(answer.status).toBe(202);
    await waitUntil("Slack has it", () =>
      JSON.stringify(slack.messages).includes("from a container"),
    );
    const exited = once(child, "exit");
    child.kill("SIGTERM");
    expect((await exited)[0]).toBe(0);
    expect(await isHealthy()).toBe(false);
  });
});
