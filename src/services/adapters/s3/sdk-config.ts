import { S3Client } from "@aws-sdk/client-s3";
import { createHttpSender } from "../http/http-sender.ts";
import { createSdkRequestHandler } from "./sdk-request-handler.ts";

const connectTimeoutMs = 10_000;
const idleTimeoutMs = 30_000;

/**
 * What the SDK finds in environment and profile; STS is asked on our way through the network. A module of its own, to be
 * loaded when needed: bundled, a package that is itself imported late has its exports one level deeper.
 */
export const sdkConfig = (settings: { readonly region?: string }) => {
  // Its connections end by themselves, and keep no program alive.
  const sender = createHttpSender({ connectTimeoutMs, idleTimeoutMs, environment: process.env });
  return new S3Client({ ...settings, requestHandler: createSdkRequestHandler(sender) }).config;
};
