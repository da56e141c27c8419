import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { Redis } from "ioredis";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { commandWords } from "../../src/server/words/command-words.ts";
import { queueWords } from "../../src/server/words/queue-words.ts";
import { componentMissing } from "../support/processes/components.ts";
import { freePort } from "../support/processes/free-port.ts";
import { createLogServerFolder, type LogServerFolder } from "../support/processes/log-server.ts";
import { startRedis, type RedisProcess } from "../support/processes/redis.ts";
import { selfSigned } from "../support/processes/tls.ts";
import { waitUntil } from "../support/processes/wait-until.ts";

const secret = "s3cret-of-redis";
const wrong = "another-s3cret";
const entry = path.resolve(import.meta.dirname, "../../src/server/main.ts");

let folder: LogServerFolder;
beforeAll(async () => {
  folder = await createLogServerFolder();
});
afterAll(async () => folder.remove());

/** A command of the server that ends by itself. */
const run = async (args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
  new Promise<{ code: unknown; output: string }>((resolve) => {
    const options = {
      env: { PATH: process.env["PATH"], HOME: folder.folder, SLACK_BOT_TOKEN: "x", ...env },
    };
    execFile(process.execPath, [entry, ...args], options, (error, stdout, stderr) =>
      resolve({ code: error ? error.code : 0, output: stdout + stderr }),
    );
  });

const tokens = () => ["--tokens", folder.tokensFile];

const post = async (url: string, message: string) => {
  const body = JSON.stringify({ Auth: folder.token, Action: "Success", LogMessage: message });
  return (await fetch(url, { method: "POST", body })).status;
};

describe("a password of Redis on the command line", () => {
  const urls = [
    `redis://:${secret}@127.0.0.1:6379`,
    `rediss://user:${secret}@127.0.0.1:6379/1`,
    `redis://127.0.0.1?password=${secret}`,
  ];
  const commands = [[], ["check"], ["parked", "list"], ["parked", "retry"]];
  it.each(urls.flatMap((url) => commands.map((command) => [command.join(" "), url] as const)))(
    "is refused by `%s` with %s, and not repeated",
    async (command, url) => {
      const args = command.split(" ").filter(Boolean);
      const ended = await run([...args, ...tokens(), "--redis", url]);
      expect(ended).toMatchObject({ code: 2 });
      expect(ended.output).toContain(commandWords.passwordInOption);
      expect(ended.output).not.toContain(secret);
    },
  );

  it.each([`http://:${secret}@x`, `:${secret}@127.0.0.1`, `redis://:${secret}@[`])(
    "does not show up when %s is no URL of Redis, here or in the environment",
    async (url) => {
      const given = await run([...tokens(), "--redis", url]);
      const inherited = await run(tokens(), { REDIS_URL: url });
      for (const { code, output } of [given, inherited]) {
        expect(code).toBe(2);
        expect(output).toContain(commandWords.noRedisUrl);
        expect(output).not.toContain(secret);
      }
    },
  );
});

describe.runIf(!componentMissing("redis"))("a Redis with a password", () => {
  let redis: RedisProcess;
  const urlWith = (password: string) => `redis://:${password}@127.0.0.1:${redis.port}`;
  beforeAll(async () => {
    redis = await startRedis({ requirepass: secret });
  });
  afterAll(async () => redis.stop());

  it("is used by REDIS_URL or REDIS_URL_FILE, and its password stands in no list of processes", async () => {
    const file = path.join(folder.folder, "redis-url");
    await writeFile(file, `${urlWith(secret)}\n`, { mode: 0o600 });
    for (const env of [{ REDIS_URL: urlWith(secret) }, { REDIS_URL_FILE: file }]) {
      const server = await folder.start({ env });
      expect(await post(server.url, "m")).toBe(202);
      const line = await readFile(`/proc/${server.child.pid}/cmdline`, "utf8");
      expect(line).not.toContain(secret);
      expect((await run(["parked", "list"], env)).code).toBe(0);
      await server.end();
      expect(server.output()).not.toContain(secret);
    }
  });

  it.each(["serve", "check", "parked list"])("never shows a wrong one: %s", async (command) => {
    const args = command === "serve" ? [] : command.split(" ");
    const { code, output } = await run([...args, ...tokens()], { REDIS_URL: urlWith(wrong) });
    expect(code).toBe(3);
    expect(output).toContain("WRONGPASS");
    expect(output).not.toContain(wrong);
  });

  it("never shows it when it is changed while the server runs, and says what is wrong", async () => {
    const server = await folder.start({ env: { REDIS_URL: urlWith(secret) } });
    const admin = new Redis(urlWith(secret));
    await admin.config("SET", "requirepass", wrong);
    await admin.client("KILL", "TYPE", "normal", "SKIPME", "yes");
    await waitUntil("it is said", () => server.output().includes(queueWords.redisFailed));
    expect(await post(server.url, "m")).toBe(503);
    expect(server.output()).toContain('"code":"WRONGPASS"');
    await admin.config("SET", "requirepass", secret);
    admin.disconnect();
    await waitUntil("it is back", async () => (await post(server.url, "m")) === 202);
    await server.end();
    expect(server.output()).not.toContain(secret);
  });
});

const isThere = !componentMissing("redis") && !componentMissing("openssl");
describe.runIf(isThere)("a Redis over TLS with users of its own", () => {
  let place: string;
  let redis: RedisProcess;
  const caFile = () => path.join(place, "cert.pem");
  beforeAll(async () => {
    place = await mkdtemp(path.join(tmpdir(), "s3-sftp-redis-tls-"));
    const { key, cert } = selfSigned();
    await writeFile(path.join(place, "key.pem"), key);
    await writeFile(caFile(), cert);
    redis = await startRedis({
      port: "0",
      "tls-port": String(await freePort()),
      "tls-cert-file": caFile(),
      "tls-key-file": path.join(place, "key.pem"),
      "tls-auth-clients": "no",
      // What docs/scale.md gives it: its own keys, and nothing that an administrator does.
      user: `log on >${secret} ~s3-sftp:* &* +@all -@admin -@dangerous +info`,
    });
  });
  afterAll(async () => {
    await redis.stop();
    await rm(place, { recursive: true, force: true });
  });

  const started: { end: () => Promise<unknown> }[] = [];
  afterEach(async () => {
    for (const server of started.splice(0)) await server.end();
  });
  const environment = (user: string, password: string) => ({
    REDIS_URL: `rediss://${user}:${password}@127.0.0.1:${redis.port}`,
    NODE_EXTRA_CA_CERTS: caFile(),
  });

  it("takes, parks and delivers as one without", async () => {
    const server = await folder.start({ env: environment("log", secret) });
    started.push(server);
    expect(await post(server.url, "over TLS")).toBe(202);
    expect(await (await fetch(`${server.url}/ready`)).json()).toMatchObject({
      queue: { isWritable: true, waiting: 1 },
    });
    expect((await run(["parked", "retry"], environment("log", secret))).code).toBe(0);
  });

  it.each([
    ["a certificate that nobody trusts", () => ({ NODE_EXTRA_CA_CERTS: "" })],
    ["a wrong password", () => environment("log", wrong)],
    ["a user that is not there", () => environment("nobody", secret)],
  ])("is not used with %s, and no password is shown", async (_what, changes) => {
    const { code, output } = await run(tokens(), { ...environment("log", secret), ...changes() });
    expect(code).toBe(3);
    expect(output).toContain("Redis");
    expect(output).not.toMatch(/s3cret/);
  });
});
