import { startS3StandIn } from "../../src/demo/s3-stand-in.ts";
import { owner, sender } from "../support/values/s3-people.ts";
import { objectStoreSuite } from "./object-store.suite.ts";
import type { StoreUnderTest } from "../support/sites/store-under-test.ts";

const bucket = "inbox";
const stranger = {
  name: "stranger",
  accessKeyId: "AKIASTRANGER00000000",
  secretAccessKey: "stranger-secret-of-the-tests-00000000000",
  grants: [],
};

const startStandIn = async (ignoresChecksums: boolean): Promise<StoreUnderTest> => {
  const s3 = await startS3StandIn({
    users: [owner, sender(bucket), stranger],
    buckets: [{ name: bucket, region: "eu-central-1" }],
    ignoresChecksums,
  });
  return {
    address: { region: "eu-central-1", endpoint: s3.endpoint },
    bucket,
    sender: sender(bucket),
    stranger,
    proof: ignoresChecksums ? "part-md5" : "crc32-full-object",
    sha256: (key) => s3.sha256(bucket, key),
    requests: () => Promise.resolve(s3.log.map(({ method, target }) => `${method} ${target}`)),
    close: () => s3.close(),
  };
};

objectStoreSuite("the stand-in", () => startStandIn(false));
objectStoreSuite("a stand-in that knows no checksums", () => startStandIn(true));
