const groupsOf = (half: string): readonly string[] => half.split(":").filter(Boolean);

/** The first `count` of an IPv6 address's eight groups, without abbreviations. */
const firstGroups = (address: string, count: number): string => {
  const [head = "", tail] = address.toLowerCase().split("::");
  const left = groupsOf(head);
  const right = groupsOf(tail ?? "");
  const zeros = Array.from({ length: Math.max(0, 8 - left.length - right.length) }, () => "0");
  const groups = tail === undefined ? left : [...left, ...zeros, ...right];
  return groups.slice(0, count).join(":");
};

/** The key under which requests are counted: an IPv6 client owns a whole /64. */
export const addressGroup = (address: string): string =>
  address.includes(":") ? `${firstGroups(address, 4)}::/64` : address;

/**
 * The key under which is counted what a stranger can hold for a while: a /48 is what one IPv6 customer gets, a /24 what
 * an IPv4 one rents.
 */
export const networkOf = (address: string): string =>
  address.includes(":")
    ? `${firstGroups(address, 3)}::/48`
    : `${address.slice(0, Math.max(0, address.lastIndexOf(".")))}.0/24`;
