import { parseEndpoint } from "../domain/connection.ts";
import type { AppError } from "../domain/errors.ts";
import { fail, ok, type Result } from "../domain/result.ts";
import type { CredentialProvider } from "../services/adapters/s3/default-credentials.ts";
import type { StoreAddress, StoreCredentials } from "../services/ports/object-store.ts";
import type { Environment } from "../services/ports/environment.ts";

/** A store that no stored connection describes: keys of the environment or of an AWS profile. */
export interface AmbientStore {
  readonly connection: string;
  readonly address: StoreAddress;
  readonly credentials: StoreCredentials | CredentialProvider;
}

/** Name of the keys that environment and AWS profiles hold. */
export const environmentConnection = "environment";

const ambientName = ({ endpoint }: StoreAddress): string =>
  endpoint === null
    ? environmentConnection
    : `${environmentConnection} @ ${new URL(endpoint).host}`;

/**
 * The store that environment and AWS profiles name; `given` goes before them. Fails with NotSetUp without any key,
 * with InvalidInput without a region.
 */
export const findAmbientStore = async (
  environment: Environment,
  given: { readonly region: string | null; readonly endpoint: string | null },
): Promise<Result<AmbientStore, AppError>> => {
  const { defaultAddress, defaultCredentials } =
    await import("../services/adapters/s3/default-credentials.ts");
  const credentials = await defaultCredentials();
  // Without any key the person most likely has not been set up, rather than lost a secret.
  if (!credentials.ok) return fail({ code: "NotSetUp", missing: "connection" });
  const found = given.region !== null ? null : await defaultAddress();
  const region = given.region ?? found?.region;
  const named = environment["AWS_ENDPOINT_URL_S3"] || environment["AWS_ENDPOINT_URL"] || "";
  const endpoint = given.endpoint === null ? parseEndpoint(named) : ok(given.endpoint);
  if (!endpoint.ok) return endpoint;
  if (region === undefined) {
    const problem = "is missing: set --region or AWS_REGION";
    return fail({ code: "InvalidInput", field: "region", problem });
  }
  const address = { region, endpoint: endpoint.value };
  return ok({ connection: ambientName(address), address, credentials: credentials.value });
};
