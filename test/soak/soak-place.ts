import { createServer } from "node:http";
import type { Server } from "node:http";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { startS3StandIn } from "../../src/demo/s3-stand-in.ts";
import type { S3StandIn } from "../../src/demo/s3-stand-in.ts";
import { defaultPreferences, logTokenAccountOf, secretAccount } from "../../src/domain/settings.ts";
import { createJsonSettingsStore } from "../../src/services/adapters/disk/json-settings-store.ts";
import type { Receipt } from "../../src/domain/receipt.ts";
import { appPaths } from "../../src/services/adapters/disk/paths.ts";
import { openTransferStore } from "../../src/services/adapters/disk/sqlite-transfer-store.ts";
import { connectToDaemon } from "../../src/services/adapters/daemon/connect-to-daemon.ts";
import type { RemoteQueue } from "../../src/services/adapters/daemon/remote-queue.ts";
import manifest from "../../package.json" with { type: "json" };
import { sender } from "../support/values/s3-people.ts";

export const bucket = "soak";
export const connectionName = "soak";

/** A log server that counts: how often each outcome came. */
export interface CountingLog {
  readonly url: string;
  readonly timesById: ReadonlyMap<string, number>;
  close(): void;
}

const startCountingLog = async (): Promise<CountingLog> => {
  const timesById = new Map<string, number>();
  const server: Server = createServer((request, response) => {
    let text = "";
    request.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
    request.on("end", () => {
      const body: unknown = text === "" ? {} : JSON.parse(text);
      const id = typeof body === "object" && body && "Id" in body ? String(body.Id) : "";
      if (id !== "") timesById.set(id, (timesById.get(id) ?? 0) + 1);
      response.writeHead(202, { "content-type": "application/json" });
      response.end(JSON.stringify({ status: "accepted", id }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}/`,
    timesById,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
};

/** All that a soak needs: a store, a log server, a home with a connection, and queues on its daemon. */
export interface SoakPlace {
  readonly store: S3StandIn;
  readonly log: CountingLog;
  readonly filesFolder: string;
  /** The newest receipts in the history. */
  receipts(limit: number): readonly Receipt[];
  connect(): Promise<RemoteQueue>;
  close(): Promise<void>;
}

export const openSoakPlace = async (daemonProgram: string): Promise<SoakPlace> => {
  const home = await mkdtemp(path.join(tmpdir(), "s3-sftp-soak-"));
  const person = sender(bucket);
  const store = await startS3StandIn({
    users: [person],
    buckets: [{ name: bucket, region: "eu-west-1" }],
    folder: path.join(home, "store"),
  });
  const log = await startCountingLog();
  const environment = { ...process.env, S3_SFTP_HOME: home, S3_SFTP_SECRETS: "session" };
  const paths = appPaths(environment);
  const saved = await createJsonSettingsStore(paths.configFile).update(() => ({
    connections: [
      {
        name: connectionName,
        accessKeyId: person.accessKeyId,
        region: "eu-west-1",
        endpoint: store.endpoint,
        log: { url: log.url },
        destinations: [{ bucket, prefix: "" }],
      },
    ],
    logUrl: log.url,
    preferences: defaultPreferences,
  }));
  if (!saved.ok) throw new Error(saved.error.code);
  const filesFolder = path.join(home, "files");
  await mkdir(filesFolder);
  await mkdir(paths.stateFolder, { mode: 0o700 });
  const history = openTransferStore(paths.stateFile);
  if (!history.ok) throw new Error(history.error.code);
  return {
    store,
    log,
    filesFolder,
    receipts: (limit) => {
      const receipts = history.value.receipts(limit);
      if (!receipts.ok) throw new Error(receipts.error.code);
      return receipts.value;
    },
    connect: async () => {
      const { stateFolder } = paths;
      const { version } = manifest;
      const queue = await connectToDaemon({ stateFolder, version, daemonProgram, environment });
      if (!queue.ok) throw new Error(JSON.stringify(queue.error));
      await queue.value.giveSecret(secretAccount(connectionName), person.secretAccessKey);
      await queue.value.giveSecret(
        logTokenAccountOf(connectionName),
        "a-token-of-the-tests-0123456789",
      );
      return queue.value;
    },
    close: async () => {
      history.value.close();
      await store.close();
      log.close();
      await rm(home, { recursive: true, force: true });
    },
  };
};
