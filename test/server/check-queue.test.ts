import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { Redis } from "ioredis";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { componentMissing } from "../support/processes/components.ts";
import { startRedis, type RedisProcess } from "../support/processes/redis.ts";
import { commandWords } from "../../src/server/words/command-words.ts";

const entry = path.resolve(import.meta.dirname, "../../src/server/main.ts");

describe.runIf(!componentMissing("redis"))("`check` with a Redis that takes no writes", () => {
  let folder = "";
  let redis: RedisProcess;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "s3-sftp-check-"));
    await writeFile(path.join(folder, "tokens"), "");
    redis = await startRedis();
  });
  afterEach(async () => {
    await redis.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const check = (): Promise<string> =>
    new Promise((resolve) => {
      const args = ["check", "--tokens", path.join(folder, "tokens"), "--redis", redis.url];
      const env = { SLACK_BOT_TOKEN: "xoxb-1", SLACK_API_URL: "http://127.0.0.1:1/" };
      const options = { env: { PATH: process.env["PATH"], HOME: folder, ...env } };
      execFile(process.execPath, [entry, ...args], options, (_error, stdout) => resolve(stdout));
    });

  it("says so, and says that it is writable only after a write", async () => {
    expect(await check()).toContain(commandWords.good("Redis", commandWords.writable(0, 0)));
    const client = new Redis(redis.url);
    await client.config("SET", "maxmemory", "1");
    client.disconnect();
    const full = await check();
    expect(full).toContain(commandWords.bad("Redis", commandWords.notWritable("OOM")));
  });
});
