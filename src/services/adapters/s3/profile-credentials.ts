import { profileKeys, type AwsSection } from "../../../domain/aws-config.ts";
import type { AppErrorOf } from "../../../domain/errors.ts";
import { nonEmpty } from "../../../domain/non-empty.ts";
import { isSecretShaped } from "../../../domain/pasted-keys.ts";
import { fail, ok } from "../../../domain/result.ts";
import type { CredentialProvider } from "../../ports/credentials.ts";
import type { Environment } from "../../ports/environment.ts";
import type { StoreCredentials } from "../../ports/object-store.ts";
import { withTimeout } from "../../ports/with-timeout.ts";
import { readAwsConfig } from "./aws-files.ts";
import { checkKeys } from "./checked-keys.ts";

// Long enough for a program that asks a person for a code, short enough for a script that nobody watches.
const answerTimeoutMs = 60_000;
const maxWhyCharacters = 200;

type Unavailable = AppErrorOf<"CredentialsUnavailable">;
type From = Extract<Unavailable["source"], { type: "profile" }>["from"];

/** What a source says of its failure, on one line and without what looks secret. */
export const ownWords = (message: string): string | null => {
  const words = message
    .replaceAll(/[A-Za-z0-9/+=_-]{30,}/gu, (word) => (isSecretShaped(word) ? "…" : word))
    .replaceAll(/\s+/gu, " ")
    .trim();
  return nonEmpty(words.slice(0, maxWhyCharacters));
};

const askSdk = async (
  profile: string,
  section: AwsSection,
  environment: Environment,
): Promise<StoreCredentials> => {
  const { sdkProfileKeys } = await import("./sdk-profile.ts");
  const region = nonEmpty(environment["AWS_REGION"]) ?? section.get("region") ?? null;
  return withTimeout(sdkProfileKeys(profile, region, environment), answerTimeoutMs, () => {
    throw new Error(`no answer within ${answerTimeoutMs / 1000} s`);
  });
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
    try {
      return ok(await askSdk(profile, section, environment));
    } catch (thrown) {
      const message = thrown instanceof Error ? thrown.message : String(thrown);
      return unavailable(keys.from, ownWords(message));
    }
  };
