import { portOf } from "../../../domain/url-port.ts";
import { BlockList, isIP } from "node:net";
import type { Origin } from "./origin.ts";

/** One entry that is not an address: does it fit the name of a host? */
type FitsName = (hostname: string) => boolean;

interface Entry {
  readonly fits: FitsName;
  /** Null for every port. */
  readonly port: string | null;
}

const familyOf = (address: string): "ipv4" | "ipv6" => (isIP(address) === 6 ? "ipv6" : "ipv4");

/**
 * Where a machine of a cloud asks about itself: AWS "Instance metadata", "Task IAM role". No proxy leads there. As URLs
 * write addresses: to have Node parse one takes 5 ms the first time (its pattern for IPv6), of every start.
 */
const isLinkLocal = (host: string): boolean =>
  /^(?:169\.254\.\d+\.\d+|fd00:ec2:[\da-f:.]*)$/u.test(host);

/** Addresses, ranges of them, and networks such as 10.0.0.0/8. */
const toAddresses = (text: string): BlockList | null => {
  const list = new BlockList();
  const plain = text.replaceAll(/[[\]]/gu, "");
  const [first = "", last = ""] = plain.split(/[/-]/u, 2);
  if (isIP(first) === 0) return null;
  const family = familyOf(first);
  if (plain === first) list.addAddress(first, family);
  else if (isIP(last) !== 0 && plain.includes("-")) list.addRange(first, last, family);
  else if (/^\d{1,3}$/u.test(last) && Number(last) <= (family === "ipv4" ? 32 : 128)) {
    list.addSubnet(first, Number(last), family);
  } else return null;
  return list;
};

const toFits = (text: string): FitsName => {
  const addresses = toAddresses(text);
  if (addresses !== null) {
    return (hostname) => isIP(hostname) !== 0 && addresses.check(hostname, familyOf(hostname));
  }
  const name = text.replace(/^\*?\./u, "");
  if (name.includes("*")) {
    const pattern = name.replaceAll(/[\\^$.+?()[\]{}|]/gu, String.raw`\$&`).replaceAll("*", ".*");
    const glob = new RegExp(`^(.*\\.)?${pattern}$`, "u");
    return (hostname) => glob.test(hostname);
  }
  return (hostname) => hostname === name || hostname.endsWith(`.${name}`);
};

/** `host`, `host:port`, `[v6]:port`; a scheme before it is of no account. */
const toEntry = (text: string): Entry => {
  const bare = text
    .toLowerCase()
    .replace(/^[a-z]+:\/\//u, "")
    .replace(/\.$/u, "");
  const withPort = /^(\[[^\]]+\]|[^:]+):(\d+)$/u.exec(bare);
  const [, host = bare, port = null] = withPort ?? [];
  return { fits: toFits(host), port };
};

/**
 * Whom the list of NO_PROXY exempts: names with all below them, addresses, networks, ports, `*`. Entries are apart by
 * commas or spaces.
 */
export const parseNoProxy = (list: string): ((origin: Origin) => boolean) => {
  const entries = list
    .split(/[\s,]+/u)
    .filter(Boolean)
    .map(toEntry);
  return ({ protocol, hostname, port }) => {
    const host = hostname.toLowerCase().replace(/\.$/u, "");
    const usedPort = String(portOf({ protocol, port }));
    const isListed = entries.some(
      (entry) => (entry.port === null || entry.port === usedPort) && entry.fits(host),
    );
    return isListed || isLinkLocal(host);
  };
};
