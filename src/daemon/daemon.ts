import type { Result } from "../domain/result.ts";
import { withSourcePositions } from "../crash/source-positions.ts";
import type { Build } from "../services/adapters/daemon/build.ts";
import { isPrivateFolder } from "../services/adapters/daemon/private-folder.ts";
import type { Identity } from "../services/adapters/daemon/private-folder.ts";
import { daemonExit } from "../services/adapters/daemon/start-daemon.ts";
import {
  readDaemonRecord,
  removeDaemonRecord,
  daemonFolder,
  writeDaemonRecord,
} from "../services/adapters/daemon/daemon-record.ts";
import { withTimeout } from "../services/ports/with-timeout.ts";
import type { DaemonQueue } from "../wiring/daemon-queue.ts";
import { createHousekeeping } from "./housekeeping.ts";
import { QueueServer } from "./queue-server.ts";
import { socketCandidates } from "../services/adapters/daemon/socket-candidates.ts";
import { every } from "./timing.ts";
import type { DaemonLog } from "./daemon-log.ts";

export interface DaemonDeps {
  readonly queue: DaemonQueue;
  readonly log: DaemonLog;
  readonly stateFolder: string;
  /** $XDG_RUNTIME_DIR; null when there is none. */
  readonly runtimeFolder: string | null;
  readonly temporaryFolder: string;
  readonly version: string;
  /** Null from source. */
  readonly build: Build | null;
  readonly identity: Identity;
  /** Between two looks after itself; it stays for one to two of them after the last app has left. */
  readonly tickMs: number;
}

/** The state on disk is whole at any time: a queue that does not stop is left where it is. */
const stopTimeoutMs = 15_000;

const stackOf = (error: unknown) =>
  error instanceof Error ? withSourcePositions(error.stack ?? error.message) : typeof error;

/** What a daemon does while it holds the lock: serves the queue, looks after itself, and leaves in order. */
export class Daemon {
  readonly #deps: DaemonDeps;
  readonly #server: QueueServer;
  readonly #leaving = Promise.withResolvers<string>();
  #hasBegun = false;
  #stopping: Promise<void> | null = null;

  constructor(deps: DaemonDeps) {
    this.#deps = deps;
    const { queue, log, identity, version, build } = deps;
    this.#server = new QueueServer({
      queue: queue.queue,
      version,
      build,
      identity,
      candidates: socketCandidates({ ...deps, uid: identity.uid }),
      begin: (isSuccessor) => this.#begin(isSuccessor),
      keepSecret: (account, secret) => queue.keepSecret(account, secret),
      refresh: () => queue.refresh(),
      handOver: () => this.#stopQueue(),
      onHandedOver: () => this.#leaving.resolve("handed over"),
      onFault: (call, error) => log("fault", { call, stack: stackOf(error) }),
    });
  }

  /** Lives until there is nothing to do, a newer daemon takes over, or `stop` is aborted. Gives the exit code. */
  async live(stop: AbortSignal): Promise<number> {
    const { log, tickMs, stateFolder } = this.#deps;
    const candidate = await this.#listen();
    if (!candidate.ok) {
      await this.#stopQueue();
      return candidate.error === "no socket" ? daemonExit.noSocket : daemonExit.unsafeFolder;
    }
    stop.addEventListener("abort", () => this.#leaving.resolve("asked to end"), { once: true });
    const takeCare = this.#createHousekeeping();
    const stopTicking = every(tickMs, () =>
      takeCare().catch((error: unknown) => log("fault", { stack: stackOf(error) })),
    );
    log("leaving", { why: await this.#leaving.promise });
    stopTicking();
    this.#server.stopListening();
    await removeDaemonRecord(stateFolder);
    const hasStopped = await withTimeout(
      this.#stopQueue().then(() => true),
      stopTimeoutMs,
      () => false,
    );
    if (!hasStopped) log("fault", { why: "the queue did not stop" });
    this.#server.close();
    return 0;
  }

  #createHousekeeping(): () => Promise<void> {
    const { queue, stateFolder, identity } = this.#deps;
    return createHousekeeping({
      queue: queue.queue,
      begin: () => this.#begin(false),
      attached: () => this.#server.attached,
      isReachable: async () =>
        (await this.#server.isReachable()) &&
        (await readDaemonRecord(stateFolder))?.pid === process.pid,
      relisten: async () => {
        // The whole state was removed: nobody can find us, and nothing can be noted any more.
        if (await isPrivateFolder(daemonFolder(stateFolder), identity)) await this.#listen();
        else this.#leaving.resolve("the state folder is gone");
      },
      leave: () => this.#leaving.resolve("nothing to do"),
      monotonicMs: () => performance.now(),
    });
  }

  async #listen(): Promise<Result<string, "unsafe folder" | "no socket">> {
    const { stateFolder, version, build, log } = this.#deps;
    this.#server.stopListening();
    const candidate = await this.#server.listen();
    if (candidate.ok) {
      const startedAtMs = Math.round(performance.timeOrigin);
      const record = { socket: candidate.value, pid: process.pid, version, startedAtMs };
      await writeDaemonRecord(stateFolder, record);
    }
    const listening = {
      socket: candidate.ok ? candidate.value : null,
      version,
      build: build?.id ?? null,
    };
    log("listening", candidate.ok ? listening : { failed: candidate.error });
    return candidate;
  }

  async #begin(isSuccessor: boolean): Promise<void> {
    if (this.#hasBegun) return;
    this.#hasBegun = true;
    await this.#deps.queue.start(isSuccessor);
  }

  #stopQueue(): Promise<void> {
    this.#stopping ??= this.#deps.queue.stop();
    return this.#stopping;
  }
}
