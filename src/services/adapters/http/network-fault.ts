import type { AppError, ProxyInUse, UnreachableReason } from "../../../domain/errors.ts";
import { toProxyInUse, type Proxy } from "../../../domain/proxy.ts";
import { networkCodes, unreachableReason } from "../../../domain/unreachable-reason.ts";
import { AnswerTooLong } from "./answer-size.ts";
import { HttpTimeout } from "./http-call.ts";

/** The environment says something about the network that cannot be used: nothing was sent. */
export class UnusableEnvironment extends Error {
  readonly code: string;
  readonly appError: AppError;

  constructor(appError: AppError) {
    super(`the environment cannot be used: ${appError.code}`);
    this.code = appError.code;
    this.appError = appError;
  }
}

/** A proxy is at fault, not what is behind it. */
export class ProxyFault extends Error {
  readonly code = "ERR_PROXY";
  readonly proxy: ProxyInUse;

  constructor(proxy: ProxyInUse, cause?: unknown) {
    super("the proxy let nothing through", { cause });
    this.proxy = proxy;
  }
}

/** What a proxy answered instead of letting a request through. */
export const refusedByProxy = (proxy: Proxy, status: number): ProxyFault =>
  new ProxyFault({ ...toProxyInUse(proxy), status });

const ownFault = (thrown: unknown): Exclude<UnreachableReason, "proxy"> => {
  if (thrown instanceof HttpTimeout) return "timeout";
  const reason = unreachableReason(networkCodes(thrown));
  return reason === "proxy" ? "reset" : reason;
};

/** Why a proxy could not be spoken to. */
export const proxyUnreachable = (proxy: Proxy, thrown: unknown): ProxyFault =>
  new ProxyFault({ ...toProxyInUse(proxy), fault: ownFault(thrown) }, thrown);

const behind = new WeakMap<Error, ProxyInUse>();

/** Remembers that a request which failed went through `proxy`, which is not at fault. */
export const noteProxy = (thrown: Error, proxy: Proxy): Error => {
  behind.set(thrown, toProxyInUse(proxy));
  return thrown;
};

/** What came between a request and its answer. */
export type NetworkFault =
  | { readonly is: "unusable"; readonly error: AppError }
  | { readonly is: "stalled"; readonly idleMs: number }
  | { readonly is: "too long"; readonly status: number }
  | {
      readonly is: "unreachable";
      readonly reason: UnreachableReason;
      /** The system's code, or words. */
      readonly detail: string;
      readonly proxy?: ProxyInUse;
    };

const detailOf = (thrown: Error): string | null => {
  if (thrown instanceof HttpTimeout) return thrown.message;
  if (thrown instanceof ProxyFault && thrown.proxy.status !== undefined) {
    return `HTTP ${thrown.proxy.status} of the proxy`;
  }
  const [outer, inner] = networkCodes(thrown);
  return (thrown instanceof ProxyFault ? inner : outer) ?? outer ?? null;
};

const reasonOf = (thrown: Error): UnreachableReason => {
  if (thrown instanceof ProxyFault) return "proxy";
  return thrown instanceof HttpTimeout ? "timeout" : unreachableReason(networkCodes(thrown));
};

/** Reads what a sender has thrown; null for what is no network's fault: a bug of ours. */
export const readNetworkFault = (thrown: unknown): NetworkFault | null => {
  if (!(thrown instanceof Error)) return null;
  if (thrown instanceof UnusableEnvironment) return { is: "unusable", error: thrown.appError };
  if (thrown instanceof HttpTimeout && thrown.code === "idle") {
    return { is: "stalled", idleMs: thrown.afterMs };
  }
  if (thrown instanceof AnswerTooLong) return { is: "too long", status: thrown.status };
  // Whatever Node's network says has a code; what has none, or one of wrong arguments, is a bug of ours.
  const detail = detailOf(thrown);
  if (detail === null || detail.startsWith("ERR_INVALID_")) return null;
  const proxy = thrown instanceof ProxyFault ? thrown.proxy : behind.get(thrown);
  return { is: "unreachable", reason: reasonOf(thrown), detail, ...(proxy && { proxy }) };
};
