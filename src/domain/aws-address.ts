import type { AwsConfig, AwsSection } from "./aws-config.ts";
import { cleanValue } from "./connection.ts";
import { nonEmpty } from "./non-empty.ts";
import type { Addressing } from "./settings.ts";

/** The address that profile and environment name; each as it is written there, null where nobody says. */
export interface AmbientAddress {
  readonly region: string | null;
  readonly endpoint: string | null;
  /** Where these two stand: a variable, or a setting of the profile. */
  readonly names: { readonly region: string; readonly endpoint: string };
  readonly addressing: Addressing;
  readonly isFips: boolean;
  readonly isDualStack: boolean;
  /** True where checksums that nobody requires are to be left out. */
  readonly omitsChecksums: boolean;
}

export interface AmbientAddressParams {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly config: AwsConfig;
  /** Name of the profile; the one called "default" counts also where none was named. */
  readonly profile: string;
  /**
   * True when the person named the profile for this command: its endpoint goes before the environment's
   * (docs/decisions/0016-address-of-a-store.md). Otherwise the order is that of AWS.
   */
  readonly isProfileNamed: boolean;
}

const isTrue = (text: string | null): boolean => text?.toLowerCase() === "true";

/** A value, and where it stands. */
interface Named {
  readonly name: string;
  readonly text: string;
}

/** The first of these names that has a value. */
const firstOf = (names: readonly string[], read: (name: string) => string | null): Named | null => {
  for (const name of names) {
    const text = read(name);
    if (text !== null) return { name, text };
  }
  return null;
};

/** The endpoints of a profile: of its `services` section for S3 first, then its own. */
const endpointOf = (profile: AwsSection, { services }: AwsConfig): Named | null => {
  const section = services.get(profile.get("services") ?? "");
  const text = section?.get("s3.endpoint_url") ?? profile.get("endpoint_url");
  return text === undefined ? null : { name: "endpoint_url", text };
};

const toAddressing = (text: string | null): Addressing =>
  text === "path" || text === "virtual" ? text : "auto";

/** By the SDKs' "Data Integrity Protections": `when_required` in any case; all else is `when_supported`. */
export const omitsChecksums = (calculation: string | null): boolean =>
  calculation?.trim().toLowerCase() === "when_required";

// As AWS and most others call their hosts: s3.REGION.…, s3-REGION.…
const regionInHost = /(?:^|\.)s3(?:-fips)?(?:\.dualstack)?[.-]([a-z]+(?:-[a-z]+)+-\d+)\./;

/** The region that an endpoint names, or the one that stores without regions take. */
export const regionOfEndpoint = (endpoint: string): string =>
  regionInHost.exec(new URL(endpoint).hostname)?.[1] ?? "us-east-1";

/** Region and endpoint as the AWS SDKs find them: "Service-specific endpoints", order of precedence. */
export const ambientAddress = (params: AmbientAddressParams): AmbientAddress => {
  const { environment, config, isProfileNamed } = params;
  const profile = config.profiles.get(params.profile) ?? new Map<string, string>();
  const variable = (name: string) => nonEmpty(cleanValue(environment[name] ?? ""));
  const setting = (name: string) => nonEmpty(cleanValue(profile.get(name) ?? ""));
  const isIgnored =
    isTrue(variable("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS")) ||
    isTrue(setting("ignore_configured_endpoint_urls"));
  const ofEnvironment = firstOf(["AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL"], variable);
  const ofProfile = endpointOf(profile, config);
  const configured = isProfileNamed ? (ofProfile ?? ofEnvironment) : (ofEnvironment ?? ofProfile);
  const endpoint = isIgnored ? null : configured;
  const region =
    firstOf(["AWS_REGION", "AWS_DEFAULT_REGION"], variable) ?? firstOf(["region"], setting);
  const switchOf = (name: string, own: string) =>
    endpoint === null && isTrue(variable(name) ?? setting(own) ?? setting(`s3.${own}`));
  return {
    region: region?.text ?? null,
    endpoint: endpoint === null ? null : cleanValue(endpoint.text),
    names: { region: region?.name ?? "region", endpoint: endpoint?.name ?? "endpoint_url" },
    addressing: toAddressing(setting("s3.addressing_style")),
    // There is no such endpoint of another store.
    isFips: switchOf("AWS_USE_FIPS_ENDPOINT", "use_fips_endpoint"),
    isDualStack: switchOf("AWS_USE_DUALSTACK_ENDPOINT", "use_dualstack_endpoint"),
    omitsChecksums: omitsChecksums(
      variable("AWS_REQUEST_CHECKSUM_CALCULATION") ?? setting("request_checksum_calculation"),
    ),
  };
};
