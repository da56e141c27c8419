// Run as a program: puts one object at the endpoint named, with no stand-in of its own, and prints the result.
import { crc32 } from "node:zlib";
import { createS3ObjectStore } from "../../../src/services/adapters/s3/s3-object-store.ts";
import { sender } from "../values/s3-people.ts";

const bucket = "inbox";
const endpoint = process.argv[2] ?? "";
const store = createS3ObjectStore({
  address: { region: "eu-central-1", endpoint },
  credentials: sender(bucket),
});
const body = Buffer.from("hello");
const result = await store.put({
  bucket,
  key: "k",
  body,
  crc32: crc32(body),
  options: {},
  mustBeNew: true,
  signal: AbortSignal.timeout(20_000),
});
process.stdout.write(`${JSON.stringify(result)}\n`);
store.close();
