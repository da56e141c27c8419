import { describe, expect, it } from "vitest";
import { createRateLimits } from "../../../src/server/limits/rate-limits.ts";
import { createRateLimiter } from "../../../src/server/limits/rate-limiter.ts";
import { startLogApp } from "../../support/sites/log-app.ts";
import { createManualClock } from "../../support/fakes/manual-clock.ts";

describe("createRateLimiter", () => {
  it("lets a burst through, then as many as the rate gives back", () => {
    const limiter = createRateLimiter(2, 3);
    expect([0, 0, 0].map((at) => limiter.take("a", at))).toEqual([0, 0, 0]);
    expect(limiter.take("a", 0)).toBeCloseTo(0.5);
    expect(limiter.take("a", 500)).toBe(0);
    expect(limiter.take("a", 500)).toBeGreaterThan(0);
    expect(limiter.take("b", 500)).toBe(0);
  });

  it("is off at a rate of 0, and bears a clock that goes back", () => {
    const off = createRateLimiter(0, 0);
    expect(off.take("a", 0)).toBe(0);
    const limiter = createRateLimiter(1, 1);
    expect(limiter.take("a", 10_000)).toBe(0);
    expect(limiter.take("a", 0)).toBeGreaterThan(0);
  });

  it("remembers a bounded number of keys, the ones used last", () => {
    const limiter = createRateLimiter(0.001, 1);
    limiter.take("first", 0);
    for (let index = 0; index < 49_999; index += 1) limiter.take(`k${index}`, 0);
    expect(limiter.take("first", 0)).toBeGreaterThan(0);
    for (let index = 0; index < 50_000; index += 1) limiter.take(`n${index}`, 0);
    expect(limiter.take("first", 0)).toBe(0);
  });
});

describe("createRateLimits", () => {
  const limits = { perTokenPerSecond: 0, perAddressPerSecond: 0, failedTokensPerMinute: 3 };

  it("closes to an address after its wrong tokens, and opens again with time", async () => {
    const clock = createManualClock(1_000_000);
    const gate = createRateLimits(limits, clock);
    for (let count = 0; count < 3; count += 1) gate.recordBadToken("192.0.2.1");
    expect(gate.checkAddress("192.0.2.1")).toBeGreaterThan(0);
    expect(gate.checkAddress("192.0.2.2")).toBe(0);
    await clock.advance(20_000);
    expect(gate.checkAddress("192.0.2.1")).toBe(0);
  });

  it.each([-3_600_000, 3_600_000])(
    "neither stays closed nor opens early when the date steps by %i ms",
    async (step) => {
      const clock = createManualClock(1_000_000_000);
      const gate = createRateLimits(limits, clock);
      for (let count = 0; count < 3; count += 1) gate.recordBadToken("192.0.2.1");
      clock.setDate(clock.nowMs() + step);
      expect(gate.checkAddress("192.0.2.1")).toBeGreaterThan(0);
      await clock.advance(20_000);
      expect(gate.checkAddress("192.0.2.1")).toBe(0);
    },
  );

  it("counts an IPv6 network of 64 bits as one address", () => {
    const gate = createRateLimits(limits, createManualClock(1_000_000));
    for (let count = 0; count < 3; count += 1) gate.recordBadToken(`2001:db8::${count}`);
    expect(gate.checkAddress("2001:db8::ffff")).toBeGreaterThan(0);
    expect(gate.checkAddress("2001:db8:0:1::1")).toBe(0);
  });
});

const good = (token: string) => JSON.stringify({ Auth: token, Action: "Success", LogMessage: "m" });

describe("a server with limits", () => {
  it("answers 429 with Retry-After beyond the rate of a token", async () => {
    const clock = createManualClock(1_000_000);
    const app = await startLogApp({ clock, limits: { perTokenPerSecond: 1 } });
    const statuses: number[] = [];
    for (let count = 0; count < 11; count += 1)
      statuses.push((await app.post(good(app.token))).status);
    expect(statuses).toEqual([...Array.from({ length: 10 }, () => 202), 429]);
    const refused = await app.post(good(app.token));
    expect(refused.headers.get("retry-after")).toBe("1");
    await clock.advance(1000);
    expect((await app.post(good(app.token))).status).toBe(202);
    await app.close();
  });

  it("answers 429 to an address that tries tokens, also to its right one, until time has passed", async () => {
    const clock = createManualClock(1_000_000);
    const app = await startLogApp({ clock, limits: { failedTokensPerMinute: 2 } });
    const statuses: number[] = [];
    for (const token of ["x", "y", "z", app.token])
      statuses.push((await app.post(good(token))).status);
    expect(statuses).toEqual([401, 401, 429, 429]);
    await clock.advance(30_000);
    expect((await app.post(good(app.token))).status).toBe(202);
    await app.close();
  });
});
