import { createServer } from "node:http";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createReloadableLogSink } from "../../src/wiring/reloadable-log-sink.ts";
import type { FindLog } from "../../src/wiring/find-log.ts";
import { fail, ok } from "../../src/domain/result.ts";
import { listenForTests } from "../support/processes/listen-for-tests.ts";
import { closeServer } from "../../src/demo/loopback.ts";

const outcome = { id: "1", action: "Success", message: "m", atMs: 0, sender: "me@here" } as const;
const { signal } = new AbortController();

let status = 202;
let asked = 0;
let url = "";
const server = createServer((request, response) => {
  asked += 1;
  const taken = JSON.stringify({ status: "accepted", id: outcome.id });
  request.resume().on("end", () => response.writeHead(status).end(taken));
});
beforeEach(async () => {
  status = 202;
  asked = 0;
  url = await listenForTests(server);
});
afterEach(() => closeServer(server));

/** A finder that counts how often it is asked. */
const counting = (find: FindLog) => {
  let count = 0;
  const counted: FindLog = () => {
    count += 1;
    return find();
  };
  return { find: counted, count: () => count };
};

describe("the log server of the settings", () => {
  it("is looked up once while it takes what it is given", async () => {
    const { find, count } = counting(async () => ok({ url: url, token: "t" }));
    const sink = createReloadableLogSink(find);
    await sink.deliver(outcome, signal);
    await sink.deliver(outcome, signal);
    expect([asked, count()]).toEqual([2, 1]);
  });

  it("is looked up anew after a refusal, and when a set-up says so", async () => {
    const { find, count } = counting(async () => ok({ url: url, token: "t" }));
    const sink = createReloadableLogSink(find);
    status = 401;
    expect(await sink.deliver(outcome, signal)).toMatchObject({
      error: { code: "LogServerRefused", permanent: true },
    });
    status = 202;
    expect(await sink.deliver(outcome, signal)).toEqual(ok(undefined));
    sink.invalidate();
    await sink.deliver(outcome, signal);
    expect(count()).toBe(3);
  });

  it("takes everything when there is none", async () => {
    const sink = createReloadableLogSink(async () => ok(null));
    expect(await sink.deliver(outcome, signal)).toEqual(ok(undefined));
    expect(await sink.ping(signal)).toEqual(ok(undefined));
    expect(asked).toBe(0);
  });

  it("is not asked for again within a second when there is none, unless a set-up says so", async () => {
    let address: Awaited<ReturnType<FindLog>> = ok(null);
    const { find, count } = counting(async () => address);
    const sink = createReloadableLogSink(find);
    expect([await sink.isOn(), await sink.isOn(), count()]).toEqual([false, false, 1]);
    address = ok({ url: url, token: "t" });
    sink.invalidate();
    expect([await sink.isOn(), await sink.isOn(), count()]).toEqual([true, true, 2]);
  });

  it("is there while its token cannot be read, since that may change", async () => {
    const sink = createReloadableLogSink(async () =>
      fail({ code: "SecretStoreUnavailable", why: "locked" }),
    );
    expect(await sink.isOn()).toBe(true);
  });

  it("is waited for while its token cannot be read, so that nothing is dropped", async () => {
    const locked = { code: "SecretStoreUnavailable", why: "locked" } as const;
    let answer: Awaited<ReturnType<FindLog>> = fail(locked);
    const sink = createReloadableLogSink(async () => answer);
    expect(await sink.deliver(outcome, signal)).toEqual(fail(locked));
    answer = ok({ url: url, token: "t" });
    expect(await sink.deliver(outcome, signal)).toEqual(ok(undefined));
  });
});
