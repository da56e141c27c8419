import { readAccessPoint } from "../../../domain/access-point.ts";
import type { StoreAbilities } from "../../../domain/store-abilities.ts";
import { hasUser } from "../../../domain/url-user.ts";
import type { StoreAddress } from "../../ports/object-store.ts";
import {
  accessPointBase,
  beginsWithBucket,
  isIpAddress,
  pathBase,
  plainBase,
  virtualBase,
  withoutBucketPath,
  type BucketBase,
} from "./bucket-base.ts";
import { decodeUri } from "./decode-uri.ts";
import type { StoreRefusal } from "./store-refusal.ts";

type Style = Exclude<StoreAbilities["addressing"], "unknown">;

export interface BucketAddressesDeps {
  readonly address: StoreAddress;
  /** As it was learned in this run or an earlier one. */
  readonly remembered: (bucket: string) => StoreAbilities["addressing"];
  readonly learn: (bucket: string, addressing: Style) => void;
  /** By the SDK's own endpoint rules. */
  readonly byRules: (bucket: string, region: string) => Promise<BucketBase>;
  /** True when a list of the bucket is answered there; null when nothing was. Never rejects. */
  readonly isListed: (base: BucketBase, bucket: string) => Promise<boolean | null>;
}

/** Where a refusal says that the bucket is. */
export interface Refused {
  readonly refusal: Pick<StoreRefusal, "code" | "message" | "status" | "endpoint">;
  /** That of a redirection. */
  readonly location: string | null;
  /** Of the object; null for a list. */
  readonly key: string | null;
}

// OSS and others refuse buckets in the path by this code; most say it in words, and some name the host.
const wantsVirtual = ({ code, message, endpoint }: Refused["refusal"], host: string): boolean =>
  code === "SecondLevelDomainForbidden" ||
  // Huawei OBS lists a bucket in the path, and finds no object there to put.
  (code === "NoSuchKey" && /(?:^|\.)myhuaweicloud\.com$/u.test(host)) ||
  /virtual.?host|path.?style/iu.test(`${code ?? ""} ${message ?? ""}`) ||
  endpoint?.toLowerCase() === host.toLowerCase();

/** S3 "Transfer Acceleration": the bucket is in the host, and nowhere else. */
const isAccelerate = ({ hostname }: URL): boolean =>
  /^s3-accelerate\.(?:dualstack\.)?amazonaws\.com$/u.test(hostname);

/**
 * Address of each bucket: virtual-hosted at AWS, path-style at an endpoint unless the store demands the other, the person
 * does, or the endpoint has the bucket in it already.
 */
export class BucketAddresses {
  readonly #deps: BucketAddressesDeps;
  readonly #bases = new Map<string, Promise<BucketBase>>();
  readonly #moves = new Map<string, number>();

  constructor(deps: BucketAddressesDeps) {
    this.#deps = deps;
  }

  of(bucket: string): Promise<BucketBase> {
    const base = this.#bases.get(bucket) ?? this.#find(bucket);
    this.#bases.set(bucket, base);
    return base;
  }

  /** How often the bucket's address has changed: what was refused at an earlier one is worth another attempt. */
  movesOf(bucket: string): number {
    return this.#moves.get(bucket) ?? 0;
  }

  /** Takes the address that a refusal names; true when it is one to try. `region` is that of a wrong one. */
  async move(bucket: string, refused: Refused, region: string | null = null): Promise<boolean> {
    const base = await this.of(bucket);
    const { endpoint, addressing = "auto", followsRegion = false } = this.#deps.address;
    if (refused.refusal.status === 307) return this.#follow(bucket, base, refused);
    if (region !== null) return followsRegion && this.#moveTo(bucket, base, region);
    if (endpoint === null || addressing === "path") return false;
    const url = withoutBucketPath(new URL(endpoint), bucket);
    if (isIpAddress(url.hostname)) return false;
    const virtual = virtualBase(url, bucket);
    const isThere = virtual.host === base.host;
    if (isThere || !wantsVirtual(refused.refusal, virtual.origin.hostname)) return false;
    this.#deps.learn(bucket, "virtual");
    return this.#set(bucket, virtual);
  }

  #set(bucket: string, base: BucketBase | Promise<BucketBase>): true {
    this.#bases.set(bucket, Promise.resolve(base));
    this.#moves.set(bucket, this.movesOf(bucket) + 1);
    return true;
  }

  /** At AWS each region has hosts of its own; elsewhere only the signature names it. */
  #moveTo(bucket: string, base: BucketBase, region: string): boolean {
    const { address } = this.#deps;
    if (region === (base.region ?? address.region)) return false;
    if (address.endpoint !== null || readAccessPoint(bucket) !== null)
      return this.#set(bucket, { ...base, region });
    const moved = this.#atAws(bucket, region).then((found) => ({ ...found, region }));
    return this.#set(bucket, moved);
  }

  async #atAws(bucket: string, region: string): Promise<BucketBase> {
    const { address, byRules } = this.#deps;
    return plainBase({ ...address, region }, bucket) ?? byRules(bucket, region);
  }

  /** A temporary redirection of S3: to another host, and never from TLS to a line that others can read. */
  #follow(bucket: string, base: BucketBase, { location, key }: Refused): boolean {
    const to = URL.parse(location ?? "");
    if (to === null || hasUser(to)) return false;
    const isSafe = to.protocol === "https:" || to.protocol === base.origin.protocol;
    if (!isSafe || to.host === base.host) return false;
    // It names the object: the bucket's address is what stands before its key.
    const path = decodeUri(to.pathname);
    const behind = key === null ? "" : `/${key}`;
    if (path === null || !path.endsWith(behind)) return false;
    const before = new URL(to.origin);
    before.pathname = path.slice(0, path.length - behind.length);
    return this.#set(bucket, { ...pathBase(before, ""), region: base.region });
  }

  async #find(bucket: string): Promise<BucketBase> {
    const { address } = this.#deps;
    const { endpoint, addressing = "auto" } = address;
    const accessPoint = readAccessPoint(bucket);
    if (accessPoint !== null && endpoint === null)
      return accessPointBase(accessPoint.point, address);
    if (endpoint === null) return this.#atAws(bucket, address.region);
    const url = withoutBucketPath(new URL(endpoint), bucket);
    if (addressing === "path") return pathBase(url, bucket);
    if (beginsWithBucket(url, bucket)) return this.#judge(url, bucket);
    const isVirtual =
      addressing === "virtual" || isAccelerate(url) || this.#deps.remembered(bucket) === "virtual";
    return isVirtual && !isIpAddress(url.hostname)
      ? virtualBase(url, bucket)
      : pathBase(url, bucket);
  }

  /**
   * An endpoint whose host begins with the bucket's name is either the bucket's own, or that of a store which happens
   * to be called so. A list tells: at the bucket's own address, the bucket in the path is an object.
   */
  async #judge(url: URL, bucket: string): Promise<BucketBase> {
    const asPath = pathBase(url, bucket);
    const own = pathBase(url, "");
    if (this.#deps.address.addressing === "virtual") return own;
    const known = this.#deps.remembered(bucket);
    if (known !== "unknown") return known === "path" ? asPath : own;
    const isListed = await this.#deps.isListed(asPath, bucket);
    // Nobody has answered: the next request may ask again.
    if (isListed === null) this.#bases.delete(bucket);
    else this.#deps.learn(bucket, isListed ? "path" : "virtual");
    return isListed === true ? asPath : own;
  }
}
