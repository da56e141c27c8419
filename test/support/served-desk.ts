import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { openDeskConnection } from "../../src/services/adapters/socket/desk-connection.ts";
import { ownIdentity } from "../../src/services/adapters/socket/private-folder.ts";
import {
  createRemoteQueue,
  remoteQueueTimeouts,
  type RemoteQueue,
} from "../../src/services/adapters/socket/remote-queue.ts";
import { WorkerLink } from "../../src/services/adapters/socket/worker-link.ts";
import { fail, ok } from "../../src/domain/result.ts";
import type { TransferDesk } from "../../src/services/queue/queue-commands.ts";
import { SocketDeskServer } from "../../src/worker/socket-desk-server.ts";
import type { SocketDeskServerDeps } from "../../src/worker/socket-desk-server.ts";

export interface ServedDesk {
  readonly socket: string;
  readonly server: SocketDeskServer;
  readonly faults: readonly unknown[];
  /** A new app on the socket. */
  connect(): Promise<RemoteQueue>;
  close(): Promise<void>;
}

/** Serves `desk` on a socket in a folder of its own, in this process. */
export const serveDesk = async (
  desk: TransferDesk,
  deps: Partial<SocketDeskServerDeps> = {},
): Promise<ServedDesk> => {
  const folder = await mkdtemp(path.join(tmpdir(), "s3-sftp-desk-"));
  await mkdir(path.join(folder, "run"), { mode: 0o700 });
  const socket = path.join(folder, "run", "desk.sock");
  const faults: unknown[] = [];
  const server = new SocketDeskServer({
    desk,
    version: "1.0.0",
    build: null,
    identity: ownIdentity(),
    places: [{ folder: path.dirname(socket), socket }],
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
      const link = await WorkerLink.open(async (onChanged) => {
        const opened = await openDeskConnection({
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
