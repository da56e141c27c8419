import * as fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sendRaw, startLogApp, type LogApp } from "../support/sites/log-app.ts";
import { isCampaign, isFullRun } from "../support/values/run-size.ts";

const requests = isCampaign ? 100_000 : isFullRun ? 1_000 : 300;
const rawConnections = isCampaign ? 5_000 : isFullRun ? 200 : 50;
const together = 50;
const timeoutMs = isCampaign ? 900_000 : 120_000;

let app: LogApp;
beforeAll(async () => {
  app = await startLogApp();
});
afterAll(async () => app.close());

const field = (good: fc.Arbitrary<unknown>) =>
  fc.oneof({ weight: 6, arbitrary: good }, { weight: 1, arbitrary: fc.anything() });

const almostGood = () =>
  fc.record(
    {
      Auth: field(fc.constant(app.token)),
      Action: field(fc.constantFrom("Success", "Fail")),
      LogMessage: field(fc.string({ unit: "binary" })),
      Id: field(fc.uuid()),
      Sender: field(fc.string()),
      Key: field(fc.string({ unit: "binary" })),
      Bytes: field(fc.nat()),
    },
    { requiredKeys: ["LogMessage"] },
  );

// JSON.stringify throws for what is no JSON (BigInt) and gives nothing for functions.
const toBytes = (value: unknown) => {
  try {
    return Buffer.from(JSON.stringify(value) ?? "");
  } catch {
    return Buffer.from("unwritable");
  }
};

/** Bytes of a body: anything, any JSON, almost the right JSON, and that with some bytes cut or changed. */
const bodies = (): fc.Arbitrary<Buffer> => {
  const whole = almostGood().map(toBytes);
  const damaged = fc.tuple(whole, fc.nat(), fc.nat(255)).map(([bytes, at, byte]) => {
    const copy = Buffer.from(bytes);
    if (copy.length > 0) copy[at % copy.length] = byte;
    return copy;
  });
  const cut = fc
    .tuple(whole, fc.nat())
    .map(([bytes, at]) => bytes.subarray(0, at % (bytes.length + 1)));
  const any = fc.uint8Array({ maxLength: 500 }).map((bytes) => Buffer.from(bytes));
  return fc.oneof(
    whole,
    whole,
    damaged,
    cut,
    any,
    fc.json().map((json) => Buffer.from(json)),
  );
};

/** What docs/log-protocol.md says of the three fields that decide; optional fields may turn a 202 into a 400. */
const allowed = (body: Buffer): readonly number[] => {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
  } catch {
    return [400];
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) return [400];
  const own = (name: string): unknown => Object.getOwnPropertyDescriptor(value, name)?.value;
  if (typeof own("Auth") !== "string" || own("Auth") === "") return [400];
  if (own("Auth") !== app.token) return [401];
  // Not by String(): a fuzzed {"toString":{}} has none.
  const isShaped = own("Action") === "Success" || own("Action") === "Fail";
  return isShaped && typeof own("LogMessage") === "string" ? [202, 200, 400] : [400];
};

describe("a log server that is fed nonsense", () => {
  it(
    `gives the right status to ${requests} fuzzed bodies, and shows no token`,
    async () => {
      const group = fc.array(bodies(), { minLength: together, maxLength: together });
      const seen = new Set<number>();
      await fc.assert(
        fc.asyncProperty(group, async (many) => {
          await Promise.all(
            many.map(async (body) => {
              const response = await app.post(body);
              const answer = await response.text();
              expect(allowed(body)).toContain(response.status);
              expect(answer).not.toContain(app.token);
              seen.add(response.status);
            }),
          );
        }),
        { numRuns: requests / together, endOnFailure: true },
      );
      expect([...seen]).toEqual(expect.arrayContaining([202, 400, 401]));
      expect(app.lines.some((line) => line.includes(app.token))).toBe(false);
      expect(app.lines.some((line) => line.includes("a bug"))).toBe(false);
    },
    timeoutMs,
  );

  it(
    `survives ${rawConnections} connections with fuzzed bytes`,
    async () => {
      const head = fc.constantFrom(
        "POST / HTTP/1.1\r\n",
        "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n",
        "GET /%ff/../..//health-check?%00 HTTP/1.1\r\nHost: x\r\n\r\n",
        "",
      );
      const bytes = fc
        .tuple(head, fc.uint8Array({ maxLength: 300 }))
        .map(([begin, rest]) => Buffer.concat([Buffer.from(begin), rest]));
      await fc.assert(
        fc.asyncProperty(bytes, async (raw) => {
          expect(await sendRaw(app.port, raw)).not.toMatch(/^HTTP\/1.1 (2|5)/);
        }),
        { numRuns: rawConnections, endOnFailure: true },
      );
      expect((await fetch(`${app.url}/health-check`)).status).toBe(200);
    },
    timeoutMs,
  );
});
