import { mkdir } from "node:fs/promises";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startS3StandIn } from "../../src/demo/s3-stand-in.ts";
import type { S3StandIn } from "../../src/demo/s3-stand-in.ts";
import { defaultPreferences, secretAccount } from "../../src/domain/settings.ts";
import { createJsonSettingsStore } from "../../src/services/adapters/disk/json-settings-store.ts";
import { appPaths } from "../../src/services/adapters/disk/paths.ts";
import { openTransferStore } from "../../src/services/adapters/disk/sqlite-transfer-store.ts";
import { connectToDaemon } from "../../src/services/adapters/daemon/connect-to-daemon.ts";
import type { ConnectToDaemonOptions } from "../../src/services/adapters/daemon/connect-to-daemon.ts";
import type { RemoteQueue } from "../../src/services/adapters/daemon/remote-queue.ts";
import type { QueueSnapshot } from "../../src/services/ports/transfer-view.ts";
import manifest from "../../package.json" with { type: "json" };
import { sha256Of, someBytes } from "../support/values/bytes.ts";
import { isAlive } from "../support/processes/end-daemon.ts";
import { program, runCli } from "../support/processes/run-cli.ts";
import { sender } from "../support/values/s3-people.ts";
import { holdParts } from "../support/sites/hold-parts.ts";
import { createSenderMachine, withDaemon } from "../support/sites/sender-machine.ts";
import type { SenderMachine } from "../support/sites/sender-machine.ts";
import { bucket, mebibyte, region } from "../support/sites/stand-in-store.ts";
import { valueOf } from "../support/values/value-of.ts";
import { waitUntil } from "../support/processes/wait-until.ts";

const daemonProgram = path.join(path.dirname(program), "worker.js");
const olderDaemon = path.resolve(import.meta.dirname, "../support/processes/older-daemon.ts");
const person = sender(bucket);
const whole = { from: 0, count: 100 };

const secrets = () => new Map([[secretAccount("clinic"), person.secretAccessKey]]);

const ackedBytes = async (queue: RemoteQueue) => (await queue.snapshot(whole)).totals.ackedBytes;

const untilDelivered = async (queue: RemoteQueue) => {
  let last: QueueSnapshot | null = null;
  const isDelivered = async () => {
    last = await queue.snapshot(whole);
    const { rows, trouble } = last;
    return trouble === null && rows.length > 0 && rows.every(({ state }) => state === "delivered");
  };
  await waitUntil("all is delivered", isDelivered, 40_000).catch((error: unknown) => {
    throw new Error(JSON.stringify(last), { cause: error });
  });
};

const killDaemonOf = async (queue: RemoteQueue, signal: NodeJS.Signals = "SIGKILL") => {
  const pid = queue.daemon?.pid ?? 0;
  process.kill(pid, signal);
  await waitUntil("another worker is there", () => (queue.daemon?.pid ?? pid) !== pid);
};

describe("the queue of a daemon", () => {
  let machine: SenderMachine;
  let s3: S3StandIn;
  let environment: Readonly<Record<string, string>>;
  const queues: RemoteQueue[] = [];

  beforeEach(async () => {
    machine = await createSenderMachine();
    s3 = await startS3StandIn({ users: [person], buckets: [{ name: bucket, region }] });
    // No keychain and no file: the secret reaches the daemon over the socket or not at all.
    environment = { ...withDaemon(machine.environment), S3_SFTP_SECRETS: "session" };
    const paths = appPaths(environment);
    await mkdir(paths.stateFolder, { recursive: true, mode: 0o700 });
    valueOf(
      await createJsonSettingsStore(paths.configFile).update(() => ({
        connections: [
          {
            name: "clinic",
            accessKeyId: person.accessKeyId,
            region,
            endpoint: s3.endpoint,
            destinations: [{ bucket, prefix: "" }],
          },
        ],
        logUrl: null,
        preferences: defaultPreferences,
      })),
    );
  });
  afterEach(async () => {
    for (const queue of queues.splice(0)) queue.close();
    await s3.close();
    await machine.remove();
  });

  const connect = async (changes: Partial<ConnectToDaemonOptions> = {}) => {
    const { stateFolder } = appPaths(environment);
    const { version } = manifest;
    const usual = { stateFolder, version, daemonProgram, environment, secrets: secrets() };
    const queue = valueOf(await connectToDaemon({ ...usual, ...changes }));
    queues.push(queue);
    return queue;
  };

  const send = async (queue: RemoteQueue, name: string, bytes: Uint8Array) => {
    const target = { connection: "clinic", bucket, key: name };
    const file = await machine.write(name, bytes);
    valueOf(await queue.add([{ path: file, target, conflict: "skip", options: {} }]));
  };
  /** Bytes of parts that the store has taken more than once. */
  const sentTwiceBytes = () => {
    const seen = new Set<number | null>();
    let bytes = 0;
    for (const { operation, status, partNumber, bodyBytes } of s3.log) {
      if (operation !== "UploadPart" || status !== 200) continue;
      if (seen.has(partNumber)) bytes += bodyBytes;
      seen.add(partNumber);
    }
    return bytes;
  };

  /** What the next app would ask about. */
  const canResume = () => {
    const store = valueOf(openTransferStore(appPaths(environment).stateFile));
    const left = valueOf(store.list(["waiting", "uploading", "paused"], "nobody alive"));
    store.close();
    return left.map(({ id }) => id);
  };

  it("signs with a secret that came over the socket only", async () => {
    const queue = await connect();
    await send(queue, "small.txt", someBytes(0.1));
    await untilDelivered(queue);
    expect(await s3.sha256(bucket, "small.txt")).toBe(sha256Of(someBytes(0.1)));
  });

  it("says which secret is missing when nobody gave it one", async () => {
    const queue = await connect({ secrets: new Map() });
    await send(queue, "small.txt", someBytes(0.1));
    await waitUntil("it says so", async () => {
      const { rows } = await queue.snapshot(whole);
      return rows[0]?.error?.code === "NotSetUp";
    });
    await queue.giveSecret(secretAccount("clinic"), person.secretAccessKey);
    await queue.retry("all");
    await untilDelivered(queue);
    expect(await s3.sha256(bucket, "small.txt")).toBe(sha256Of(someBytes(0.1)));
  });

  it("forgets the secret when `reset` is called beside it", async () => {
    const queue = await connect();
    await send(queue, "small.txt", someBytes(0.1));
    await untilDelivered(queue);
    expect((await runCli(["reset", "--yes"], { environment })).code).toBe(0);
    await send(queue, "other.txt", someBytes(0.1));
    await waitUntil("it says so", async () => {
      const { trouble, rows } = await queue.snapshot(whole);
      return [trouble?.code, rows[0]?.error?.code].includes("NotSetUp");
    });
    expect(await s3.sha256(bucket, "other.txt")).toBeNull();
  });

  it("goes on after a kill, and sends no part again that had been acknowledged", async () => {
    const queue = await connect();
    const bytes = someBytes(64);
    const letThrough = holdParts(s3, 4);
    await send(queue, "big.bin", bytes);
    await waitUntil("some parts are there", async () => (await ackedBytes(queue)) > 16 * mebibyte);
    const acked = await ackedBytes(queue);
    await killDaemonOf(queue);
    letThrough();
    await untilDelivered(queue);
    expect(acked).toBeLessThan(bytes.length);
    expect(await s3.sha256(bucket, "big.bin")).toBe(sha256Of(bytes));
    // Only what was on its way when it was killed: what the screen counted was noted.
    expect(sentTwiceBytes()).toBeLessThanOrEqual(bytes.length - acked);
    const { rows } = await queue.snapshot(whole);
    expect(rows[0]?.resumedFromPart).not.toBeNull();
  });

  it("goes on after a kill without what a person was not asked about yet, or put off", async () => {
    const first = await connect();
    let letThrough = holdParts(s3, 1);
    await send(first, "left.bin", someBytes(24));
    await waitUntil("it has begun", async () => (await ackedBytes(first)) > 0);
    const { pid: left } = first.daemon ?? { pid: 0 };
    process.kill(left, "SIGKILL");
    first.close();
    await waitUntil("it is gone", () => !isAlive(left));
    letThrough();

    // The next app asks "1 upload can go on"; before the answer its daemon is killed, too.
    const next = await connect();
    letThrough = holdParts(s3, 1);
    await send(next, "new.bin", someBytes(32));
    await waitUntil("the new one has begun", async () => (await ackedBytes(next)) > 0);
    await killDaemonOf(next);
    letThrough();
    await untilDelivered(next);
    expect((await next.snapshot(whole)).rows.map(({ target }) => target.key)).toEqual(["new.bin"]);
    expect(await s3.sha256(bucket, "left.bin")).toBeNull();

    // "Later": it is paused, and stays so behind the next daemon.
    const ids = canResume();
    expect(ids).toHaveLength(1);
    await next.pause(ids);
    await killDaemonOf(next);
    const states = (await next.snapshot(whole)).rows.map(({ state }) => state);
    expect(states).toContain("paused");
    expect(states).not.toContain("uploading");

    // "Continue", by whichever app is asked.
    await (await connect()).resume(ids);
    await untilDelivered(next);
    expect(await s3.sha256(bucket, "left.bin")).toBe(sha256Of(someBytes(24)));
  });

  it("asks again about what was put off once no daemon has it, and forgets it for good", async () => {
    const queue = await connect();
    holdParts(s3, 1);
    await send(queue, "left.bin", someBytes(24));
    await waitUntil("it has begun", async () => (await ackedBytes(queue)) > 0);
    await queue.pause("all");
    // A second app is not asked: it sees the row, paused.
    expect(canResume()).toEqual([]);
    const { pid } = queue.daemon ?? { pid: 0 };
    queue.close();
    process.kill(pid, "SIGTERM");
    await waitUntil("the worker has ended", () => !isAlive(pid));
    const ids = canResume();
    expect(ids).toHaveLength(1);

    const next = await connect();
    expect(canResume()).toEqual(ids);
    await next.cancel(ids);
    await next.dismiss(ids);
    await killDaemonOf(next);
    expect((await next.snapshot(whole)).rows).toEqual([]);
    expect(canResume()).toEqual([]);
    expect(await s3.sha256(bucket, "left.bin")).toBeNull();
  });

  it("goes on when its daemon was asked to end while an app is there", async () => {
    const queue = await connect();
    const letThrough = holdParts(s3, 1);
    await send(queue, "big.bin", someBytes(32));
    await waitUntil("it has begun", async () => (await ackedBytes(queue)) > 0);
    await killDaemonOf(queue, "SIGTERM");
    letThrough();
    await untilDelivered(queue);
    expect(await s3.sha256(bucket, "big.bin")).toBe(sha256Of(someBytes(32)));
  });

  it("hands over to a newer program's daemon without losing a part", async () => {
    const old = await connect({ version: "0.0.1", daemonProgram: olderDaemon });
    const bytes = someBytes(64);
    const letThrough = holdParts(s3, 4);
    await send(old, "big.bin", bytes);
    await waitUntil("some parts are there", async () => (await ackedBytes(old)) > 16 * mebibyte);
    const acked = await ackedBytes(old);
    expect(old.daemon?.version).toBe("0.0.1");

    const young = await connect();
    expect(young.daemon?.version).toBe(manifest.version);
    letThrough();
    await untilDelivered(young);
    expect(acked).toBeLessThan(bytes.length);
    expect(await s3.sha256(bucket, "big.bin")).toBe(sha256Of(bytes));
    expect(sentTwiceBytes()).toBeLessThanOrEqual(bytes.length - acked);
    const { rows } = await young.snapshot(whole);
    expect(rows[0]?.resumedFromPart).not.toBeNull();
    await waitUntil("the older app is at the new worker", () => {
      return old.daemon?.pid === young.daemon?.pid;
    });
    expect((await old.snapshot(whole)).rows[0]?.state).toBe("delivered");
  });
});
