import { mkdir } from "node:fs/promises";
import path from "node:path";
import manifest from "../../../package.json" with { type: "json" };
import { startSlackStandIn, type SlackStandIn } from "../../../src/demo/slack-stand-in.ts";
import {
  defaultPreferences,
  logTokenAccount,
  secretAccount,
} from "../../../src/domain/settings.ts";
import { connectToDaemon } from "../../../src/services/adapters/daemon/connect-to-daemon.ts";
import type { RemoteQueue } from "../../../src/services/adapters/daemon/remote-queue.ts";
import { createJsonSettingsStore } from "../../../src/services/adapters/disk/json-settings-store.ts";
import { appPaths } from "../../../src/services/adapters/disk/paths.ts";
import { openTransferStore } from "../../../src/services/adapters/disk/sqlite-transfer-store.ts";
import type { TransferStore } from "../../../src/services/ports/transfer-store.ts";
import { freePort } from "../processes/free-port.ts";
import { createLogServerFolder, type LogServerProcess } from "../processes/log-server.ts";
import { startRedis } from "../processes/redis.ts";
import { program, startCli, type RunningCli } from "../processes/run-cli.ts";
import { waitUntil } from "../processes/wait-until.ts";
import { valueOf } from "../values/value-of.ts";
import type { UploadStore } from "./killed-upload.ts";
import { createSenderMachine, withDaemon, type SenderMachine } from "./sender-machine.ts";

/** All that lies between a sender's file and Slack, in processes that a test may kill; each kill brings up the next one. */
export interface KillSite {
  readonly machine: SenderMachine;
  /** Never killed: it stands for the channel that people read. */
  readonly slack: SlackStandIn;
  /** Of the daemon, which is there from the start. */
  readonly queue: RemoteQueue;
  readonly logUrl: string;
  /** The sender's state database, beside the processes that use it. */
  readonly transfers: TransferStore;
  /** The command, with a queue of its own beside the daemon's. */
  startUpload(args: readonly string[]): RunningCli;
  /** Puts files into the daemon's queue. */
  add(names: readonly string[]): Promise<void>;
  killDaemon(): Promise<void>;
  killLogServer(): Promise<void>;
  killRedis(): Promise<void>;
  close(): Promise<void>;
}

const connection = "clinic";

const saveSettings = async (
  configFile: string,
  { address, bucket, keys }: UploadStore,
  logUrl: string,
  limitBytesPerSecond: number | null,
): Promise<void> => {
  const { region, endpoint } = address;
  const { accessKeyId } = keys;
  const destinations = [{ bucket, prefix: "" }];
  valueOf(
    await createJsonSettingsStore(configFile).update(() => ({
      connections: [
        { name: connection, accessKeyId, region, endpoint, log: { url: logUrl }, destinations },
      ],
      logUrl,
      preferences: { ...defaultPreferences, limitBytesPerSecond },
    })),
  );
};

/** A log server over Redis, and how to kill either. */
const startLogSide = async (slack: SlackStandIn) => {
  const redis = await startRedis();
  const folder = await createLogServerFolder();
  const port = await freePort();
  const unlimited = ["--rate-per-token", "0", "--rate-per-address", "0"];
  const args = ["--port", String(port), "--redis", redis.url, ...unlimited];
  const start = () => folder.start({ slackUrl: slack.url, args });
  /** As a service manager does: it cannot start while Redis is away. */
  const startAgain = async (): Promise<LogServerProcess> => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await start();
      } catch (error) {
        if (attempt === 20) throw error;
      }
    }
  };
  let server = await start();
  return {
    url: server.url,
    token: folder.token,
    killServer: async () => {
      await server.end("SIGKILL");
      server = await startAgain();
    },
    killRedis: () => redis.restart(),
    close: async () => {
      await folder.remove();
      await redis.stop();
    },
  };
};

/** `limitBytesPerSecond` is the daemon's. */
export const openKillSite = async (
  store: UploadStore,
  limitBytesPerSecond: number | null,
): Promise<KillSite> => {
  const machine = await createSenderMachine();
  const slack = await startSlackStandIn();
  const log = await startLogSide(slack);
  // No keychain and no file: secrets reach the daemon over its socket.
  const environment = { ...withDaemon(machine.environment), S3_SFTP_SECRETS: "session" };
  const { stateFolder, stateFile, configFile } = appPaths(environment);
  await mkdir(stateFolder, { recursive: true, mode: 0o700 });
  await saveSettings(configFile, store, log.url, limitBytesPerSecond);
  const transfers = valueOf(openTransferStore(stateFile));
  const connected = await connectToDaemon({
    stateFolder,
    version: manifest.version,
    daemonProgram: path.join(path.dirname(program), "worker.js"),
    environment,
    secrets: new Map([
      [secretAccount(connection), store.keys.secretAccessKey],
      [logTokenAccount, log.token],
    ]),
  });
  if (!connected.ok) {
    transfers.close();
    await machine.remove();
    await log.close();
    await slack.close();
  }
  const queue = valueOf(connected);
  return {
    machine,
    slack,
    queue,
    transfers,
    logUrl: log.url,
    startUpload: (args) =>
      startCli(
        ["upload", "--json", "--connection", "environment", "--bucket", store.bucket, ...args],
        {
          environment: {
            ...machine.withKeys(store.address, store.keys),
            S3_SFTP_LOG_TOKEN: log.token,
          },
          folder: machine.files,
        },
      ),
    add: async (names) => {
      const requests = names.map((name) => ({
        path: path.join(machine.files, name),
        target: { connection, bucket: store.bucket, key: name },
        conflict: "skip" as const,
        options: {},
      }));
      for (const answer of valueOf(await queue.add(requests)))
        if ("error" in answer) throw new Error(JSON.stringify(answer));
    },
    killDaemon: async () => {
      await waitUntil("a daemon is there", () => queue.daemon !== null);
      const pid = queue.daemon?.pid ?? 0;
      process.kill(pid, "SIGKILL");
      await waitUntil("the next one is there", () => (queue.daemon?.pid ?? pid) !== pid);
    },
    killLogServer: log.killServer,
    killRedis: log.killRedis,
    close: async () => {
      queue.close();
      transfers.close();
      await machine.remove();
      await log.close();
      await slack.close();
    },
  };
};
