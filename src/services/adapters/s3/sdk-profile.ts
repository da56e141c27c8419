import { fromIni } from "@aws-sdk/credential-provider-ini";
import type { Environment } from "../../ports/environment.ts";
import type { StoreCredentials } from "../../ports/object-store.ts";
import { createHttpSender } from "../http/http-sender.ts";
import { createSdkRequestHandler } from "./sdk-request-handler.ts";

const connectTimeoutMs = 10_000;
const idleTimeoutMs = 30_000;

/**
 * The keys of a profile that says how to get some: by a role, a sign-in or a program. Files are read anew, and STS is
 * asked on our way through the network. A module of its own, for the reason given in sdk-config.ts. Rejects with the
 * SDK's own error.
 */
export const sdkProfileKeys = async (
  profile: string,
  region: string | null,
  environment: Environment,
): Promise<StoreCredentials> => {
  const sender = createHttpSender({ connectTimeoutMs, idleTimeoutMs, environment });
  try {
    const requestHandler = createSdkRequestHandler(sender);
    const provider = fromIni({
      profile,
      ignoreCache: true,
      // By the one a sign-in is asked, by the other STS for the token of a file; a region in the first would be taken
      // for that of the sign-in.
      clientConfig: { requestHandler },
      parentClientConfig: { requestHandler, ...(region !== null && { region }) },
    });
    const { accessKeyId, secretAccessKey, sessionToken, expiration } = await provider();
    const expiresAtMs = expiration?.getTime() ?? null;
    return { accessKeyId, secretAccessKey, sessionToken, expiresAtMs };
  } finally {
    sender.close();
  }
};
