import { profileKeys, type AwsSection } from "../../../domain/aws-config.ts";
import { containerRoles } from "../../../domain/container-roles.ts";
import type { AppError, AppErrorOf } from "../../../domain/errors.ts";
import { nonEmpty } from "../../../domain/non-empty.ts";
import { fail, ok, type Result } from "../../../domain/result.ts";
import type { CredentialProvider } from "../../ports/credentials.ts";
import type { Environment } from "../../ports/environment.ts";
import type { StoreCredentials } from "../../ports/object-store.ts";
import { withTimeout } from "../../ports/with-timeout.ts";
import { readAwsConfig } from "./aws-files.ts";
import { checkKeys } from "./checked-keys.ts";
import { containerAddress } from "./container-address.ts";
import { ownWords } from "./own-words.ts";

// Long enough for a program that asks a person for a code, short enough for a script that nobody watches.
const answerTimeoutMs = 60_000;

type Unavailable = AppErrorOf<"CredentialsUnavailable">;
type From = Extract<Unavailable["source"], { type: "profile" }>["from"];

const regionOf = (section: AwsSection, environment: Environment): string | null =>
  nonEmpty(environment["AWS_REGION"]) ?? section.get("region") ?? null;

const inTime = <T>(work: Promise<T>): Promise<T> =>
  withTimeout(work, answerTimeoutMs, () => {
    throw new Error(`no answer within ${answerTimeoutMs / 1000} s`);
  });

const askSdk = async (
  profile: string,
  section: AwsSection,
  environment: Environment,
): Promise<StoreCredentials> => {
  const { sdkProfileKeys } = await import("./sdk-profile.ts");
  return inTime(sdkProfileKeys(profile, regionOf(section, environment), environment));
};

/** The SDK asks a container for its keys past proxy and certificates of ours, and only on this computer. */
const askContainer = async (
  url: URL,
  roles: readonly AwsSection[],
  region: string | null,
  environment: Environment,
): Promise<Result<StoreCredentials, AppError>> => {
  const { containerCredentials } = await import("./container-credentials.ts");
  const keys = await containerCredentials(url, environment)(true);
  if (!keys.ok) return keys;
  const { assumeRoles } = await import("./assume-roles.ts");
  return ok(await inTime(assumeRoles(keys.value, roles.toReversed(), region, environment)));
};

/**
 * The keys of an AWS profile, as its files say when they are asked for: static ones, a role, a sign-in (SSO), a
 * program. Fails with CredentialsUnavailable, which names the profile and what failed.
 */
export const profileCredentials =
  (profile: string, environment: Environment): CredentialProvider =>
  async () => {
    const config = await readAwsConfig(environment);
    const unavailable = (from: From, why: string | null, program?: string) =>
      fail<Unavailable>({
        code: "CredentialsUnavailable",
        source: { type: "profile", profile, from, program },
        why,
      });
    const section = config.profiles.get(profile);
    if (!section) return unavailable("no such profile", config.problem);
    const keys = profileKeys(section);
    if (keys.from === "nowhere") return unavailable("nowhere", config.problem);
    if (keys.from === "file") {
      const checked = checkKeys(keys);
      return checked.ok ? checked : unavailable("file", checked.error);
    }
    if (keys.from === "program") {
      const { command, program } = keys;
      const { runCredentialProcess } = await import("./credential-process.ts");
      const found = await runCredentialProcess(command, environment, answerTimeoutMs);
      return found.ok ? found : unavailable("program", ownWords(found.error), program);
    }
    const roles = containerRoles(config.profiles, profile);
    const address = roles === null ? null : containerAddress(environment);
    try {
      if (roles === null || address === null)
        return ok(await askSdk(profile, section, environment));
      const region = regionOf(section, environment);
      const found = await askContainer(address, roles, region, environment);
      if (found.ok || found.error.code !== "CredentialsUnavailable") return found;
      return unavailable("role", found.error.why);
    } catch (thrown) {
      const message = thrown instanceof Error ? thrown.message : String(thrown);
      return unavailable(keys.from, ownWords(message));
    }
  };
