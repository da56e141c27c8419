import type { AppError } from "../../domain/errors.ts";
import { fail, type Result } from "../../domain/result.ts";
import { backoffMs, isSignInPage, isTransient, isUnreachable } from "../../domain/retry.ts";
import type { Clock } from "../ports/clock.ts";
import { createBytesOnWay } from "./bytes-on-way.ts";
import type { SlotKind } from "./concurrency/connection-slots.ts";
import type { UploadContext } from "./upload-context.ts";

/** One attempt, as the function that makes it sees it. */
export interface Attempt {
  /** From 1. */
  readonly number: number;
  /** Ends the attempt alone: the transfer's end, or a stall. */
  readonly signal: AbortSignal;
  /** Tells how many bytes of the body the network has taken. */
  readonly onSent: (sentBytes: number) => void;
  /** Something moved that is not a byte of the body. */
  readonly touch: () => void;
  /** So many bytes of the body are at the store; they began to leave at `fromMs`, monotonic. */
  readonly acked: (bytes: number, fromMs: number) => void;
}

export interface RequestParams<T> {
  readonly kind: SlotKind;
  /** Bytes of the body, 0 for none. */
  readonly bytes: number;
  /** The store has much to do before it answers. */
  readonly isLongWork?: boolean;
  /** Attempts at a body that arrives damaged; default 2. */
  readonly checksumAttempts?: number;
  readonly send: (attempt: Attempt) => Promise<Result<T, AppError>>;
}

/** What says yes and is no answer says so again: a sign-in page, or a store that speaks another dialect. */
const oddAnswerAttempts = 3;

/** Of a store that lets itself be connected to and has never said anything: each costs as long as a stall. */
const silentAttempts = 3;

const isOddAnswer = (error: AppError): boolean =>
  isSignInPage(error) || (error.code === "StoreFault" && (error.answer?.status ?? 500) < 400);

/** Two sides that do not understand or trust each other: but for a sign-in page in between, that stays so. */
const isOddGreeting = (error: AppError): boolean =>
  error.code === "EndpointUnreachable" &&
  ["tls", "handshake", "not https", "not http"].includes(error.reason);

/** A body that arrived damaged is worth one more attempt, not many: then something is broken. */
const defaultChecksumAttempts = 2;

const attemptsFor = (
  context: UploadContext,
  { checksumAttempts = defaultChecksumAttempts }: Pick<RequestParams<unknown>, "checksumAttempts">,
  error: AppError,
): number => {
  const { retryLimits, connectivity } = context.resources;
  if (error.code === "ChecksumMismatch") return checksumAttempts;
  if (!isTransient(error)) return 1;
  if (isOddAnswer(error)) return oddAnswerAttempts;
  const isHurried = isUnreachable(error) && connectivity.isHurried();
  if (connectivity.hasResponded && !isHurried) return retryLimits.attempts;
  if (isOddGreeting(error)) return oddAnswerAttempts;
  return error.code === "Stalled" ? silentAttempts : retryLimits.firstAttempts;
};

const isOverload = (error: AppError): boolean =>
  error.code === "SlowDown" ||
  // As a load balancer says it for the store.
  (error.code === "InterveningAnswer" && [429, 503].includes(error.answer.status ?? 0));

const slotOutcome = <T>(result: Result<T, AppError>) => {
  if (result.ok) return "answered";
  return isOverload(result.error) ? "overloaded" : "other";
};

/** Makes one attempt within a connection slot and under the stall watch. Rejects only with the transfer's abort. */
const attemptOnce = async <T>(
  context: UploadContext,
  params: RequestParams<T>,
  number: number,
): Promise<Result<T, AppError>> => {
  const { resources, record, signal } = context;
  const { kind, bytes, isLongWork } = params;
  const slot = await resources.slots.acquire({
    transferId: record.transfer.id,
    kind,
    bytes,
    signal,
  });
  const stopper = new AbortController();
  const stop = () => stopper.abort(signal.reason);
  signal.addEventListener("abort", stop, { once: true });
  const onWay = createBytesOnWay(resources.clock, record);
  const watched = resources.stalls.watch(() => stopper.abort(new Error("stalled")), isLongWork);
  let result: Result<T, AppError> | null = null;
  try {
    result = await params.send({
      number,
      signal: stopper.signal,
      touch: () => watched.touch(),
      acked: (acked, fromMs) => {
        const counted = onWay.countedBytes();
        const drainedFromMs = onWay.lastCountedMs() ?? fromMs;
        // In one step: what is acknowledged is no longer on its way.
        onWay.end();
        record.acked(acked, drainedFromMs, counted);
      },
      onSent: (sentBytes) => {
        slot.sent(sentBytes);
        onWay.sent(sentBytes);
        if (bytes > 0 && sentBytes >= bytes) watched.handedOver();
        else watched.touch();
      },
    });
    return result;
  } catch (thrown) {
    const stalled = watched.stalled();
    if (!stalled || signal.aborted) throw thrown;
    result = fail(stalled);
    return result;
  } finally {
    watched.end();
    onWay.end();
    signal.removeEventListener("abort", stop);
    slot.release(result ? slotOutcome(result) : "other");
  }
};

/** Rejects with the transfer's abort reason; a person who cannot wait ends it early. */
const sleepUnlessHurried = async (
  clock: Clock,
  ms: number,
  signal: AbortSignal,
  hurry: AbortSignal,
): Promise<void> => {
  try {
    await clock.sleep(ms, AbortSignal.any([signal, hurry]));
  } catch (thrown) {
    if (signal.aborted || !hurry.aborted) throw thrown;
  }
};

/**
 * Makes a request until it succeeds or is not worth repeating: full-jitter waits without a slot in between, each
 * shown as a retry. Rejects with the transfer's abort reason.
 */
export const sendRequest = async <T>(
  context: UploadContext,
  params: RequestParams<T>,
): Promise<Result<T, AppError>> => {
  const { resources, record, signal } = context;
  for (let attempt = 1; ; attempt += 1) {
    signal.throwIfAborted();
    const result = await attemptOnce(context, params, attempt);
    if (result.ok) {
      resources.connectivity.hasResponded = true;
      if (attempt > 1) record.retrying(null);
      return result;
    }
    const { error } = result;
    if ("answer" in error && error.answer !== undefined) resources.connectivity.hasResponded = true;
    if (attempt >= attemptsFor(context, params, error)) return result;
    const waitMs = backoffMs(resources.retryLimits, attempt, resources.random(), error);
    const wait = new AbortController();
    const untilMs = resources.clock.monotonicMs() + waitMs;
    record.retrying({ attempt, untilMs, error, tryNow: () => wait.abort() });
    await sleepUnlessHurried(resources.clock, waitMs, signal, wait.signal);
  }
};
