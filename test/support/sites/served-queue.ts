import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { openQueueConnection } from "../../../src/services/adapters/daemon/queue-connection.ts";
import { ownIdentity } from "../../../src/services/adapters/daemon/private-folder.ts";
import {
  createRemoteQueue,
  remoteQueueTimeouts,
  type RemoteQueue,
} from "../../../src/services/adapters/daemon/remote-queue.ts";
import { DaemonLink } from "../../../src/services/adapters/daemon/daemon-link.ts";
import { fail, ok } from "../../../src/domain/result.ts";
import type { UploadQueue } from "../../../src/services/ports/upload-queue.ts";
import { QueueServer } from "../../../src/daemon/queue-server.ts";
import type { QueueServerDeps } from "../../../src/daemon/queue-server.ts";

export interface ServedQueue {
  readonly socket: string;
  readonly server: QueueServer;
  readonly faults: readonly unknown[];
  /** A new app on the socket. */
  connect(): Promise<RemoteQueue>;
  close(): Promise<void>;
}

/** Serves `queue` on a socket in a folder of its own, in this process. */
export const serveQueue = async (
  queue: UploadQueue,
  deps: Partial<QueueServerDeps> = {},
): Promise<ServedQueue> => {
  const folder = await mkdtemp(path.join(tmpdir(), "s3-sftp-queue-"));
  await mkdir(path.join(folder, "run"), { mode: 0o700 });
  const socket = path.join(folder, "run", "desk.sock");
  const faults: unknown[] = [];
  const server = new QueueServer({
    queue,
    version: "1.0.0",
    build: null,
    identity: ownIdentity(),
    candidates: [{ folder: path.dirname(socket), socket }],
    begin: () => Promise.resolve(),
    refresh: () => undefined,
    keepSecret: () => undefined,
    handOver: () => Promise.resolve(),
    onHandedOver: () => undefined,
    onFault: (_call, error) => faults.push(error),
    ...deps,
  });
  const listening = await server.listen();
  if (!listening.ok) throw new Error(listening.error);
  const apps: RemoteQueue[] = [];
  return {
    socket,
    server,
    faults,
    connect: async () => {
      const link = await DaemonLink.open(async (onChanged) => {
        const opened = await openQueueConnection({
          socket,
          version: "1.0.0",
          limitMs: 2_000,
          onChanged,
        });
        if (!opened.ok) return fail({ code: "WorkerUnavailable", why: "lost" });
        return ok({ connection: opened.value, isSuccessor: false });
      });
      if (!link.ok) throw new Error(link.error.code);
      const app = createRemoteQueue(link.value, remoteQueueTimeouts);
      apps.push(app);
      return app;
    },
    close: async () => {
      for (const app of apps) app.close();
      server.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
};
