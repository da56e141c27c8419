import { getDefaultRoleAssumer } from "@aws-sdk/nested-clients/sts";
import type { AwsSection } from "../../../domain/aws-config.ts";
import type { Environment } from "../../ports/environment.ts";
import type { StoreCredentials } from "../../ports/object-store.ts";
import { createHttpSender } from "../http/http-sender.ts";
import { createSdkRequestHandler } from "./sdk-request-handler.ts";

const connectTimeoutMs = 10_000;
const idleTimeoutMs = 30_000;
/** As the AWS SDKs. */
const defaultDurationSeconds = 3600;

const paramsOf = (role: AwsSection) => ({
  RoleArn: role.get("role_arn"),
  RoleSessionName: role.get("role_session_name") ?? `s3-sftp-${Date.now()}`,
  ExternalId: role.get("external_id"),
  DurationSeconds: Number(role.get("duration_seconds") ?? defaultDurationSeconds),
});

/**
 * The keys of the last of `roles`, each taken on with the keys of the one before, the first with `keys`. A module of its
 * own, for the reason given in sdk-config.ts. Rejects with the SDK's own error.
 */
export const assumeRoles = async (
  keys: StoreCredentials,
  roles: readonly AwsSection[],
  region: string | null,
  environment: Environment,
): Promise<StoreCredentials> => {
  const sender = createHttpSender({ connectTimeoutMs, idleTimeoutMs, environment });
  try {
    let held = keys;
    for (const role of roles) {
      if (role.has("mfa_serial")) throw new Error("the role asks for a code (MFA)");
      const own = role.get("region") ?? region;
      const assume = getDefaultRoleAssumer({
        requestHandler: createSdkRequestHandler(sender),
        ...(own !== null && { region: own }),
      });
      const { accessKeyId, secretAccessKey, sessionToken } = held;
      const source = { accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }) };
      const { expiration, ...found } = await assume(source, paramsOf(role));
      held = { ...found, expiresAtMs: expiration?.getTime() ?? null };
    }
    return held;
  } finally {
    sender.close();
  }
};
