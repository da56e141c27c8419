import { describe, expect, it } from "vitest";
import { isLoopbackHost, isSentInClear } from "../../src/domain/loopback.ts";
import { isLoopbackHost as isServerLoopbackHost } from "../../src/server/operations/loopback.ts";

// The log server may not import the app's, and has one of its own.
describe.each([
  ["app", isLoopbackHost],
  ["log server", isServerLoopbackHost],
])("for the %s", (_, isLoopback) => {
  it.each(["localhost", "127.0.0.1", "127.8.9.10", "::1", "[::1]"])(
    "%s is this machine",
    (host) => {
      expect(isLoopback(host)).toBe(true);
    },
  );

  it.each([
    "",
    "0.0.0.0",
    "::",
    "128.0.0.1",
    "127.0.0",
    "127.0.0.1.evil.example",
    "localhost.evil.example",
    "xlocalhost",
    "127.0.0.1\n",
  ])("%j is not", (host) => {
    expect(isLoopback(host)).toBe(false);
  });
});

describe("isSentInClear", () => {
  it.each([
    ["http://logs.example.com:31313", true],
    ["http://192.168.1.4/", true],
    ["https://logs.example.com", false],
    ["http://localhost:31313", false],
    ["http://127.0.0.1:31313", false],
    ["http://[::1]:31313", false],
    ["not a url", false],
  ])("%s: %s", (url, isExposed) => {
    expect(isSentInClear(url)).toBe(isExposed);
  });
});
