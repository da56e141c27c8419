import { describe, expect, it } from "vitest";
import { createRateLimits, type RateLimits } from "../../../src/server/limits/rate-limits.ts";
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

const wrong = (gate: RateLimits, ...addresses: readonly string[]) =>
  addresses.map((address) => gate.checkWrongToken(address)?.by ?? null);

describe("createRateLimits", () => {
  const limits = { perTokenPerSecond: 0, perAddressPerSecond: 0, failedTokensPerMinute: 3 };
  it("refuses an address its wrong tokens after so many, and lets it try again with time", async () => {
    const clock = createManualClock(1_000_000);
    const gate = createRateLimits(limits, clock);
    const tried = wrong(gate, ...Array.from({ length: 4 }, () => "192.0.2.1"));
    expect(tried).toEqual([null, null, null, "wrongTokens"]);
    expect(wrong(gate, "192.0.2.2")).toEqual([null]);
    await clock.advance(20_000);
    expect(wrong(gate, "192.0.2.1")).toEqual([null]);
  });

  it.each([-3_600_000, 3_600_000])(
    "neither stays closed nor opens early when the date steps by %i ms",
    async (step) => {
      const clock = createManualClock(1_000_000_000);
      const gate = createRateLimits(limits, clock);
      wrong(gate, "192.0.2.1", "192.0.2.1", "192.0.2.1");
      clock.setDate(clock.nowMs() + step);
      expect(wrong(gate, "192.0.2.1")).toEqual(["wrongTokens"]);
      await clock.advance(20_000);
      expect(wrong(gate, "192.0.2.1")).toEqual([null]);
    },
  );

  it("counts an IPv6 network of 64 bits as one address", () => {
    const gate = createRateLimits(limits, createManualClock(1_000_000));
    wrong(gate, "2001:db8::1", "2001:db8::2", "2001:db8::3");
    expect(wrong(gate, "2001:db8::ffff", "2001:db8:0:1::1")).toEqual(["wrongTokens", null]);
  });

  it("counts tokens by themselves, not by the names that they share with former ones", () => {
    const gate = createRateLimits({ ...limits, perTokenPerSecond: 0.1 }, createManualClock());
    expect(gate.checkToken({ key: "aa" }, "192.0.2.1")).toBeNull();
    expect(gate.checkToken({ key: "aa" }, "192.0.2.1")).toMatchObject({ by: "token" });
    expect(gate.checkToken({ key: "bb" }, "192.0.2.1")).toBeNull();
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

  // One address may be a clinic, a cloud's way out, or a proxy that nobody named.
  describe("takes every post with a good token while from the same address come", () => {
    const limits = { failedTokensPerMinute: 2, perAddressPerSecond: 2 };
    const neighbours: readonly (readonly [string, string])[] = [
      ["wrong tokens", good("wrong")],
      ["posts without a token", "{}"],
      ["what is no JSON", "hello"],
      ["bodies that are too long", " ".repeat(70_000)],
    ];
    it.each(neighbours)("%s, which are refused", async (_what, hostile) => {
      const app = await startLogApp({ clock: createManualClock(1_000_000), limits });
      const refused: number[] = [];
      for (let count = 0; count < 25; count += 1) refused.push((await app.post(hostile)).status);
      expect(refused.at(-1)).toBe(429);
      for (let count = 0; count < 15; count += 1)
        expect((await app.post(good(app.token))).status).toBe(202);
      const headers = { authorization: `Bearer ${app.token}` };
      expect((await fetch(`${app.url}/token`, { headers })).status).toBe(200);
      expect((await fetch(`${app.url}/metrics`, { headers })).status).toBe(200);
      await app.close();
    });
  });

  it("answers 429 to wrong tokens beyond their number, 401 again when time has passed", async () => {
    const clock = createManualClock(1_000_000);
    const app = await startLogApp({ clock, limits: { failedTokensPerMinute: 2 } });
    const status = async (token: string) => (await app.post(good(token))).status;
    expect([await status("x"), await status("y"), await status("z")]).toEqual([401, 401, 429]);
    await clock.advance(30_000);
    expect(await status("x")).toBe(401);
    await app.close();
  });
});
