import { describe, expect, it } from "vitest";
import {
  clientAddress,
  noProxies,
  parseTrustedProxies,
} from "../../../src/server/limits/client-address.ts";

const trusted = (list: string) => {
  const proxies = parseTrustedProxies(list);
  if (!proxies.ok) throw new Error(proxies.error);
  return proxies.value;
};

describe("clientAddress", () => {
  it("is the peer when no proxy is trusted, whatever the header says", () => {
    expect(clientAddress("192.0.2.1", "10.0.0.1", noProxies)).toBe("192.0.2.1");
    expect(clientAddress("::ffff:192.0.2.1", undefined, noProxies)).toBe("192.0.2.1");
  });

  it.each([
    ["127.0.0.1", "203.0.113.7", "203.0.113.7"],
    ["127.0.0.1", "1.2.3.4, 203.0.113.7", "203.0.113.7"],
    ["127.0.0.1", "203.0.113.7, 10.1.2.3", "203.0.113.7"],
    ["127.0.0.1", "nonsense", "127.0.0.1"],
    ["127.0.0.1", undefined, "127.0.0.1"],
    ["198.51.100.1", "203.0.113.7", "198.51.100.1"],
    ["::1", "2001:db8::5", "2001:db8::5"],
    ["127.0.0.1", "9.9.9.9:4711", "9.9.9.9"],
    ["127.0.0.1", "[2001:db8::1]:443", "2001:db8::1"],
    ["127.0.0.1", "[2001:db8::1]", "2001:db8::1"],
    ["127.0.0.1", "fe80::1%eth0", "fe80::1"],
    ["127.0.0.1", "[::ffff:9.9.9.9]:80", "9.9.9.9"],
    ["127.0.0.1", "9.9.9.9,", "9.9.9.9"],
    ["127.0.0.1", "9.9.9.9, , ", "9.9.9.9"],
    ["127.0.0.1", "9.9.9.9:1, 10.1.2.3:2,", "9.9.9.9"],
    ["127.0.0.1", "1.2.3.4, 9.9.9.9:", "127.0.0.1"],
    ["127.0.0.1", "1.2.3.4, [x]:1", "127.0.0.1"],
    ["127.0.0.1", " , ", "127.0.0.1"],
  ])("from %s with the header %s is %s", (peer, header, address) => {
    expect(clientAddress(peer, header, trusted("127.0.0.1, ::1, 10.0.0.0/8"))).toBe(address);
  });
});

describe("parseTrustedProxies", () => {
  it.each(["proxy.example", "10.0.0.0/33", "10.0.0.0/x", "", "::1/129"])("refuses %j", (list) => {
    expect(parseTrustedProxies(list).ok).toBe(false);
  });
});
