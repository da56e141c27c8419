import { describe, expect, it } from "vitest";
import { findProxy, toProxyInUse } from "../../src/domain/proxy.ts";
import { valueOf } from "../support/values/value-of.ts";

const parsed = (value: string) => {
  const proxy = valueOf(findProxy({ HTTPS_PROXY: value }, "https:"));
  if (proxy === null) return null;
  const { protocol, hostname, port, login } = proxy;
  return [protocol, hostname, port, login && `${login.user} ${login.password}`];
};

describe("the proxy of the environment", () => {
  it.each([
    ["http://proxy:3128", ["http:", "proxy", 3128, null]],
    ["proxy:3128", ["http:", "proxy", 3128, null]],
    [" 127.0.0.1:3128 ", ["http:", "127.0.0.1", 3128, null]],
    ["proxy", ["http:", "proxy", 80, null]],
    ["https://proxy", ["https:", "proxy", 443, null]],
    ["HTTP://PROXY.corp:8080/some/path?x", ["http:", "proxy.corp", 8080, null]],
    ["http://[::1]:3128", ["http:", "::1", 3128, null]],
    ["[fd00::1]:3128/", ["http:", "fd00::1", 3128, null]],
    ["http://anna:p%40ss%3Aw@proxy:3128", ["http:", "proxy", 3128, "anna p@ss:w"]],
    // As people type them, without encoding.
    ["http://anna:p@ss/w#?%@proxy:3128", ["http:", "proxy", 3128, "anna p@ss/w#?%"]],
    [String.raw`http://CORP\anna:x@proxy:3128`, ["http:", "proxy", 3128, String.raw`CORP\anna x`]],
    ['"http://proxy:3128"', ["http:", "proxy", 3128, null]],
    ["'proxy:3128'\r\n", ["http:", "proxy", 3128, null]],
    ["anna@proxy:3128", ["http:", "proxy", 3128, "anna "]],
    ["", null],
    ["  ", null],
  ])("is read from %j", (value, expected) => {
    expect(parsed(value)).toEqual(expected);
  });

  it.each([
    ["socks5://proxy:1080", "socks5"],
    ["SOCKS5H://proxy:1080", "socks5h"],
    ["ftp://proxy", "ftp"],
    ["http://", null],
    ["http://proxy:99999", null],
    ["http://pro xy:3128", null],
    ["proxy:3128:3128", null],
    ["http://proxy:3128\r\nX: y", null],
    ["http://::1:3128", null],
    ["http://anna:secret@", null],
  ])("that cannot be used is an error: %j", (value, scheme) => {
    expect(findProxy({ https_proxy: value }, "https:")).toEqual({
      ok: false,
      error: { code: "ProxyUnusable", variable: "https_proxy", scheme },
    });
  });

  const all = {
    https_proxy: "a",
    HTTPS_PROXY: "b",
    http_proxy: "c",
    HTTP_PROXY: "d",
    all_proxy: "e",
    ALL_PROXY: "f",
  };

  it.each([
    ["https:", ["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"]],
    ["http:", ["http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"]],
  ] as const)("for %s is that of the first variable that has one", (protocol, order) => {
    const left: Record<string, string> = { ...all };
    for (const variable of order) {
      expect(valueOf(findProxy(left, protocol))).toMatchObject({ variable });
      left[variable] = "";
    }
    expect(valueOf(findProxy(left, protocol))).toBeNull();
  });

  it("is named without its login", () => {
    const proxy = valueOf(findProxy({ ALL_PROXY: "http://anna:secret@[::1]:3128" }, "http:"));
    expect(proxy && toProxyInUse(proxy)).toEqual({
      variable: "ALL_PROXY",
      address: "[::1]:3128",
      hasLogin: true,
    });
  });
});
