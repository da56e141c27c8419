import { accessSync, constants, readFileSync } from "node:fs";
import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { nonEmpty } from "../../../domain/non-empty.ts";
import type { Environment } from "../../ports/environment.ts";
import { systemCode } from "../../../domain/system-code.ts";
import { networkCodes, unreachableReason } from "../../../domain/unreachable-reason.ts";
import { UnusableEnvironment } from "./network-fault.ts";

/** The variable of the AWS tools for certificates beside the usual ones. */
const bundleVariable = "AWS_CA_BUNDLE";

const withoutSpaces = (pem: string): string => pem.replaceAll(/\s/gu, "");

/** Lets everything in this process trust these, too: what the AWS SDK sends by itself, and TLS to a proxy. */
const trust = (more: readonly string[]): void => {
  const known = getCACertificates("default");
  const held = new Set(known.map(withoutSpaces));
  const fresh = more.filter((pem) => !held.has(withoutSpaces(pem)));
  if (fresh.length > 0) setDefaultCACertificates([...known, ...fresh]);
};

/** A file with certificates to trust beside the usual ones. */
export interface CertificateBundle {
  readonly path: string;
  /** The variable that names it, or the setting of an AWS profile. */
  readonly variable: string;
  /** The profile with that setting; absent for a variable of the environment. */
  readonly profile?: string;
}

const pemBlock = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/gu;

const readBundle = (bundle: CertificateBundle): string => {
  try {
    return readFileSync(bundle.path, "latin1");
  } catch (thrown) {
    const detail = systemCode(thrown) ?? "unreadable";
    throw new UnusableEnvironment({ code: "CertificatesUnreadable", ...bundle, detail });
  }
};

/** Trusts the certificates of a file, in this process. Throws UnusableEnvironment when there are none to be read. */
export const trustBundle = (bundle: CertificateBundle): void => {
  const found = readBundle(bundle).match(pemBlock);
  const unusable = new UnusableEnvironment({
    code: "CertificatesUnreadable",
    ...bundle,
    detail: null,
  });
  if (found === null) throw unusable;
  try {
    trust(found);
  } catch {
    throw unusable;
  }
};

/** The file that AWS_CA_BUNDLE names; null for none. */
export const bundleOf = (environment: Environment): CertificateBundle | null => {
  const path = nonEmpty(environment[bundleVariable]);
  return path === null ? null : { path, variable: bundleVariable };
};

/**
 * Trusts the certificates of AWS_CA_BUNDLE beside those of Node, NODE_EXTRA_CA_CERTS and this system. Throws
 * UnusableEnvironment when they cannot be read.
 */
export const trustEnvironment = (environment: Environment): void => {
  const bundle = bundleOf(environment);
  if (bundle !== null) trustBundle(bundle);
};

const isReadable = (place: string): boolean => {
  try {
    accessSync(place, constants.R_OK);
    return true;
  } catch {
    return false;
  }
};

/**
 * What this system trusts. Of a folder that is not there, as on a system without the package ca-certificates, Node tells
 * the terminal by itself, over whatever stands on it: then it is not asked.
 */
const systemCertificates = (): readonly string[] => {
  const folder = nonEmpty(process.env["SSL_CERT_DIR"]) ?? "/etc/ssl/certs";
  if (process.platform !== "linux" || isReadable(folder)) return getCACertificates("system");
  const file = nonEmpty(process.env["SSL_CERT_FILE"]);
  if (file === null || !isReadable(file)) return [];
  return readFileSync(file, "latin1").match(pemBlock) ?? [];
};

/**
 * Trusts what this system trusts: SSL_CERT_FILE and SSL_CERT_DIR, or its usual folders. To read those takes 50 ms and
 * more, so that it is left until a certificate is met that Node's own do not vouch for.
 */
export const trustSystem = (): void => trust(systemCertificates());

/** True for a certificate that is good, if only somebody vouches for it. */
export const isUntrusted = (thrown: unknown): boolean => {
  const codes = networkCodes(thrown);
  return (
    unreachableReason(codes) === "tls" &&
    codes.some((code) => /ISSUER|SELF_SIGNED|UNABLE_TO_VERIFY|UNTRUSTED/u.test(code))
  );
};

/** Where certificates come from, for people. */
export interface TrustedCertificates {
  /** Node's own, with those of NODE_EXTRA_CA_CERTS. */
  readonly node: number;
  readonly system: number;
  readonly bundle: string | null;
}

/** Counts what is trusted. Throws UnusableEnvironment. */
export const countCertificates = (environment: Environment): TrustedCertificates => {
  const node = getCACertificates("default").length;
  trustEnvironment(environment);
  return {
    node,
    system: systemCertificates().length,
    bundle: bundleOf(environment)?.path ?? null,
  };
};
