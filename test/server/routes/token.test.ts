import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startLogApp, type LogApp } from "../../support/sites/log-app.ts";

let app: LogApp;
beforeAll(async () => {
  app = await startLogApp({ limits: { failedTokensPerMinute: 3 } });
});
afterAll(async () => app.close());

const ask = async (authorization?: string, method = "GET") => {
  const headers = authorization === undefined ? {} : { authorization };
  const response = await fetch(`${app.url}/token`, { method, headers });
  return { response, status: response.status, text: await response.text() };
};

describe("GET /token", () => {
  it("gives the name of a good token as JSON, and keeps no message", async () => {
    const { status, text, response } = await ask(`Bearer ${app.token}`);
    expect([status, JSON.parse(text)]).toEqual([200, { name: "tests" }]);
    expect(response.headers.get("content-type")).toBe("application/json");
    expect((await app.queue.stats()).waiting).toBe(0);
  });

  it.each([undefined, "", "Bearer", "Basic dGVzdHM6", "Bearer two words", "bearer nobody's"])(
    "answers 401 and how to show a token to %j",
    async (authorization) => {
      const { status, text, response } = await ask(authorization);
      expect([status, response.headers.get("www-authenticate")]).toEqual([401, "Bearer"]);
      expect(text).not.toContain("nobody's");
    },
  );

  it("answers 429 after many wrong tokens, and still 200 to a good one", async () => {
    const statuses: number[] = [];
    for (let count = 0; count < 4; count += 1)
      statuses.push((await ask(`Bearer wrong-${count}`)).status);
    expect(statuses.at(-1)).toBe(429);
    expect((await ask(`Bearer ${app.token}`)).status).toBe(200);
  });

  it("takes GET and HEAD only", async () => {
    const { response, status } = await ask(`Bearer ${app.token}`, "POST");
    expect([status, response.headers.get("allow")]).toEqual([405, "GET, HEAD"]);
  });
});

it("knows a plain token that is not ASCII by the UTF-8 bytes of the header", async () => {
  const plain = await startLogApp({ token: "ein-schöner-Schlüssel-für-alle" });
  const bytes = Buffer.from(plain.token).toString("latin1");
  const headers = { authorization: `Bearer ${bytes}` };
  expect((await fetch(`${plain.url}/token`, { headers })).status).toBe(200);
  await plain.close();
});
