import { joinTexts } from "../../domain/non-empty.ts";
import { findNetworkStatus, type NetworkStatus } from "../../wiring/network-status.ts";
import type { Environment } from "../../services/ports/environment.ts";
import { doctorWords } from "../../words/commands/doctor.ts";
import type { Report } from "./report.ts";

const { network } = doctorWords;

const reportProxy = ({ http, https, exempt }: NetworkStatus, report: Report): void => {
  // Both variables may be at fault, and each has to be corrected.
  if (!https.ok) report.trouble("proxy", https.error);
  if (!http.ok && (https.ok || https.error.variable !== http.error.variable)) {
    report.trouble("proxy", http.error);
  }
  if (!http.ok || !https.ok) return;
  const facts = { proxy: { http: http.value, https: https.value, exempt } };
  if (http.value === null && https.value === null)
    return report.good("proxy", network.noProxy, facts);
  const exemption = exempt !== null && network.exempt(exempt);
  const found = [
    network.through("https", https.value),
    network.through("http", http.value),
    exemption,
  ];
  return report.good("proxy", joinTexts(found, ", "), facts);
};

const reportCertificates = ({ certificates }: NetworkStatus, report: Report): void => {
  if (!certificates.ok) return report.trouble("certificates", certificates.error);
  const { node, system, bundle } = certificates.value;
  const found = [
    network.nodeCertificates(node),
    network.systemCertificates(system),
    bundle !== null && network.bundle(bundle),
  ];
  return report.good("certificates", joinTexts(found, ", "), { certificates: certificates.value });
};

/** Says which proxy requests go through and which certificates are trusted. Sends nothing. */
export const checkNetwork = (environment: Environment, report: Report): void => {
  const status = findNetworkStatus(environment);
  reportProxy(status, report);
  reportCertificates(status, report);
};
