import { describe, expect, it } from "vitest";
import { someBytes } from "../../support/values/bytes.ts";
import { createRecordedDebug } from "../../support/fakes/recorded-debug.ts";
import { createTestQueue, requestFor } from "../../support/fakes/upload-queue.ts";

describe("the debug log of a queue", () => {
  it("has each transition of each transfer, in order, and each retry with its reason", async () => {
    const { debug, events } = createRecordedDebug();
    const { queue, files, store, sendAll } = createTestQueue({ debug });
    files.write("/data/a", someBytes(0.1));
    const fault = { code: "StoreFault", answer: { status: 500 } } as const;
    const denied = { code: "AccessDenied", right: "write", bucket: "inbox" } as const;
    store.inject({ call: "put", error: fault, times: 2 });
    const [row] = await sendAll(requestFor("/data/a"));
    files.write("/data/refused", someBytes(0.1));
    store.inject({ call: "put", error: denied, times: 1 });
    await sendAll(requestFor("/data/refused"));
    await queue.stop();
    const of = (key: string) =>
      events.flatMap((event) => (event.event === "transfer" && event.key === key ? [event] : []));
    expect(of("data/a").map(({ from, to }) => [from, to])).toEqual([
      [null, "waiting"],
      ["waiting", "uploading"],
      ["uploading", "delivered"],
    ]);
    expect(of("data/refused").at(-1)).toMatchObject({
      from: "uploading",
      to: "failed",
      why: denied,
    });
    const retries = events.filter(({ event }) => event === "retry");
    expect(retries).toMatchObject([
      { transferId: row?.id, attempt: 1, waitMs: expect.any(Number), why: fault },
      { transferId: row?.id, attempt: 2, waitMs: expect.any(Number), why: fault },
    ]);
    expect(events.at(0)).toMatchObject({ event: "queue", is: "started" });
    expect(events.at(-1)).toMatchObject({ event: "queue", is: "stopped" });
  });

  it("says what stopped the whole queue", async () => {
    const { debug, events } = createRecordedDebug();
    const { queue, files, store, sendAll } = createTestQueue({ debug });
    files.write("/data/a", someBytes(0.1));
    store.inject({ call: "put", error: { code: "WrongSecret" }, times: 1 });
    await sendAll(requestFor("/data/a"));
    await queue.stop();
    expect(events).toContainEqual({
      event: "queue",
      is: "stopped by an error",
      why: { code: "WrongSecret" },
    });
  });
});
