import { afterEach, expect, it, vi } from "vitest";
import { openOddStore } from "../../../support/sites/odd-store.ts";
import { valueOf } from "../../../support/values/value-of.ts";

afterEach(() => vi.unstubAllEnvs());

it.each([
  ["AWS_ENDPOINT_URL", "http://127.0.0.1:9"],
  ["AWS_ENDPOINT_URL_S3", "http://127.0.0.1:9"],
  ["AWS_USE_FIPS_ENDPOINT", "true"],
  ["AWS_USE_DUALSTACK_ENDPOINT", "true"],
])("asks and sends where the bucket is, whatever %s says", async (name, value) => {
  vi.stubEnv(name, value);
  const empty = "<ListBucketResult><Name>inbox</Name><KeyCount>0</KeyCount></ListBucketResult>";
  const { store, requests } = await openOddStore(({ method }) =>
    method === "GET" ? { body: empty } : { headers: { etag: '"e"', "x-amz-request-id": "R" } },
  );
  const signal = AbortSignal.timeout(20_000);
  valueOf(await store.list({ bucket: "inbox", prefix: "", maxKeys: 1, signal }));
  const source = (async function* () {
    yield await Promise.resolve(Buffer.from("x"));
  })();
  const stream = { bucket: "inbox", key: "k", source, partBytes: 5 * 1024 ** 2, options: {} };
  valueOf(await store.uploadStream({ ...stream, mustBeNew: false, onProgress: () => {}, signal }));
  expect(requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
    "GET /inbox/",
    "PUT /inbox/k",
  ]);
});
