import { execFile, spawn, spawnSync, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { access, cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import manifest from "../../package.json" with { type: "json" };
import { freePort } from "../support/processes/free-port.ts";
import { waitUntil } from "../support/processes/wait-until.ts";

const run = promisify(execFile);
const root = path.resolve(import.meta.dirname, "../..");
const unitFile = path.join(root, "deploy/s3-sftp-log-server.service");

/** What the two deployments start, moved from their folders into ours. */
let folder: string;
let child: ChildProcess | null = null;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "s3-sftp-deploy-"));
  const env = { ...process.env, S3_SFTP_DIST: path.join(folder, "package/dist") };
  await run(process.execPath, [path.join(root, "scripts/build.ts")], { env });
  await cp(path.join(root, "package.json"), path.join(folder, "package/package.json"));
  await writeFile(path.join(folder, "tokens"), "a-token-of-the-tests-0123456789\n", {
    mode: 0o600,
  });
  await writeFile(path.join(folder, "slack-token"), "xoxb-of-nobody\n", { mode: 0o600 });
}, 60_000);
const stop = async (): Promise<void> => {
  if (child === null) return;
  const exited = once(child, "exit");
  child.kill("SIGTERM");
  child = null;
  expect((await exited)[0]).toBe(0);
};
afterEach(stop);
afterAll(async () => rm(folder, { recursive: true, force: true }));

/** Replaces the deployment's paths by ours. Every path must be one that is known here. */
const moved = (words: readonly string[], places: Readonly<Record<string, string>>) =>
  words.map((word) => {
    const place = Object.keys(places).find((name) => word === name || word.startsWith(`${name}/`));
    if (place !== undefined) return `${places[place]}${word.slice(place.length)}`;
    expect(word).not.toMatch(/^\//);
    return word;
  });

const startAndPing = async (
  command: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<string> => {
  const port = await freePort();
  const [program = "", ...args] = command.map((word) => (word === "31313" ? `${port}` : word));
  expect(args).toContain(`${port}`);
  child = spawn(program, args, { env: { PATH: process.env["PATH"], ...env }, stdio: "ignore" });
  const url = `http://127.0.0.1:${port}`;
  const answers = async () =>
    fetch(`${url}/health-check`).then(
      async (response) => response.text(),
      () => "",
    );
  await waitUntil("it answers pong", async () => (await answers()) === "pong");
  return url;
};

describe("the unit for systemd", () => {
  it("starts the packed program, whose queue is in the state folder of the unit", async () => {
    const text = (await readFile(unitFile, "utf8")).replaceAll("\\\n", " ");
    const [, line = ""] = /^ExecStart=(.+)$/m.exec(text) ?? [];
    const [, credential = ""] = /^LoadCredential=(.+):/m.exec(text) ?? [];
    expect(text).toContain(`Environment=SLACK_BOT_TOKEN_FILE=%d/${credential}`);
    const state = path.join(folder, "state");
    const command = moved(line.trim().split(/\s+/), {
      "/usr/bin/node": process.execPath,
      "/usr/lib/node_modules/s3-sftp": path.join(folder, "package"),
      "/etc/s3-sftp-log-server": folder,
    });
    const slack = { SLACK_BOT_TOKEN_FILE: path.join(folder, credential) };
    await startAndPing(command, { ...slack, STATE_DIRECTORY: state });
    await access(path.join(state, "queue.db"));
  });

  const canAnalyze = spawnSync("systemd-analyze", ["--version"]).status === 0;
  it.runIf(canAnalyze)("is sound and closed, says systemd-analyze", async () => {
    const copy = path.join(folder, "s3-sftp-log-server.service");
    // verify looks for the program: this machine may have its Node elsewhere.
    const text = await readFile(unitFile, "utf8");
    await writeFile(copy, text.replace("/usr/bin/node", process.execPath));
    expect((await run("systemd-analyze", ["verify", copy])).stderr).toBe("");
    // Exposure from 0 to 100; what docs/log-server.md shows is 11.
    await run("systemd-analyze", ["security", "--offline=true", "--threshold=15", unitFile]);
  });
});

/** The words of the one instruction that begins so, in its JSON form. */
const wordsOf = (dockerfile: string, instruction: string): readonly string[] => {
  const lines = dockerfile.replaceAll("\\\n", " ").split("\n");
  const [line = "", ...others] = lines.filter((one) => one.startsWith(`${instruction} `));
  expect(others).toEqual([]);
  const words: unknown = JSON.parse(line.slice(line.indexOf("[")));
  return Array.isArray(words) ? words.map(String) : [];
};

describe.each(["s3-sftp-log-server.service", "Dockerfile"])("%s", (name) => {
  it("lets no signal open a debugger, and takes no options of Node from outside", async () => {
    const text = await readFile(path.join(root, "deploy", name), "utf8");
    const start = text.split("\n").filter((line) => /^(ExecStart=|ENTRYPOINT ).*node/u.test(line));
    expect(start).toHaveLength(1);
    expect(start[0]).toContain("--disable-sigusr1");
    expect(text).toMatch(/^UnsetEnvironment=NODE_OPTIONS$|"env", "-u", "NODE_OPTIONS"/m);
  });
});

describe("the Dockerfile", () => {
  it("starts a program that the package has, and its health check tells whether it lives", async () => {
    const text = await readFile(path.join(root, "deploy/Dockerfile"), "utf8");
    const command = [...wordsOf(text, "ENTRYPOINT"), ...wordsOf(text, "CMD")];
    const places = {
      "/app/node_modules/s3-sftp": path.join(folder, "package"),
      "/config": folder,
      "/data": path.join(folder, "data"),
    };
    // A module that is not there: whoever takes NODE_OPTIONS from outside does not start.
    const options = { NODE_OPTIONS: "--require=/nowhere/module.js" };
    const slack = { SLACK_BOT_TOKEN_FILE: path.join(folder, "slack-token"), ...options };
    const url = await startAndPing(moved(command, places), slack);
    const { port } = new URL(url);
    const check = wordsOf(text, "HEALTHCHECK").map((word) => word.replace("31313", port));
    const [program = "", ...args] = check;
    const isHealthy = () => spawnSync(program, args).status === 0;
    expect(isHealthy()).toBe(true);
    await stop();
    expect(isHealthy()).toBe(false);
  });

  it("copies from the published package what the package publishes, without install scripts", async () => {
    const text = await readFile(path.join(root, "deploy/Dockerfile"), "utf8");
    expect(text).toContain("npm install --ignore-scripts --omit=optional");
    expect(text).toContain(`COPY --from=install /app/node_modules /app/node_modules`);
    expect(manifest.files).toContain("dist");
    expect(manifest.bin["s3-sftp-log-server"]).toBe("dist/log-server.js");
    expect(Object.keys(manifest.scripts)).not.toContain("postinstall");
  });
});
