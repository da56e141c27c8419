import { nonEmpty } from "../../../domain/non-empty.ts";
import type { AppError } from "../../../domain/errors.ts";
import { fail, ok } from "../../../domain/result.ts";
import type { Result } from "../../../domain/result.ts";
import type { StoreAddress, StoreCredentials } from "../../ports/object-store.ts";

/** Gives the credentials to sign the next request with; temporary ones are renewed when they run out. */
export type CredentialProvider = () => Promise<StoreCredentials>;

// Loading the SDK takes as long as sending a hundred small files: only where the environment does not say it all.
const openSdk = async (settings: { readonly region?: string }) => {
  const { sdkConfig } = await import("./sdk-config.ts");
  return sdkConfig(settings);
};

/** What the SDK's chain asks first; a profile that is named goes before it there. */
const fromEnvironment = (): StoreCredentials | null => {
  const { AWS_PROFILE, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN } = process.env;
  if (AWS_PROFILE !== undefined || !AWS_ACCESS_KEY_ID || !AWS_SECRET_ACCESS_KEY) return null;
  return {
    accessKeyId: AWS_ACCESS_KEY_ID,
    secretAccessKey: AWS_SECRET_ACCESS_KEY,
    sessionToken: nonEmpty(AWS_SESSION_TOKEN) ?? undefined,
  };
};

/** Null where it is the SDK that has to judge or to rewrite it. */
const regionOfEnvironment = (): string | null => {
  const region = process.env["AWS_REGION"] ?? "";
  return /^[a-z]{2}(-[a-z]+)+-\d$/.test(region) && !region.includes("fips") ? region : null;
};

/**
 * Credentials by the AWS SDK's own chain: environment, profile, SSO, process, container, instance. Looked up once
 * here; NotSetUp when the chain finds none.
 */
export const defaultCredentials = async (): Promise<Result<CredentialProvider, AppError>> => {
  const given = fromEnvironment();
  if (given) return ok(async () => given);
  // A region is needed to build the client, not to find credentials.
  const config = await openSdk({ region: "us-east-1" });
  const provider: CredentialProvider = async () => {
    const { accessKeyId, secretAccessKey, sessionToken } = await config.credentials();
    return { accessKeyId, secretAccessKey, sessionToken };
  };
  try {
    await provider();
    return ok(provider);
  } catch {
    // The chain's own message lists every place it looked at, some with paths; nobody needs it here.
    return fail({ code: "NotSetUp", missing: "secret" });
  }
};

/** Region and endpoint as the SDK finds them in environment and profile; null without a region. */
export const defaultAddress = async (): Promise<StoreAddress | null> => {
  const endpoint = process.env["AWS_ENDPOINT_URL_S3"] ?? process.env["AWS_ENDPOINT_URL"] ?? null;
  const given = regionOfEnvironment();
  if (given !== null) return { region: given, endpoint };
  const config = await openSdk({});
  try {
    return { region: await config.region(), endpoint };
  } catch {
    return null;
  }
};
