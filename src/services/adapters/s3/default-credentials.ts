import { S3Client } from "@aws-sdk/client-s3";
import type { AppError } from "../../../domain/errors.ts";
import { fail, ok } from "../../../domain/result.ts";
import type { Result } from "../../../domain/result.ts";
import type { StoreAddress, StoreCredentials } from "../../ports/object-store.ts";

/** Gives the credentials to sign the next request with; temporary ones are renewed when they run out. */
export type CredentialProvider = () => Promise<StoreCredentials>;

/**
 * Credentials by the AWS SDK's own chain: environment, profile, SSO, process, container, instance. Looked up once
 * here; NotSetUp when the chain finds none.
 */
export const defaultCredentials = async (): Promise<Result<CredentialProvider, AppError>> => {
  // A region is needed to build the client, not to find credentials.
  const { config } = new S3Client({ region: "us-east-1" });
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
  const { config } = new S3Client({});
  const endpoint = process.env["AWS_ENDPOINT_URL_S3"] ?? process.env["AWS_ENDPOINT_URL"] ?? null;
  try {
    return { region: await config.region(), endpoint };
  } catch {
    return null;
  }
};
