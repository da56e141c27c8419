import { isLoopbackHost } from "../../../domain/loopback.ts";
import type { AccessPoint } from "../../../domain/access-point.ts";
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
  /** That the signature names; null for the connection's own. */
  readonly region: string | null;
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
    region: null,
    guardsPayload: origin.protocol === "https:" || isLoopbackHost(origin.hostname),
  };
};

// No dot (its certificate would not fit), no doubled hyphen (directory buckets and access points).
const plainBucket = /^(?!.*--)[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/u;
// AWS's own partition; China, GovCloud and others have other domains.
const plainRegion = /^(us|eu|ap|sa|ca|me|af|il|mx)-[a-z]+-\d+$/u;

/**
 * The base of a bucket at AWS as nearly all are; null where only the SDK's endpoint rules know it. Loading those takes
 * as long as sending a hundred small files.
 */
export const plainBase = (address: StoreAddress, bucket: string): BucketBase | null => {
  const { region, addressing = "auto", isFips = false, isDualStack = false } = address;
  const isPlain = plainBucket.test(bucket) && plainRegion.test(region);
  if (!isPlain || addressing === "path" || isFips || isDualStack) return null;
  return toBucketBase(new URL(`https://${bucket}.s3.${region}.amazonaws.com`));
};

/** A bucket in the path of an endpoint; an empty name is the endpoint itself. */
export const pathBase = (endpoint: URL, bucket: string): BucketBase => {
  const url = new URL(endpoint);
  const path = url.pathname.replace(/\/+$/u, "");
  url.pathname = bucket === "" ? path : `${path}/${bucket}`;
  return toBucketBase(url);
};

/** A bucket before the host of an endpoint. */
export const virtualBase = (endpoint: URL, bucket: string): BucketBase => {
  const url = new URL(endpoint);
  url.hostname = `${bucket}.${url.hostname}`;
  return toBucketBase(url);
};

/** The endpoint without a bucket at the end of its path: people copy it from where a browser shows it. */
export const withoutBucketPath = (endpoint: URL, bucket: string): URL => {
  const url = new URL(endpoint);
  const path = url.pathname.replace(/\/+$/u, "");
  if (path.endsWith(`/${bucket}`)) url.pathname = path.slice(0, -bucket.length - 1);
  return url;
};

/** True for `https://inbox.store.example` and the bucket "inbox". */
export const beginsWithBucket = ({ hostname }: URL, bucket: string): boolean =>
  !isIpAddress(hostname) && hostname.toLowerCase().startsWith(`${bucket.toLowerCase()}.`);

/** No name can stand before one. */
export const isIpAddress = (hostname: string): boolean =>
  /^\[|^\d+\.\d+\.\d+\.\d+$/u.test(hostname);

/** S3 "Access points": each has a host of its own, in its region. */
export const accessPointBase = (
  { partition, region, account, name }: AccessPoint,
  { isFips = false, isDualStack = false }: StoreAddress,
): BucketBase => {
  const suffix = partition === "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com";
  const service = `s3-accesspoint${isFips ? "-fips" : ""}${isDualStack ? ".dualstack" : ""}`;
  const host = `${name}-${account}.${service}.${region}.${suffix}`;
  return { ...toBucketBase(new URL(`https://${host}`)), region };
};
