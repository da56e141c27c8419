import { describe, expect, it } from "vitest";
import type { AppError, ProxyInUse, UnreachableReason } from "../../src/domain/errors.ts";
import { errorDetails, errorWords } from "../../src/words/errors/error-words.ts";

const address = "proxy.corp:3128";
const variable = "https_proxy";

const unreachable = (reason: UnreachableReason, more: Partial<ProxyInUse> = {}): AppError => ({
  code: "EndpointUnreachable",
  host: "store.corp",
  reason,
  proxy: { address, variable, ...more },
});

const faults = [
  { fault: "dns" },
  { fault: "refused" },
  { fault: "tls" },
  { fault: "handshake" },
  { fault: "not https" },
  { fault: "not http" },
  { fault: "timeout" },
  { fault: "reset" },
  { status: 403 },
  { status: 407 },
  { status: 407, hasLogin: true },
  { status: 502 },
] as const;

describe("a proxy that is at fault", () => {
  it.each(faults)("is named, with the variable to change: %o", (fault) => {
    const store = errorWords(unreachable("proxy", fault));
    expect(store.happened).toContain(address);
    expect(store.next).toContain(variable);
    const log = errorWords({
      code: "LogServerUnreachable",
      host: "log.corp",
      reason: "proxy",
      proxy: { address, variable, ...fault },
    });
    expect(log.happened).toContain(address);
    expect(log.next).toContain(variable);
  });

  it("has words of its own for each fault", () => {
    const said = faults.map((fault) => errorWords(unreachable("proxy", fault)).happened);
    expect(new Set(said).size).toBe(faults.length);
  });

  it("is told apart from what is behind it", () => {
    const { happened, next } = errorWords(unreachable("tls"));
    expect(happened).not.toContain("proxy");
    expect(next).toContain(`${address} (${variable})`);
    expect(errorDetails(unreachable("tls"))).toContain(`proxy: ${address} (${variable})`);
  });
});

describe("a host that speaks the other protocol", () => {
  it.each([
    ["not https", "http://"],
    ["not http", "https://"],
    ["handshake", "TLS"],
  ] as const)("is not told as a bad certificate: %s", (reason, step) => {
    const { happened, next } = errorWords({
      code: "EndpointUnreachable",
      host: "store.corp",
      reason,
    });
    expect(`${happened} ${next}`).not.toContain("certificate");
    expect(next).toContain(step);
  });
});
