import type { AppError, AppErrorOf, ProxyInUse } from "../domain/errors.ts";
import { nonEmpty } from "../domain/non-empty.ts";
import { findProxy, toProxyInUse } from "../domain/proxy.ts";
import { fail, ok, type Result } from "../domain/result.ts";
import { countCertificates } from "../services/adapters/http/certificates.ts";
import type { TrustedCertificates } from "../services/adapters/http/certificates.ts";
import { UnusableEnvironment } from "../services/adapters/http/network-fault.ts";
import type { Environment } from "../services/ports/environment.ts";

type FoundProxy = Result<ProxyInUse | null, AppErrorOf<"ProxyUnusable">>;

/** How requests of this process go out. */
export interface NetworkStatus {
  readonly http: FoundProxy;
  readonly https: FoundProxy;
  /** Hosts that no proxy is asked for, as they are listed; null for none. */
  readonly exempt: string | null;
  readonly certificates: Result<TrustedCertificates, AppError>;
}

const proxyFor = (environment: Environment, protocol: "http:" | "https:"): FoundProxy => {
  const found = findProxy(environment, protocol);
  if (!found.ok) return found;
  return ok(found.value === null ? null : toProxyInUse(found.value));
};

const certificates = (environment: Environment): NetworkStatus["certificates"] => {
  try {
    return ok(countCertificates(environment));
  } catch (thrown) {
    if (thrown instanceof UnusableEnvironment) return fail(thrown.appError);
    throw thrown;
  }
};

/** Reads what decides over the way through the network: proxies, exemptions, certificates. Sends nothing. */
export const findNetworkStatus = (environment: Environment): NetworkStatus => ({
  http: proxyFor(environment, "http:"),
  https: proxyFor(environment, "https:"),
  exempt: nonEmpty(environment["no_proxy"]) ?? nonEmpty(environment["NO_PROXY"]),
  certificates: certificates(environment),
});
