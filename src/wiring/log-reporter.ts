import type { AppError } from "../domain/errors.ts";
import type { Outcome } from "../domain/outcome.ts";
import { fail, ok, type Result } from "../domain/result.ts";
import type { LogAddress, RefusedCheck } from "../services/connection/connection-deps.ts";
import { refusedCheckOutcome } from "../services/log/outcome-message.ts";
import type { DebugLog } from "../services/ports/debug-log.ts";
import type { LogSink } from "../services/ports/log-sink.ts";
import type { TransferStore } from "../services/ports/transfer-store.ts";
import { withTimeout } from "../services/ports/with-timeout.ts";
import type { LogSinks } from "./log-sinks.ts";
import { newId } from "./new-id.ts";
import type { Platform } from "./platform.ts";

export interface LogReporterDeps {
  readonly platform: Platform;
  readonly transfers: TransferStore;
  /** The stored log servers. */
  readonly logs: Pick<LogSinks, "of">;
}

const sendTimeoutMs = 15_000;

const silent: AppError = { code: "LogServerUnreachable", host: "", reason: "timeout" };

/** Tells the log server of what is no transfer: a refused check, a text of the sender's. */
export class LogReporter {
  readonly #deps: LogReporterDeps;
  readonly #underWay = new Set<Promise<unknown>>();
  /** What was told last, so that pressing Enter five times is one message. */
  #lastRefusal = "";
  #isClosed = false;

  constructor(deps: LogReporterDeps) {
    this.#deps = deps;
  }

  /**
   * For the log server of a connection: written to the outbox first, and sent now or by a later run. Gives why it is not
   * sent yet, null when the log server has it.
   */
  async reportText(text: string, connection: string): Promise<Result<AppError | null, AppError>> {
    const { platform, logs } = this.#deps;
    const sender = { sender: platform.sender, connection };
    const outcome: Outcome = {
      id: newId(),
      action: "Fail",
      message: text,
      atMs: platform.clock.nowMs(),
      ...sender,
    };
    const noted = this.#report(outcome, logs.of(connection));
    if (!noted.ok) return noted;
    const answer = await noted.value;
    return ok(answer.ok ? null : answer.error);
  }

  /** As the port of the connection use-cases wants it: a disk that is full keeps nobody from setting up. */
  readonly reportRefusal = (refused: RefusedCheck): void => {
    const { platform, logs } = this.#deps;
    const fingerprint = JSON.stringify([refused.connection, refused.bucket, refused.error.code]);
    if (fingerprint === this.#lastRefusal) return;
    this.#lastRefusal = fingerprint;
    const { connection, bucket, error, log } = refused;
    const outcome = refusedCheckOutcome({
      id: newId(),
      connection,
      bucket,
      error,
      atMs: platform.clock.nowMs(),
      sender: platform.sender,
    });
    this.#report(outcome, log === null ? logs.of(connection) : draftSink(log, platform.debug));
  };

  /** Waits for what is under way, at most so long; the rest stays in the outbox. Afterwards the database may close. */
  async close(limitMs: number): Promise<void> {
    await withTimeout(Promise.all(this.#underWay), limitMs, () => undefined);
    this.#isClosed = true;
  }

  /** Ok with how sending ends, once it is on disk. */
  #report(outcome: Outcome, sink: LogSink): Result<Promise<Result<void, AppError>>, AppError> {
    const noted = this.#deps.transfers.addOutcome(outcome);
    if (!noted.ok) return noted;
    const sending = this.#send(outcome, sink).finally(() => this.#underWay.delete(sending));
    this.#underWay.add(sending);
    return ok(sending);
  }

  async #send(outcome: Outcome, sink: LogSink): Promise<Result<void, AppError>> {
    const limit = AbortSignal.timeout(sendTimeoutMs);
    let answer: Result<void, AppError>;
    try {
      answer = await sink.deliver(outcome, limit);
    } catch (thrown) {
      if (limit.aborted) return fail(silent);
      throw thrown;
    }
    // Not delivered: the outbox sends it again, and the Id makes a repeat harmless.
    if (answer.ok && !this.#isClosed) this.#deps.transfers.deleteOutcomes([outcome.id]);
    return answer;
  }
}

/** The log server of a set-up that is not stored yet. */
const draftSink = (log: LogAddress, debug: DebugLog): LogSink => {
  const open = async () => {
    const { createHttpLogSink } = await import("../services/adapters/http/http-log-sink.ts");
    return createHttpLogSink({ ...log, debug });
  };
  return {
    isOn: async () => true,
    deliver: async (outcome, signal) => (await open()).deliver(outcome, signal),
    ping: async (signal) => (await open()).ping(signal),
    askToken: async (signal) => (await open()).askToken(signal),
  };
};
