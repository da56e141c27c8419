import { readFileSync } from "node:fs";
import { X509Certificate } from "node:crypto";
import type { Environment } from "../secret-settings.ts";

/** The first name of a certificate that is one host's. */
const certificateHost = (file: string): string | null => {
  try {
    const { subjectAltName = "" } = new X509Certificate(readFileSync(file));
    const names = Array.from(subjectAltName.matchAll(/DNS:([^\s,]+)/g), ([, name = ""]) => name);
    return names.find((name) => !name.startsWith("*")) ?? null;
  } catch {
    // Whether a certificate can be used is for `check` and for the start.
    return null;
  }
};

export interface PublicUrlParams {
  /** Of `--log-url`. */
  readonly given: string | null;
  readonly certificateFile: string | null;
  readonly port: string;
  readonly env: Environment;
}

/**
 * The address at which senders reach this server: as given, as the environment has it, or by the name in its
 * certificate. Null where nothing says it: what it listens on is behind a proxy then, and no sender's business.
 */
export const publicUrl = ({
  given,
  certificateFile,
  port,
  env,
}: PublicUrlParams): string | null => {
  const named = given ?? (env["S3_SFTP_LOG_URL"] || null);
  if (named !== null || certificateFile === null) return named;
  const host = certificateHost(certificateFile);
  if (host === null) return null;
  return port === "443" ? `https://${host}` : `https://${host}:${port}`;
};
