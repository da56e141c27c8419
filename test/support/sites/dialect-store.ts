import { startS3StandIn } from "../../../src/demo/s3-stand-in.ts";
import type { S3Dialect } from "../../../src/demo/s3/dialect.ts";
import { owner, sender } from "../values/s3-people.ts";
import { startNameProxy } from "./name-proxy.ts";
import { bucket, region } from "./stand-in-store.ts";
import type { StoreUnderTest } from "./store-under-test.ts";

const stranger = {
  name: "stranger",
  accessKeyId: "AKIASTRANGER00000000",
  secretAccessKey: "stranger-secret-of-the-tests-00000000000",
  grants: [],
};

const domain = "s3.example";

/** A stand-in that speaks a dialect; where its host has to name the bucket, with a proxy that finds every host. */
export const startDialect = async (dialect: S3Dialect): Promise<StoreUnderTest> => {
  const s3 = await startS3StandIn({
    users: [owner, sender(bucket), stranger],
    buckets: [{ name: bucket, region }],
    dialect,
    domain,
  });
  const proxy = dialect.addressing === "virtual" ? await startNameProxy(s3.port) : null;
  return {
    address: { region, endpoint: proxy === null ? s3.endpoint : `http://${domain}` },
    ...(proxy !== null && { environment: { HTTP_PROXY: proxy.url } }),
    bucket,
    sender: sender(bucket),
    stranger,
    sha256: (key) => s3.sha256(bucket, key),
    // As if the bucket had stood in the path, whatever named it.
    requests: () =>
      Promise.resolve(
        s3.log.map(({ method, target, bucket: named }) =>
          target.startsWith(`/${named}`) ? `${method} ${target}` : `${method} /${named}${target}`,
        ),
      ),
    close: async () => {
      await s3.close();
      await proxy?.close();
    },
  };
};
