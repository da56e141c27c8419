import type { ProxyInUse } from "../../domain/errors.ts";
import { joinTexts } from "../../domain/non-empty.ts";
import { findNetworkStatus, type NetworkStatus } from "../../wiring/network-status.ts";
import type { Environment } from "../../services/ports/environment.ts";
import { safe } from "../../words/safe.ts";
import type { Report } from "./report.ts";

const through = (protocol: string, proxy: ProxyInUse | null): string =>
  proxy === null
    ? `${protocol} without a proxy`
    : `${protocol} through ${safe(proxy.address)} (${proxy.variable})`;

const reportProxy = ({ http, https, exempt }: NetworkStatus, report: Report): void => {
  // Both variables may be at fault, and each has to be corrected.
  if (!https.ok) report.trouble("proxy", https.error);
  if (!http.ok && (https.ok || https.error.variable !== http.error.variable)) {
    report.trouble("proxy", http.error);
  }
  if (!http.ok || !https.ok) return;
  const facts = { proxy: { http: http.value, https: https.value, exempt } };
  if (http.value === null && https.value === null) return report.good("proxy", "none", facts);
  const exemption = exempt !== null && `except ${safe(exempt)} (NO_PROXY)`;
  const found = [through("https", https.value), through("http", http.value), exemption];
  return report.good("proxy", joinTexts(found, ", "), facts);
};

const reportCertificates = ({ certificates }: NetworkStatus, report: Report): void => {
  if (!certificates.ok) return report.trouble("certificates", certificates.error);
  const { node, system, bundle } = certificates.value;
  const found = [
    `${node} of Node.js`,
    `${system} of this computer`,
    bundle !== null && `those of ${safe(bundle)} (AWS_CA_BUNDLE)`,
  ];
  return report.good("certificates", joinTexts(found, ", "), { certificates: certificates.value });
};

/** Says which proxy requests go through and which certificates are trusted. Sends nothing. */
export const checkNetwork = (environment: Environment, report: Report): void => {
  const status = findNetworkStatus(environment);
  reportProxy(status, report);
  reportCertificates(status, report);
};
