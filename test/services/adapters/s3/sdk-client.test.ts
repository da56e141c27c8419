import { ListObjectsV2Command } from "@aws-sdk/client-s3";
import { afterEach, expect, it, vi } from "vitest";
import type { HttpCall } from "../../../../src/services/adapters/http/http-call.ts";
import { toBucketBase } from "../../../../src/services/adapters/s3/bucket-base.ts";
import { createSdkClient } from "../../../../src/services/adapters/s3/sdk-client.ts";

afterEach(() => vi.unstubAllEnvs());

it.each([
  ["AWS_ENDPOINT_URL", "http://127.0.0.1:9"],
  ["AWS_ENDPOINT_URL_S3", "http://127.0.0.1:9"],
  ["AWS_USE_FIPS_ENDPOINT", "true"],
  ["AWS_USE_DUALSTACK_ENDPOINT", "true"],
])("asks where the bucket is, whatever %s says", async (name, value) => {
  vi.stubEnv(name, value);
  const calls: HttpCall[] = [];
  const client = createSdkClient({
    address: { region: "eu-central-1", endpoint: null },
    credentials: () => Promise.resolve({ accessKeyId: "A", secretAccessKey: "s" }),
    sender: {
      send: async (call) => {
        calls.push(call);
        return { status: 200, headers: {}, body: Buffer.from("<ListBucketResult/>") };
      },
      close: () => {},
    },
    maxAttempts: 1,
    clockOffsetMs: 0,
    baseOf: async () => toBucketBase(new URL("https://inbox.s3.example:9000/s3")),
  });
  await client.send(new ListObjectsV2Command({ Bucket: "inbox" }));
  expect(calls).toMatchObject([
    {
      origin: { protocol: "https:", hostname: "inbox.s3.example", port: "9000" },
      headers: { host: "inbox.s3.example:9000" },
    },
  ]);
  expect(calls[0]?.path).toMatch(/^\/s3\/\?/u);
});
