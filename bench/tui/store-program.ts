// A stand-in store in a process of its own, so that it takes no time from the stopwatch. Bodies are thrown away.
import { startS3StandIn } from "../../src/demo/s3-stand-in.ts";
import { listAndPutGrants } from "../../src/demo/s3/s3-types.ts";

const [bucket = "", region = "", accessKeyId = ""] = process.argv.slice(2);
const secretAccessKey = process.env["STORE_SECRET"] ?? "";

const store = await startS3StandIn({
  users: [{ name: "sender", accessKeyId, secretAccessKey, grants: listAndPutGrants(bucket) }],
  buckets: [{ name: bucket, region }],
  folder: null,
});
process.stdout.write(`${store.endpoint}\n`);
