import { S3Client } from "@aws-sdk/client-s3";
import type { StoreAddress, StoreCredentials } from "../../ports/object-store.ts";
import { toBucketBase } from "./bucket-base.ts";
import type { BucketBase } from "./bucket-base.ts";
import type { HttpSender } from "../http/http-call.ts";
import { toTermHeaders } from "./option-headers.ts";
import { createSdkRequestHandler } from "./sdk-request-handler.ts";

export interface SdkClientOptions {
  readonly address: StoreAddress;
  readonly credentials: () => Promise<StoreCredentials>;
  readonly sender: HttpSender;
  readonly maxAttempts: number;
  /** Added to this machine's time. */
  readonly clockOffsetMs: number;
  /** Where a bucket is: all requests of a run go to one address, whatever the SDK finds in its surroundings. */
  readonly baseOf: (bucket: string) => Promise<BucketBase>;
}

interface SdkRequest {
  protocol: string;
  hostname: string;
  port?: number | undefined;
  path: string;
  readonly headers: Record<string, string>;
}

/** True for the request of an SDK middleware, which the SDK types as unknown. */
export const isSdkRequest = (request: unknown): request is SdkRequest =>
  typeof request === "object" && request !== null && "hostname" in request && "headers" in request;

const bucketOf = (input: object): string | null =>
  "Bucket" in input && typeof input.Bucket === "string" ? input.Bucket : null;

/** Sends a request about a bucket where the bucket is. */
const direct = (request: SdkRequest, { origin, host, path }: BucketBase): void => {
  request.protocol = origin.protocol;
  request.hostname = origin.hostname.includes(":") ? `[${origin.hostname}]` : origin.hostname;
  request.port = origin.port === "" ? undefined : Number(origin.port);
  request.path = `${path}/`;
  request.headers["host"] = host;
};

/** A client of the AWS SDK that sends through our sender. */
export const createSdkClient = (options: SdkClientOptions): S3Client => {
  const { address, credentials, sender, maxAttempts, clockOffsetMs, baseOf } = options;
  const client = new S3Client({
    region: address.region,
    ...(address.endpoint !== null && { endpoint: address.endpoint, forcePathStyle: true }),
    credentials: async () => {
      const { accessKeyId, secretAccessKey, sessionToken, expiresAtMs } = await credentials();
      return {
        accessKeyId,
        secretAccessKey,
        ...(sessionToken !== undefined && { sessionToken }),
        // The client asks again before that.
        ...(typeof expiresAtMs === "number" && { expiration: new Date(expiresAtMs) }),
      };
    },
    // Those of the environment are not for a stored connection.
    useFipsEndpoint: address.isFips ?? false,
    useDualstackEndpoint: address.isDualStack ?? false,
    useArnRegion: true,
    maxAttempts,
    requestHandler: createSdkRequestHandler(sender),
    systemClockOffset: clockOffsetMs,
  });
  // The SDK signs payloads by SHA-256, a second pass over every byte.
  client.middlewareStack.add(
    (next) => async (args) => {
      const { request, input } = args;
      const bucket = bucketOf(input);
      if (isSdkRequest(request) && bucket !== null) {
        const base = await baseOf(bucket);
        direct(request, base);
        Object.assign(request.headers, toTermHeaders(address.terms ?? {}));
        if (base.guardsPayload) request.headers["x-amz-content-sha256"] = "UNSIGNED-PAYLOAD";
      }
      return next(args);
    },
    { step: "build", name: "sendToBucket" },
  );
  return client;
};

/** The base of any bucket, of AWS by the SDK's own endpoint rules. */
export const baseByRules = (
  client: S3Client,
  { region, addressing, isFips = false, isDualStack = false }: StoreAddress,
  bucket: string,
): BucketBase => {
  const { url } = client.config.endpointProvider({
    Bucket: bucket,
    Region: region,
    ForcePathStyle: addressing === "path",
    UseFIPS: isFips,
    UseDualStack: isDualStack,
  });
  return toBucketBase(url);
};
