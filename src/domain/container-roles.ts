import type { AwsSection } from "./aws-config.ts";

/**
 * The profiles whose roles are taken on, the outermost first, where the first keys are those of a container; null for
 * any other source. AWS CLI "Using an IAM role": source_profile leads from one profile to the next.
 */
export const containerRoles = (
  profiles: ReadonlyMap<string, AwsSection>,
  name: string,
): readonly AwsSection[] | null => {
  const roles: AwsSection[] = [];
  const seen = new Set<string>();
  for (let at: string | undefined = name; at !== undefined && !seen.has(at);) {
    seen.add(at);
    const section = profiles.get(at);
    if (section?.has("role_arn")) roles.push(section);
    const source = section?.get("source_profile");
    if (source === undefined)
      return section?.get("credential_source") === "EcsContainer" ? roles : null;
    at = source;
  }
  return null;
};
