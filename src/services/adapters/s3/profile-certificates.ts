import { homedir } from "node:os";
import { cleanValue } from "../../../domain/connection.ts";
import type { AppError } from "../../../domain/errors.ts";
import { nonEmpty } from "../../../domain/non-empty.ts";
import { fail, ok, type Result } from "../../../domain/result.ts";
import type { Environment } from "../../ports/environment.ts";
import { bundleOf, trustBundle, type CertificateBundle } from "../http/certificates.ts";
import { UnusableEnvironment } from "../http/network-fault.ts";
import { readAwsConfig } from "./aws-files.ts";

/** AWS CLI "Configuration and credential file settings". */
const setting = "ca_bundle";

/** The file of certificates that an AWS profile names; null where it names none, or AWS_CA_BUNDLE goes before it. */
export const profileBundle = async (
  profile: string,
  environment: Environment,
): Promise<CertificateBundle | null> => {
  if (bundleOf(environment) !== null) return null;
  const { profiles } = await readAwsConfig(environment);
  const written = nonEmpty(cleanValue(profiles.get(profile)?.get(setting) ?? ""));
  if (written === null) return null;
  const home = nonEmpty(environment["HOME"]) ?? homedir();
  return { path: written.replace(/^~(?=\/)/u, home), variable: setting, profile };
};

/** Trusts the certificates that an AWS profile names. Fails with CertificatesUnreadable. */
export const trustProfile = async (
  profile: string,
  environment: Environment,
): Promise<Result<void, AppError>> => {
  const bundle = await profileBundle(profile, environment);
  if (bundle === null) return ok(undefined);
  try {
    trustBundle(bundle);
    return ok(undefined);
  } catch (thrown) {
    if (thrown instanceof UnusableEnvironment) return fail(thrown.appError);
    throw thrown;
  }
};
