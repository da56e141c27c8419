import type { AppError } from "../../../domain/errors.ts";
import { fail, ok } from "../../../domain/result.ts";
import type { Result } from "../../../domain/result.ts";
import type { CredentialProvider } from "../../ports/credentials.ts";
import type { StoreCredentials } from "../../ports/object-store.ts";

/** Thrown where there is nothing to sign with; carries why. */
export class CredentialsFailure extends Error {
  override readonly name = "CredentialsFailure";
  readonly error: AppError;

  constructor(error: AppError) {
    super(error.code);
    this.error = error;
  }
}

// As the AWS SDKs do: a request that is signed a moment before the end must still arrive before it.
const renewBeforeMs = 5 * 60_000;

// A source that has nothing newer yet may be a program, or a sign-in: it is not asked for each request.
const askAgainMs = 30_000;

const expired: AppError = { code: "CredentialsExpired" };

const isAboutKeys = ({ code }: AppError): boolean =>
  code === "CredentialsExpired" || code === "InvalidAccessKey";

/** A store that has forgotten temporary keys says of their access key that it does not know it: Ceph, MinIO. */
const ended = <T>(
  result: Result<T, AppError>,
  { sessionToken }: StoreCredentials,
): Result<T, AppError> => {
  if (result.ok || result.error.code !== "InvalidAccessKey" || sessionToken === undefined) {
    return result;
  }
  const { answer } = result.error;
  return fail({ code: "CredentialsExpired", ...(answer !== undefined && { answer }) });
};

const isSame = (a: StoreCredentials, b: StoreCredentials): boolean =>
  a.accessKeyId === b.accessKeyId &&
  a.secretAccessKey === b.secretAccessKey &&
  a.sessionToken === b.sessionToken;

const endsBefore = ({ expiresAtMs }: StoreCredentials, ms: number): boolean =>
  typeof expiresAtMs === "number" && expiresAtMs <= ms;

/** The credentials that sign: remembered until they end, and asked for once more when a store refuses them. */
export class StoreKeys {
  readonly #provider: CredentialProvider;
  readonly #nowMs: () => number;
  #held: StoreCredentials | null = null;
  #askedAtMs = Number.NEGATIVE_INFINITY;
  #asking: Promise<Result<StoreCredentials, AppError>> | null = null;

  constructor(provider: CredentialProvider, nowMs: () => number) {
    this.#provider = provider;
    this.#nowMs = nowMs;
  }

  /** What signed last; null before the first request. */
  get held(): StoreCredentials | null {
    return this.#held;
  }

  /** At once as long as those that are held last. Throws CredentialsFailure when there are none, or only ones that have ended. */
  get(): StoreCredentials | Promise<StoreCredentials> {
    const held = this.#held;
    return held !== null && !this.#isTimeToAsk(held, this.#nowMs()) ? held : this.#askOrThrow();
  }

  async #askOrThrow(): Promise<StoreCredentials> {
    const usable = await this.usable();
    if (!usable.ok) throw new CredentialsFailure(usable.error);
    return usable.value;
  }

  /**
   * Makes a call once more with what the source gives then, when a store said that the credentials it was signed with
   * (`used`) have ended or are unknown: somebody may have renewed them meanwhile. Nothing was stored: they are checked
   * first.
   */
  async renew<T>(
    first: Result<T, AppError>,
    used: StoreCredentials,
    call: () => Promise<Result<T, AppError>>,
  ): Promise<Result<T, AppError>> {
    const result = ended(first, used);
    if (result.ok || !isAboutKeys(result.error)) return result;
    const isRenewed = () => this.#held !== null && !isSame(this.#held, used);
    // Of calls that were refused side by side, the first to come back has renewed them for all.
    if (isRenewed()) return this.#callRenewed(call);
    const asked = await this.#ask(true);
    if (!asked.ok) return asked;
    return isRenewed() ? this.#callRenewed(call) : result;
  }

  async #callRenewed<T>(call: () => Promise<Result<T, AppError>>): Promise<Result<T, AppError>> {
    const result = await call();
    return this.#held === null ? result : ended(result, this.#held);
  }

  /** Those to sign with; asks where none are held, or they end. */
  async usable(): Promise<Result<StoreCredentials, AppError>> {
    const held = this.#held;
    if (held !== null && !this.#isTimeToAsk(held, this.#nowMs())) return ok(held);
    const asked = await this.#ask(false);
    // Until its end the old one is as good as before.
    const usable = asked.ok ? asked.value : held;
    const isEnded = usable === null || endsBefore(usable, this.#nowMs());
    if (!isEnded) return ok(usable);
    return asked.ok ? fail(expired) : asked;
  }

  #isTimeToAsk(held: StoreCredentials, nowMs: number): boolean {
    if (endsBefore(held, nowMs)) return true;
    return endsBefore(held, nowMs + renewBeforeMs) && nowMs - this.#askedAtMs >= askAgainMs;
  }

  /** One question at a time, whoever asks. */
  async #ask(isFresh: boolean): Promise<Result<StoreCredentials, AppError>> {
    this.#askedAtMs = this.#nowMs();
    this.#asking ??= this.#provider(isFresh);
    try {
      const answer = await this.#asking;
      if (answer.ok) this.#held = answer.value;
      return answer;
    } finally {
      this.#asking = null;
    }
  }
}

/** The error of what was thrown for want of credentials; null for anything else. */
export const credentialsError = (thrown: unknown): Result<never, AppError> | null =>
  thrown instanceof CredentialsFailure ? fail(thrown.error) : null;
