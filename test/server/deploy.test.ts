import { execFile, spawn, spawnSync, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { access, cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { architectures } from "../../scripts/package/architectures.ts";
import { client, launcher, logServer } from "../../scripts/package/programs.ts";
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

/** On the PATH, from the packages. */
const script = "/usr/bin/s3-sftp-log-server";
/** What that starts. */
const program = () => path.join(folder, "package/dist/log-server.js");
const startedCommand = (unit: string) => /^ExecStart=(\S+)/m.exec(unit)?.[1];

describe("the unit for systemd", () => {
  it("starts the packed program, whose queue is in the state folder of the unit", async () => {
    const text = (await readFile(unitFile, "utf8")).replaceAll("\\\n", " ");
    const [, line = ""] = /^ExecStart=(.+)$/m.exec(text) ?? [];
    const [, credential = ""] = /^LoadCredential=(.+):/m.exec(text) ?? [];
    expect(text).toContain(`Environment=SLACK_BOT_TOKEN_FILE=%d/${credential}`);
    const state = path.join(folder, "state");
    const [, options = ""] = /^Environment="OPTIONS=(.*)"$/m.exec(text) ?? [];
    const words = line.replace("$OPTIONS", options).trim().split(/\s+/);
    expect(words[0]).toBe(script);
    const command = moved([process.execPath, program(), ...words.slice(1)], {
      [process.execPath]: process.execPath,
      [program()]: program(),
      "/etc/s3-sftp-log-server": folder,
    });
    const slack = { SLACK_BOT_TOKEN_FILE: path.join(folder, credential) };
    await startAndPing(command, { ...slack, STATE_DIRECTORY: state });
    await access(path.join(state, "queue.db"));
  });

  const canAnalyze = spawnSync("systemd-analyze", ["--version"]).status === 0;
  it.runIf(canAnalyze)("is sound and closed, says systemd-analyze", async () => {
    const copy = path.join(folder, "s3-sftp-log-server.service");
    // verify looks for the program, which is installed on no machine of a developer.
    const text = await readFile(unitFile, "utf8");
    await writeFile(copy, text.replace(/^ExecStart=\S+/m, `ExecStart=${process.execPath}`));
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

describe("the script of the packages, which the unit and the container start", () => {
  it("lets no signal open a debugger, and takes no options of Node from outside", async () => {
    expect(startedCommand(await readFile(unitFile, "utf8"))).toBe(script);
    const dockerfile = await readFile(path.join(root, "deploy/Dockerfile"), "utf8");
    expect(wordsOf(dockerfile, "ENTRYPOINT")).toEqual([script]);
    expect(logServer.flags).toContain("--disable-sigusr1");
    for (const program of [client, logServer]) {
      for (const architecture of architectures) {
        const text = await launcher(program, architecture, "/usr/lib/of-a-test");
        expect(text).toMatch(/^unset NODE_OPTIONS/m);
        expect(text).toContain(
          `exec "$lib/node" ${program.flags} "$lib/dist/${program.entry}" "$@"`,
        );
      }
    }
  });
});

describe("the Dockerfile", () => {
  it("starts a program that the package has, and its health check tells whether it lives", async () => {
    const text = await readFile(path.join(root, "deploy/Dockerfile"), "utf8");
    const [, ...args] = [...wordsOf(text, "ENTRYPOINT"), ...wordsOf(text, "CMD")];
    const places = {
      [process.execPath]: process.execPath,
      [program()]: program(),
      "/config": folder,
      "/data": path.join(folder, "data"),
    };
    const slack = { SLACK_BOT_TOKEN_FILE: path.join(folder, "slack-token") };
    const command = moved([process.execPath, program(), ...args], places);
    const url = await startAndPing(command, slack);
    const { port } = new URL(url);
    const [runtime = "", ...check] = wordsOf(text, "HEALTHCHECK");
    expect(runtime).toBe("/usr/lib/s3-sftp-log-server/node");
    const words = check.map((word) => word.replace("31313", port));
    const isHealthy = () => spawnSync(process.execPath, words).status === 0;
    expect(isHealthy()).toBe(true);
    await stop();
    expect(isHealthy()).toBe(false);
  });

  it("installs the package, and asks no network", async () => {
    const text = await readFile(path.join(root, "deploy/Dockerfile"), "utf8");
    expect(text).toContain("COPY s3-sftp-log-server_*_${TARGETARCH}.deb /package/");
    const commands = text.replaceAll("\\\n", " ").split("\n");
    const installs = commands.filter((line) => line.startsWith("RUN "));
    expect(installs).toEqual([expect.stringContaining("dpkg --install")]);
    expect(text).not.toMatch(/^RUN.*(npm|apt|curl|wget)/m);
  });
});
