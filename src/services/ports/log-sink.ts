import type { AppError } from "../../domain/errors.ts";
import type { Outcome } from "../../domain/outcome.ts";
import type { Result } from "../../domain/result.ts";

/**
 * What a log server says of a token: whose it is; or nothing, since the server is older than the question, and the
 * token shows itself with the first message.
 */
export type TokenAnswer =
  | { readonly status: "known"; readonly name: string }
  | { readonly status: "unasked" };

/** Where outcomes go. Ok means that the log server has it on its disk. */
export interface LogSink {
  /** False: nobody wants to be told, so that outcomes need not be kept. May lag a second behind a set-up. */
  isOn(): Promise<boolean>;
  /**
   * Ok only after an answer that proves it. Fails with LogServerUnreachable or NotALogServer (send again), or
   * LogServerRefused (permanent: 400 and 401 only).
   */
  deliver(outcome: Outcome, signal: AbortSignal): Promise<Result<void, AppError>>;
  /** Is anybody there? `GET /health-check` answers pong. */
  ping(signal: AbortSignal): Promise<Result<void, AppError>>;
  /**
   * Is the token good? `GET /token`, which sends no message, of a server that has said pong. Fails as `deliver` does:
   * an unknown token is LogServerRefused with status 401.
   */
  askToken(signal: AbortSignal): Promise<Result<TokenAnswer, AppError>>;
}
