import { BlockList, isIP, isIPv6 } from "node:net";
import { fail, ok, type Result } from "../../domain/result.ts";

/** Proxies whose `X-Forwarded-For` is believed. */
export type TrustedProxies = Pick<BlockList, "check">;

const familyOf = (address: string) => (isIPv6(address) ? "ipv6" : "ipv4");

/** Reads `--trust-proxy`: addresses or networks (CIDR) with commas between. Fails with the part that is neither. */
export const parseTrustedProxies = (list: string): Result<TrustedProxies, string> => {
  const proxies = new BlockList();
  for (const part of list.split(",").map((one) => one.trim())) {
    const [address = "", prefix] = part.split("/");
    if (isIP(address) === 0) return fail(`${part} is not an address`);
    const family = familyOf(address);
    const maxBits = family === "ipv6" ? 128 : 32;
    const bits = prefix === undefined ? maxBits : Number(prefix);
    if (!Number.isInteger(bits) || bits < 0 || bits > maxBits)
      return fail(`${part} is not a network`);
    proxies.addSubnet(address, bits, family);
  }
  return ok(proxies);
};

/** Trusts nobody. */
export const noProxies: TrustedProxies = new BlockList();

/** An IPv4 address that came in over an IPv6 socket, in its own spelling. */
export const unmapped = (address: string) =>
  address.startsWith("::") ? address.replace(/^::ffff:(?=\d+\.)/i, "") : address;

/** True for an address that one of the proxies owns. */
export const isTrustedProxy = (address: string, proxies: TrustedProxies): boolean =>
  isIP(address) !== 0 && proxies.check(address, familyOf(address));

/** A hop as some proxies write it: with a port, an IPv6 one in brackets or with the name of an interface. */
const toAddress = (hop: string): string => {
  const [, inBrackets, withPort] =
    /^\[([^\]]+)\](?::\d+)?$|^(\d+(?:\.\d+){3}):\d+$/.exec(hop) ?? [];
  return unmapped((inBrackets ?? withPort ?? hop).replace(/%.*$/, ""));
};

/**
 * Who is asking. The header counts only when the peer is a trusted proxy, and then from its right end: the last
 * address that no trusted proxy owns, because what stands left of it was written by the client.
 */
export const clientAddress = (
  peer: string,
  forwardedFor: string | undefined,
  proxies: TrustedProxies,
): string => {
  if (forwardedFor === undefined) return unmapped(peer);
  let address = unmapped(peer);
  // An empty hop is nobody's: some proxies leave one behind.
  const hops = forwardedFor
    .split(",")
    .map((hop) => hop.trim())
    .filter(Boolean)
    .map(toAddress);
  while (isTrustedProxy(address, proxies)) {
    const hop = hops.pop();
    if (hop === undefined || isIP(hop) === 0) break;
    address = hop;
  }
  return address;
};
