import { ambientAddress } from "../domain/aws-address.ts";
import { profileKeys, type AwsProfile } from "../domain/aws-config.ts";
import type { ProfileCredentials } from "../services/connection/held-keys.ts";
import type { Environment } from "../services/ports/environment.ts";

/** Keys by the name of an AWS profile, whose certificates are trusted from then on. What reads them waits until a connection needs it. */
export const createProfileCredentials =
  (environment: Environment): ProfileCredentials =>
  (profile) =>
  async (isFresh) => {
    const { trustProfile } = await import("../services/adapters/s3/profile-certificates.ts");
    // First: who gives the keys, and who takes the files, may have a certificate that only these vouch for.
    const trusted = await trustProfile(profile, environment);
    if (!trusted.ok) return trusted;
    const { profileCredentials } = await import("../services/adapters/s3/profile-credentials.ts");
    return profileCredentials(profile, environment)(isFresh);
  };

/** The profiles that can sign, with their own addresses; what the environment names is nothing to keep. */
export const listProfiles = async (environment: Environment): Promise<readonly AwsProfile[]> => {
  const { readAwsConfig } = await import("../services/adapters/s3/aws-files.ts");
  const config = await readAwsConfig(environment);
  return Array.from(config.profiles).flatMap(([name, section]) => {
    const { from } = profileKeys(section);
    if (from === "nowhere") return [];
    const own = { environment: {}, config, profile: name, isProfileNamed: true };
    const { region, endpoint } = ambientAddress(own);
    return [{ name, from, region, endpoint }];
  });
};

/** Path of the file of certificates of a profile that are trusted; null for none, and where it cannot be used. */
export const profileCertificates = async (
  profile: string,
  environment: Environment,
): Promise<string | null> => {
  const { profileBundle, trustProfile } =
    await import("../services/adapters/s3/profile-certificates.ts");
  if (!(await trustProfile(profile, environment)).ok) return null;
  return (await profileBundle(profile, environment))?.path ?? null;
};
