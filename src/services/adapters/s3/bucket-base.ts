import { isLoopbackHost } from "../../../domain/loopback.ts";
import type { StoreAddress } from "../../ports/object-store.ts";
import { toOrigin, type Origin } from "../http/origin.ts";

/** The address of a bucket, taken apart once and not for each request. */
export interface BucketBase {
  readonly href: string;
  readonly origin: Origin;
  /** With the port, as the `host` header has it. */
  readonly host: string;
  /** Without a slash at its end. */
  readonly path: string;
  /** TLS guards the payload on its way, and on loopback there is no way. Elsewhere the signature has to. */
  readonly guardsPayload: boolean;
}

/** Takes a URL apart. */
export const toBucketBase = (url: URL): BucketBase => {
  const origin = toOrigin(url);
  return {
    href: url.href,
    origin,
    host: url.host,
    path: url.pathname.replace(/\/$/u, ""),
    guardsPayload: origin.protocol === "https:" || isLoopbackHost(origin.hostname),
  };
};

// No dot (its certificate would not fit), no doubled hyphen (directory buckets and access points).
const plainBucket = /^(?!.*--)[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/u;
// AWS's own partition; China, GovCloud and others have other domains.
const plainRegion = /^(us|eu|ap|sa|ca|me|af|il|mx)-[a-z]+-\d+$/u;

/**
 * The base of a bucket as nearly all are; null where only the SDK's endpoint rules know it. Loading those takes as
 * long as sending a hundred small files.
 */
export const plainBase = (
  { region, endpoint }: StoreAddress,
  bucket: string,
): BucketBase | null => {
  if (!plainBucket.test(bucket)) return null;
  if (endpoint === null) {
    const isPlain = plainRegion.test(region);
    return isPlain ? toBucketBase(new URL(`https://${bucket}.s3.${region}.amazonaws.com`)) : null;
  }
  const url = new URL(endpoint);
  if (url.pathname !== "/" || url.search !== "" || !/^https?:$/u.test(url.protocol)) return null;
  return toBucketBase(new URL(bucket, url));
};
