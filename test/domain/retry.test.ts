import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  backoffMs,
  defaultRetryLimits as limits,
  isTransient,
  isUnreachable,
  storedCorruptObject,
  mayHaveSucceeded,
  stopsQueue,
} from "../../src/domain/retry.ts";
import type { AppError, ProxyInUse } from "../../src/domain/errors.ts";

const unreachableBy = (proxy: Partial<ProxyInUse>): AppError => ({
  code: "EndpointUnreachable",
  host: "s3",
  reason: "proxy",
  proxy: { address: "proxy:3128", variable: "HTTPS_PROXY", ...proxy },
});

const fault: AppError = { code: "StoreFault" };

describe("backoffMs", () => {
  it("spreads the first wait over half a second and doubles the spread up to the cap", () => {
    expect(backoffMs(limits, 1, 0.999_999, fault)).toBe(500);
    expect(backoffMs(limits, 2, 0.999_999, fault)).toBe(1_000);
    expect(backoffMs(limits, 5, 0.999_999, fault)).toBe(8_000);
    expect(backoffMs(limits, 50, 0.999_999, fault)).toBe(20_000);
    expect(backoffMs(limits, 3, 0, fault)).toBe(0);
  });

  it("waits at least as long as the store asks, within reason", () => {
    expect(backoffMs(limits, 1, 0.5, { code: "SlowDown", retryAfterMs: 7_000 })).toBe(7_000);
    expect(backoffMs(limits, 1, 0, { code: "SlowDown", retryAfterMs: 86_400_000 })).toBe(120_000);
    expect(backoffMs(limits, 6, 0.999_999, { code: "SlowDown", retryAfterMs: 10 })).toBe(16_000);
  });

  it("never leaves its bounds", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1_000 }),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (attempt, random) => {
          const ms = backoffMs(limits, attempt, random, fault);
          expect(ms).toBeGreaterThanOrEqual(0);
          expect(ms).toBeLessThanOrEqual(limits.capMs);
        },
      ),
    );
  });
});

describe("what an error means for going on", () => {
  it.each<[AppError, boolean, boolean, boolean]>([
    [fault, true, false, true],
    [
      { code: "StoreFault", answer: { status: 500, storeCode: "InternalError" } },
      true,
      false,
      true,
    ],
    [
      { code: "StoreFault", answer: { status: 400, storeCode: "InvalidRequest" } },
      false,
      false,
      false,
    ],
    [
      { code: "StoreFault", answer: { status: 400, storeCode: "RequestTimeout" } },
      true,
      false,
      true,
    ],
    ...["OperationAborted", "ConditionalRequestConflict"].map(
      (storeCode): [AppError, boolean, boolean, boolean] => [
        { code: "StoreFault", answer: { status: 409, storeCode } },
        true,
        false,
        true,
      ],
    ),
    [{ code: "StoreFault", answer: { status: 409, storeCode: "Gone" } }, false, false, false],
    ...[300, 302, 303, 304, 308, 400, 405, 411, 413, 501, 505, 507].map(
      (status): [AppError, boolean, boolean, boolean] => [
        { code: "StoreFault", answer: { status } },
        false,
        false,
        false,
      ],
    ),
    ...[500, 502, 504, 408, 425].map((status): [AppError, boolean, boolean, boolean] => [
      { code: "StoreFault", answer: { status } },
      true,
      false,
      true,
    ]),
    [{ code: "InterveningAnswer", host: "s3", answer: { status: 413 } }, false, false, false],
    [{ code: "InterveningAnswer", host: "s3", answer: { status: 502 } }, true, false, true],
    [{ code: "InterveningAnswer", host: "s3", answer: { status: 302 } }, false, false, true],
    [{ code: "InterveningAnswer", host: "s3", answer: { status: 200 } }, true, false, true],
    [{ code: "SlowDown" }, true, false, false],
    [{ code: "Stalled", idleMs: 30_000 }, true, false, true],
    [{ code: "EndpointUnreachable", host: "s3", reason: "dns" }, true, false, true],
    [unreachableBy({ status: 502 }), true, false, true],
    [unreachableBy({ fault: "refused" }), true, false, true],
    // It will ask for the same login again, and may lock an account that comes with a wrong one.
    [unreachableBy({ status: 407 }), false, true, false],
    [{ code: "ProxyUnusable", variable: "ALL_PROXY", scheme: "socks5" }, false, true, false],
    [
      { code: "CertificatesUnreadable", variable: "AWS_CA_BUNDLE", path: "/ca", detail: null },
      false,
      true,
      false,
    ],
    [{ code: "InvalidAccessKey" }, false, true, false],
    [{ code: "WrongSecret" }, false, true, false],
    [{ code: "CredentialsExpired" }, false, true, false],
    [{ code: "DiskFull", path: "/state" }, false, true, false],
    [{ code: "DiskFault", path: "/state" }, false, true, false],
    [{ code: "ClockSkew", minutes: 20 }, false, true, false],
    [{ code: "AccessDenied", right: "write", bucket: "b" }, false, false, false],
    [{ code: "FileVanished", path: "/f" }, false, false, false],
    [{ code: "ObjectExists", bucket: "b", key: "k" }, false, false, false],
  ])("%o: again %s, stops all %s, in doubt %s", (error, again, all, attemptHistory) => {
    expect([isTransient(error), stopsQueue(error), mayHaveSucceeded(error)]).toEqual([
      again,
      all,
      attemptHistory,
    ]);
  });
});

describe("isUnreachable", () => {
  it.each([
    [200, true],
    [302, true],
    [511, true],
    [403, false],
    [413, false],
    [502, false],
  ])("of a page in between with status %i is %s", (status, expected) => {
    const error = { code: "InterveningAnswer", host: "s3", answer: { status } } as const;
    expect(isUnreachable(error)).toBe(expected);
  });
});

describe("storedCorruptObject", () => {
  it("is true only where the store kept what differs", () => {
    const mismatch = { code: "ChecksumMismatch", path: "k", ours: "a" } as const;
    expect(storedCorruptObject({ ...mismatch, theirs: "b" })).toBe(true);
    expect(storedCorruptObject({ ...mismatch, theirs: null })).toBe(false);
    expect(storedCorruptObject(fault)).toBe(false);
  });
});
