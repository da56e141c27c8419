import { S3Client } from "@aws-sdk/client-s3";
import type { StoreAddress, StoreCredentials } from "../../ports/object-store.ts";
import { toBucketBase } from "./bucket-base.ts";
import type { BucketBase } from "./bucket-base.ts";
import type { HttpSender } from "../http/http-call.ts";
import { createSdkRequestHandler } from "./sdk-request-handler.ts";

export interface SdkClientOptions {
  readonly address: StoreAddress;
  readonly credentials: () => Promise<StoreCredentials>;
  readonly sender: HttpSender;
  readonly maxAttempts: number;
  /** Added to this machine's time. */
  readonly clockOffsetMs: number;
}

interface SdkRequest {
  readonly protocol: string;
  readonly hostname: string;
  readonly headers: Record<string, string>;
}

/** True for the request of an SDK middleware, which the SDK types as unknown. */
export const isSdkRequest = (request: unknown): request is SdkRequest =>
  typeof request === "object" && request !== null && "hostname" in request && "headers" in request;

const originOf = ({ protocol, hostname }: SdkRequest): URL => new URL(`${protocol}//${hostname}`);

/** A client of the AWS SDK that sends through our sender. */
export const createSdkClient = (options: SdkClientOptions): S3Client => {
  const { address, credentials, sender, maxAttempts, clockOffsetMs } = options;
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
    maxAttempts,
    requestHandler: createSdkRequestHandler(sender),
    systemClockOffset: clockOffsetMs,
  });
  // The SDK signs payloads by SHA-256, a second pass over every byte.
  client.middlewareStack.add(
    (next) => (args) => {
      const { request } = args;
      if (isSdkRequest(request) && toBucketBase(originOf(request)).guardsPayload) {
        request.headers["x-amz-content-sha256"] = "UNSIGNED-PAYLOAD";
      }
      return next(args);
    },
    { step: "build", name: "leavePayloadUnsigned" },
  );
  return client;
};

/** The base of any bucket, by the SDK's own endpoint rules: virtual-hosted at AWS, path-style at an endpoint. */
export const baseByRules = (
  client: S3Client,
  { region, endpoint }: StoreAddress,
  bucket: string,
): BucketBase => {
  const { url } = client.config.endpointProvider({
    Bucket: bucket,
    Region: region,
    ...(endpoint !== null && { Endpoint: endpoint, ForcePathStyle: true }),
    UseFIPS: false,
    UseDualStack: false,
  });
  return toBucketBase(url);
};
