import { profileKeys } from "../../../domain/aws-config.ts";
import type { AppError } from "../../../domain/errors.ts";
import { cleanValue } from "../../../domain/connection.ts";
import { nonEmpty } from "../../../domain/non-empty.ts";
import { fail, ok, type Result } from "../../../domain/result.ts";
import { fixedCredentials, type CredentialProvider } from "../../ports/credentials.ts";
import type { Environment } from "../../ports/environment.ts";
import type { StoreCredentials } from "../../ports/object-store.ts";
import { readAwsConfig } from "./aws-files.ts";
import { checkKeys } from "./checked-keys.ts";
import { containerAddress } from "./container-address.ts";
import { containerCredentials } from "./container-credentials.ts";
import { ownWords } from "./own-words.ts";
import { profileCredentials } from "./profile-credentials.ts";

const variable = (environment: Environment, name: string): string | null =>
  nonEmpty(cleanValue(environment[name] ?? ""));

/** The profile that the environment names; null for none. */
export const profileOf = (environment: Environment): string | null =>
  variable(environment, "AWS_PROFILE") ?? variable(environment, "AWS_DEFAULT_PROFILE");

const unusable = (why: string) =>
  fail({ code: "CredentialsUnavailable", source: { type: "environment" }, why } as const);

/** Keys in variables; null where there is none of them. One without the other is a mistake, and is told as one. */
const fromVariables = (environment: Environment): Result<StoreCredentials, AppError> | null => {
  const accessKeyId = variable(environment, "AWS_ACCESS_KEY_ID");
  const secretAccessKey = variable(environment, "AWS_SECRET_ACCESS_KEY");
  if (accessKeyId === null && secretAccessKey === null) return null;
  if (accessKeyId === null) return unusable("AWS_ACCESS_KEY_ID is not set");
  if (secretAccessKey === null) return unusable("AWS_SECRET_ACCESS_KEY is not set");
  const checked = checkKeys({
    accessKeyId,
    secretAccessKey,
    sessionToken: environment["AWS_SESSION_TOKEN"] ?? null,
    // As `aws configure export-credentials` writes it.
    expiration: environment["AWS_CREDENTIAL_EXPIRATION"] ?? null,
  });
  return checked.ok ? checked : unusable(checked.error);
};

/** What an orchestrator sets for the programs that it starts: where they are to get keys. */
const handedOver = [
  "AWS_WEB_IDENTITY_TOKEN_FILE",
  "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
  "AWS_CONTAINER_CREDENTIALS_FULL_URI",
];

/** Whatever else the SDK's own chain finds: a token file, a container, the instance. */
const fromChain =
  (environment: Environment): CredentialProvider =>
  async () => {
    const { sdkConfig } = await import("./sdk-config.ts");
    try {
      // A region is needed to build the client, not to find credentials.
      const found = await sdkConfig({ region: "us-east-1" }).credentials();
      const { accessKeyId, secretAccessKey, sessionToken, expiration } = found;
      const expiresAtMs = expiration?.getTime() ?? null;
      return ok({ accessKeyId, secretAccessKey, sessionToken, expiresAtMs });
    } catch (thrown) {
      const source = handedOver.find((name) => variable(environment, name) !== null);
      if (source !== undefined) {
        const message = thrown instanceof Error ? thrown.message : String(thrown);
        return unusable(`${source}: ${ownWords(message) ?? "no keys there"}`);
      }
      // The chain's own message lists every place it looked at, some with paths; nobody needs it here. Without any key
      // the person most likely has not been set up, rather than lost a secret.
      return fail({ code: "NotSetUp", missing: "connection" });
    }
  };

const findProvider = async (
  environment: Environment,
  named: string | null,
): Promise<CredentialProvider> => {
  const profile = named ?? profileOf(environment);
  if (profile !== null) return profileCredentials(profile, environment);
  const variables = fromVariables(environment);
  if (variables !== null)
    return variables.ok ? fixedCredentials(variables.value) : async () => variables;
  const own = (await readAwsConfig(environment)).profiles.get("default");
  const hasKeys = own !== undefined && profileKeys(own).from !== "nowhere";
  if (hasKeys) return profileCredentials("default", environment);
  const address = containerAddress(environment);
  return address === null ? fromChain(environment) : containerCredentials(address, environment);
};

/**
 * Keys that no connection has: those of the profile `named`, else of the profile or the keys that the environment
 * names, of the default profile, or of what the machine itself has. Looked up once here. Fails with
 * CredentialsUnavailable, or with NotSetUp where there are none at all.
 */
export const ambientCredentials = async (
  environment: Environment,
  named: string | null,
): Promise<Result<CredentialProvider, AppError>> => {
  const provider = await findProvider(environment, named);
  const found = await provider(false);
  if (!found.ok) return found;
  // The first request need not ask again.
  let first: StoreCredentials | null = found.value;
  return ok(async (isFresh) => {
    const once = first;
    first = null;
    return once === null || isFresh ? provider(isFresh) : ok(once);
  });
};
