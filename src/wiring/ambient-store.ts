import { ambientAddress, regionOfEndpoint } from "../domain/aws-address.ts";
import { parseEndpoint, parseRegion } from "../domain/connection.ts";
import { givenValue } from "../domain/input-field.ts";
import type { AppError } from "../domain/errors.ts";
import { fail, ok, type Result } from "../domain/result.ts";
import type { Addressing } from "../domain/settings.ts";
import type { CredentialProvider } from "../services/ports/credentials.ts";
import type { StoreAddress } from "../services/ports/object-store.ts";
import type { Environment } from "../services/ports/environment.ts";

/** A store that no stored connection describes: keys of the environment or of an AWS profile. */
export interface AmbientStore {
  readonly connection: string;
  readonly address: StoreAddress;
  readonly credentials: CredentialProvider;
}

/** What was given for one command; null where profile and environment decide. */
export interface GivenAddress {
  readonly profile: string | null;
  readonly region: string | null;
  readonly endpoint: string | null;
  readonly addressing: Addressing | null;
}

/** Name of the keys that environment and AWS profiles hold. */
export const environmentConnection = "environment";

/** True for the name of keys that no stored connection has. */
export const isAmbientConnection = (name: string): boolean =>
  name === environmentConnection || name.startsWith(`${environmentConnection} @ `);

const ambientName = ({ endpoint }: StoreAddress): string =>
  endpoint === null
    ? environmentConnection
    : `${environmentConnection} @ ${new URL(endpoint).host}`;

/** The answer, whose error names the variable or the setting and what it holds. */
const namedInput = <T>(
  parsed: Result<T, AppError>,
  name: string,
  text: string | null,
): Result<T, AppError> =>
  parsed.ok || parsed.error.code !== "InvalidInput"
    ? parsed
    : fail({ ...parsed.error, given: { option: name, value: givenValue(text) } });

const findAddress = async (
  environment: Environment,
  profile: string,
  given: GivenAddress,
): Promise<Result<StoreAddress, AppError>> => {
  const { readAwsConfig } = await import("../services/adapters/s3/aws-files.ts");
  const found = ambientAddress({
    environment,
    config: await readAwsConfig(environment),
    profile,
    isProfileNamed: given.profile !== null,
  });
  const endpoint =
    given.endpoint === null
      ? namedInput(parseEndpoint(found.endpoint ?? ""), found.names.endpoint, found.endpoint)
      : ok(given.endpoint);
  if (!endpoint.ok) return endpoint;
  const ofEndpoint = endpoint.value === null ? null : regionOfEndpoint(endpoint.value);
  const named = given.region ?? found.region ?? ofEndpoint;
  if (named === null) {
    const problem = "is missing: set it, or AWS_REGION";
    const missing = { option: "--region", value: null };
    return fail({ code: "InvalidInput", field: "region", problem, given: missing });
  }
  const region = namedInput(parseRegion(named), found.names.region, named);
  if (!region.ok) return region;
  // The SDKs take a region that is written so for its FIPS endpoint.
  const plain = region.value.replace(/^fips-|-fips$/u, "");
  const isAws = endpoint.value === null;
  return ok({
    region: plain,
    endpoint: endpoint.value,
    addressing: given.addressing ?? found.addressing,
    isFips: isAws && (found.isFips || plain !== region.value),
    isDualStack: isAws && found.isDualStack,
    omitsChecksums: found.omitsChecksums,
  });
};

/**
 * The store that environment and AWS profiles name; `given` goes before them. The certificates of the profile are
 * trusted from then on. Fails with NotSetUp without any key, with CredentialsUnavailable where they are to come from
 * gives none, with InvalidInput without a region, with CertificatesUnreadable.
 */
export const findAmbientStore = async (
  environment: Environment,
  given: GivenAddress,
): Promise<Result<AmbientStore, AppError>> => {
  const { ambientCredentials, profileOf } =
    await import("../services/adapters/s3/ambient-credentials.ts");
  const { trustProfile } = await import("../services/adapters/s3/profile-certificates.ts");
  const profile = given.profile ?? profileOf(environment) ?? "default";
  const trusted = await trustProfile(profile, environment);
  if (!trusted.ok) return trusted;
  const credentials = await ambientCredentials(environment, given.profile);
  if (!credentials.ok) return credentials;
  const address = await findAddress(environment, profile, given);
  if (!address.ok) return address;
  return ok({
    connection: ambientName(address.value),
    address: address.value,
    credentials: credentials.value,
  });
};
