import { setTimeout as wait } from "node:timers/promises";
import type { AppError, AppErrorOf } from "../../../domain/errors.ts";
import { ok } from "../../../domain/result.ts";
import type { Result } from "../../../domain/result.ts";
import { withTimeout } from "../../ports/with-timeout.ts";
import type { CallOutcome, QueueConnection } from "./queue-connection.ts";
import type { QueueRequest, Hello } from "./queue-messages.ts";

/** A connection to a daemon, and whether that daemon follows one whose queue was not at its end. */
export interface Attached {
  readonly connection: QueueConnection;
  readonly isSuccessor: boolean;
}

/** Finds or starts a daemon, and connects to it. */
export type Attach = (onChanged: () => void) => Promise<Result<Attached, AppError>>;

/** The first pause leaves a newer app the time to put its own daemon in the place of the one that ended. */
const firstPauseMs = 1_000;
const maxPauseMs = 30_000;
const greetingMs = 5_000;

const lost: AppErrorOf<"WorkerUnavailable"> = { code: "WorkerUnavailable", why: "lost" };
const silent: AppError = { code: "WorkerUnavailable", why: "silent" };

/** What a failed attempt tells: one that speaks another protocol stays, and no attempt will bring ours back. */
const whyStillLost = (error: AppError): AppError => {
  if (error.code !== "WorkerUnavailable") return lost;
  const { why, detail } = error;
  return why === "newer worker"
    ? { code: "WorkerUnavailable", why: "replaced", ...(detail !== undefined && { detail }) }
    : { ...lost, detail: why };
};

/**
 * The line to a daemon for as long as the app lives: when it is cut, it looks for the daemon or starts another, and
 * tells it again what the last one knew (secrets, the subscription).
 */
export class DaemonLink {
  readonly #attach: Attach;
  readonly #listeners = new Set<() => void>();
  readonly #secrets: Map<string, string | null>;
  readonly #closing = new AbortController();
  #connection: QueueConnection | null = null;
  #reattached = Promise.withResolvers<void>();
  #trouble: AppError | null = null;
  #hadDaemon = false;

  private constructor(attach: Attach, secrets: Map<string, string | null>) {
    this.#attach = attach;
    this.#secrets = secrets;
  }

  /**
   * Attaches and tells the daemon `secrets` before its queue runs, or fails with WorkerUnavailable. The map stays the
   * caller's: what is added to it while this waits is told, too.
   */
  static async open(
    attach: Attach,
    secrets = new Map<string, string | null>(),
  ): Promise<Result<DaemonLink, AppError>> {
    const link = new DaemonLink(attach, secrets);
    const attached = await link.#tryToAttach();
    return attached.ok ? ok(link) : attached;
  }

  /** Why the daemon cannot be reached now; null while all is well. */
  get trouble(): AppError | null {
    return this.#trouble;
  }

  /** What the daemon said of itself; null while there is none. */
  get daemon(): Hello | null {
    return this.#connection?.daemon ?? null;
  }

  /** Ends all calls as lost, and looks for no other daemon. */
  close(): void {
    this.#closing.abort();
    this.#connection?.close();
    this.#connection = null;
    this.#listeners.clear();
  }

  /** Calls back when the queue or the line to it has changed. */
  subscribe(listener: () => void): () => void {
    // Wrapped, so that the same function may subscribe twice and leave once.
    const entry = () => listener();
    this.#listeners.add(entry);
    if (this.#listeners.size === 1) this.#sendUnanswered({ do: "subscribe" });
    return () => {
      if (this.#listeners.delete(entry) && this.#listeners.size === 0) {
        this.#sendUnanswered({ do: "unsubscribe" });
      }
    };
  }

  /** Gives the daemon, and each that comes after it, a secret to keep in memory; null takes it back. */
  async giveSecret(account: string, secret: string | null, limitMs: number): Promise<CallOutcome> {
    this.#secrets.set(account, secret);
    return this.call({ do: "secret", account, secret }, limitMs);
  }

  /** Asks once, over the connection that is there now. */
  async call(call: QueueRequest, limitMs: number): Promise<CallOutcome> {
    const connection = this.#connection;
    if (!connection) return { state: "lost" };
    const outcome = await connection.call(call, limitMs);
    if (connection === this.#connection && outcome.state !== "lost") {
      this.#setQueueError(outcome.state === "silent" ? silent : null);
    }
    return outcome;
  }

  /** Waits for the next connection, at most `limitMs`, when there is none. */
  async waitForConnection(limitMs: number): Promise<void> {
    if (this.#connection || this.#closing.signal.aborted) return;
    await withTimeout(this.#reattached.promise, limitMs, () => undefined);
  }

  #changed(): void {
    for (const listener of this.#listeners) listener();
  }

  #setQueueError(trouble: AppError | null): void {
    if (this.#trouble === trouble) return;
    this.#trouble = trouble;
    this.#changed();
  }

  /** For what needs no answer: should it get lost, the next connection begins with it. */
  #sendUnanswered(call: QueueRequest): void {
    // `call` never rejects.
    void this.#connection?.call(call, greetingMs);
  }

  async #tryToAttach(): Promise<Result<void, AppError>> {
    const attached = await this.#attach(() => this.#changed());
    if (!attached.ok) return attached;
    const { connection } = attached.value;
    if (this.#closing.signal.aborted) {
      connection.close();
      return ok(undefined);
    }
    for (const [account, secret] of this.#secrets) {
      await connection.call({ do: "secret", account, secret }, greetingMs);
    }
    const isSuccessor = this.#hadDaemon || attached.value.isSuccessor;
    this.#hadDaemon = true;
    await connection.call({ do: "begin", isSuccessor }, greetingMs);
    this.#connection = connection;
    if (this.#listeners.size > 0) this.#sendUnanswered({ do: "subscribe" });
    // Ends by itself when the line is closed: neither step rejects.
    void connection.ended.then(() => this.#reattach());
    this.#reattached.resolve();
    this.#setQueueError(null);
    return ok(undefined);
  }

  async #reattach(): Promise<void> {
    if (this.#closing.signal.aborted) return;
    this.#connection = null;
    this.#reattached = Promise.withResolvers();
    this.#setQueueError(lost);
    const { signal } = this.#closing;
    for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(pauseMs * 2, maxPauseMs)) {
      await wait(pauseMs, undefined, { signal, ref: false }).catch(() => undefined);
      if (signal.aborted) return;
      const attached = await this.#tryToAttach();
      if (attached.ok) return;
      this.#setQueueError(whyStillLost(attached.error));
    }
  }
}
