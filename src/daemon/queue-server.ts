import { chmod, rm, stat } from "node:fs/promises";
import { createServer } from "node:net";
import path from "node:path";
import type { Server, Socket } from "node:net";
import { fail, ok } from "../domain/result.ts";
import type { Result } from "../domain/result.ts";
import { noCandidateReason, openMadeFolder } from "../services/adapters/daemon/private-folder.ts";
import type { Identity, PrivateFolder } from "../services/adapters/daemon/private-folder.ts";
import { ClientSession } from "./client-session.ts";
import type { ClientSessionDeps } from "./client-session.ts";
import type { SocketCandidate } from "../services/adapters/daemon/socket-candidates.ts";

/** More apps than a person has; a runaway script is refused before it costs anything. */
const maxApps = 64;

export interface QueueServerDeps extends ClientSessionDeps {
  /** Best first. */
  readonly candidates: readonly SocketCandidate[];
  readonly identity: Identity;
}

const listenAt = (server: Server, socket: string) =>
  new Promise<boolean>((resolve) => {
    const refuse = () => resolve(false);
    server.once("error", refuse);
    server.listen(socket, () => {
      server.off("error", refuse);
      resolve(true);
    });
  });

/** Serves a queue to apps of the same user on a Unix socket. Only the holder of the daemon's lock may listen. */
export class QueueServer {
  readonly #deps: QueueServerDeps;
  readonly #apps = new Set<Socket>();
  #server: Server | null = null;
  #folder: PrivateFolder | null = null;
  #inode: { readonly socket: string; readonly ino: number } | null = null;

  constructor(deps: QueueServerDeps) {
    this.#deps = deps;
  }

  /** How many apps are connected. */
  get attached(): number {
    return this.#apps.size;
  }

  /** Listens at the first place that is private and takes a socket, and gives its path. */
  async listen(): Promise<Result<string, "unsafe folder" | "no socket">> {
    let reason: "unsafe folder" | "no socket" = "no socket";
    for (const { folder, socket } of this.#deps.candidates) {
      const opened = await openMadeFolder(folder, this.#deps.identity);
      if (opened === null) {
        if ((await noCandidateReason(folder)) === "unsafe folder") reason = "unsafe folder";
        continue;
      }
      // A socket of a daemon that was killed: we hold the lock, so that nobody listens there.
      const own = opened.at(path.basename(socket));
      await rm(own, { force: true }).catch(() => undefined);
      const server = this.#createServer();
      if (!(await listenAt(server, own))) {
        await opened.close();
        continue;
      }
      await chmod(own, 0o600);
      this.#server = server;
      this.#folder = opened;
      this.#inode = { socket, ino: (await stat(own)).ino };
      return ok(socket);
    }
    return fail(reason);
  }

  /** False when the socket's file is gone or not ours any more: a login manager or a tidying script took it. */
  async isReachable(): Promise<boolean> {
    if (!this.#inode) return false;
    const found = await stat(this.#inode.socket).catch(() => null);
    return found?.ino === this.#inode.ino;
  }

  /** Stops listening; apps that are attached stay so. */
  stopListening(): void {
    // It removes the socket, by the name in the open folder.
    this.#server?.close();
    void this.#folder?.close(); // nothing is left to do with it
    this.#folder = null;
    this.#server = null;
    this.#inode = null;
  }

  /** Stops listening and cuts off every app. */
  close(): void {
    this.stopListening();
    for (const socket of this.#apps) socket.destroy();
  }

  #createServer(): Server {
    const server = createServer((socket) => {
      this.#apps.add(socket);
      socket.on("close", () => this.#apps.delete(socket));
      // It lives by its listeners on the socket.
      void new ClientSession(socket, this.#deps);
    });
    server.maxConnections = maxApps;
    return server;
  }
}
