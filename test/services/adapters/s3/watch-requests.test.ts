import { describe, expect, it } from "vitest";
import type {
  HttpCall,
  HttpReply,
  HttpSender,
} from "../../../../src/services/adapters/http/http-call.ts";
import { HttpTimeout } from "../../../../src/services/adapters/http/http-call.ts";
import { watchRequests } from "../../../../src/services/adapters/s3/watch-requests.ts";
import { createRecordedDebug } from "../../../support/fakes/recorded-debug.ts";

const call: HttpCall = {
  method: "PUT",
  origin: { protocol: "https:", hostname: "s3.example", port: "8443" },
  path: "/inbox/a?partNumber=1",
  headers: { authorization: "AWS4-HMAC-SHA256 Signature=0a1b" },
  body: Buffer.from("12345678"),
};

const senderOf = (answer: () => Promise<HttpReply>): HttpSender => ({
  send: answer,
  close: () => {},
});

describe("a watched sender", () => {
  it("writes a request down with its answer, and hands that on", async () => {
    const { debug, events } = createRecordedDebug();
    const headers = { "x-amz-request-id": "R1", "set-cookie": ["s3cret"] };
    const reply = { status: 503, headers, body: Buffer.from("busy") };
    const sender = watchRequests(
      senderOf(async () => reply),
      debug,
    );
    expect(await sender.send(call)).toBe(reply);
    expect(events).toEqual([
      {
        event: "request",
        method: "PUT",
        host: "s3.example:8443",
        path: "/inbox/a?partNumber=1",
        status: 503,
        error: null,
        requestId: "R1",
        bodyBytes: 8,
        answerBytes: 4,
        ms: expect.any(Number),
      },
    ]);
  });

  const aborted = AbortSignal.abort(new Error("stopped"));
  it.each([
    ["idle", new HttpTimeout("idle", 5), undefined],
    ["ECONNRESET", Object.assign(new Error("read"), { code: "ECONNRESET" }), undefined],
    ["TypeError", new TypeError("Signature=0a1b"), undefined],
    ["aborted", aborted.reason, aborted],
  ])(
    "writes down %s where no answer came, and rejects as before",
    async (error, thrown, signal) => {
      const { debug, events } = createRecordedDebug();
      const reject = async () => {
        throw thrown;
      };
      const sender = watchRequests(senderOf(reject), debug);
      await expect(sender.send({ ...call, signal })).rejects.toBe(thrown);
      expect(events).toMatchObject([{ status: null, error, answerBytes: 0, requestId: null }]);
      expect(JSON.stringify(events)).not.toContain("Signature");
    },
  );
});
