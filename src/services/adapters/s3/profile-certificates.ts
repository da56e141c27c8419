import { homedir } from "node:os";
import { cleanValue } from "../../../domain/connection.ts";
import type { AppError } from "../../../domain/errors.ts";
import { nonEmpty } from "../../../domain/non-empty.ts";
import { fail, ok, type Result } from "../../../domain/result.ts";
import type { Environment } from "../../ports/environment.ts";
import { bundleOf, trustBundle } from "../http/certificates.ts";
import { UnusableEnvironment } from "../http/network-fault.ts";
import { readAwsConfig } from "./aws-files.ts";

/** AWS CLI "Configuration and credential file settings". */
const setting = "ca_bundle";

/**
 * Trusts the certificates that an AWS profile names, unless AWS_CA_BUNDLE names others, which goes before it. Fails with
 * CertificatesUnreadable.
 */
export const trustProfile = async (
  profile: string,
  environment: Environment,
): Promise<Result<void, AppError>> => {
  if (bundleOf(environment) !== null) return ok(undefined);
  const { profiles } = await readAwsConfig(environment);
  const written = nonEmpty(cleanValue(profiles.get(profile)?.get(setting) ?? ""));
  if (written === null) return ok(undefined);
  const home = nonEmpty(environment["HOME"]) ?? homedir();
  const path = written.replace(/^~(?=\/)/u, home);
  try {
    trustBundle({ path, variable: setting, profile });
    return ok(undefined);
  } catch (thrown) {
    if (thrown instanceof UnusableEnvironment) return fail(thrown.appError);
    throw thrown;
  }
};
