import { S3Client } from "@aws-sdk/client-s3";

/**
 * What the SDK finds in environment and profile. A module of its own, to be loaded when needed: bundled, a package that
 * is itself imported late has its exports one level deeper.
 */
export const sdkConfig = (settings: { readonly region?: string }) => new S3Client(settings).config;
