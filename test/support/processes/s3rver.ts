import { mkdtemp, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { stripVTControlCharacters } from "node:util";
import { CreateBucketCommand } from "@aws-sdk/client-s3";
import type { StoreAddress, StoreCredentials } from "../../../src/services/ports/object-store.ts";
import { freePort } from "./free-port.ts";
import { guardFolder, startDaemon } from "./guarded-daemon.ts";
import { createStoreOwner, isOwners } from "./store-owner.ts";
import { waitUntil } from "./wait-until.ts";

/** npm's s3rver: a small S3 for programmers, which knows one key and compares no signature. */
export interface S3rver {
  readonly address: StoreAddress;
  readonly bucket: string;
  /** The only key that it knows. */
  readonly sender: StoreCredentials;
  /** Lower-case hex of an object; null when there is none. */
  sha256(key: string): Promise<string | null>;
  /** Requests so far, from its log: `PUT /bucket/key?query`. */
  requests(): Promise<readonly string[]>;
  close(): Promise<void>;
}

const bucket = "inbox";
const region = "us-east-1";
const sender = { accessKeyId: "S3RVER", secretAccessKey: "S3RVER" };

// info: PUT /inbox/a?partNumber=1 200 4ms -
const accessForm = /([A-Z]+) (\/inbox\S*) \d{3} /u;

const parseLog = (log: string): readonly string[] =>
  stripVTControlCharacters(log)
    .split("\n")
    .flatMap((line) => {
      const [, method, target] = accessForm.exec(line) ?? [];
      if (method === undefined || target === undefined) return [];
      return isOwners(target) ? [] : [`${method} ${target}`];
    });

const answers = (endpoint: string) =>
  fetch(endpoint).then(
    () => true,
    () => false,
  );

/** Starts s3rver on loopback (1 s). It ends with `close`, or with this process at the latest. */
export const startS3rver = async (): Promise<S3rver> => {
  const folder = await mkdtemp(path.join(tmpdir(), "s3-sftp-s3rver-"));
  const removeFolder = guardFolder(folder);
  const port = await freePort();
  const program = fileURLToPath(import.meta.resolve("s3rver/bin/s3rver.js"));
  const log = path.join(folder, "log");
  const place = ["-a", "127.0.0.1", "-p", String(port), "-d", path.join(folder, "data")];
  // The token of its next page is encrypted with DES, which OpenSSL 3 keeps among its old things.
  const line = ["--openssl-legacy-provider", program, ...place, "--no-vhost-buckets"];
  // It cuts what it takes for colours off each line of its log.
  const stop = startDaemon("env", ["FORCE_COLOR=1", process.execPath, ...line], log);
  const address = { region, endpoint: `http://127.0.0.1:${port}` };
  const owner = createStoreOwner(address, bucket, sender);
  const close = async () => {
    owner.close();
    await stop();
    await removeFolder();
  };
  try {
    await waitUntil("s3rver answers", () => answers(address.endpoint));
    await owner.client.send(new CreateBucketCommand({ Bucket: bucket }));
  } catch (error) {
    await close();
    throw error;
  }
  return {
    address,
    bucket,
    sender,
    sha256: (key) => owner.sha256(key),
    requests: async () => parseLog(await readFile(log, "utf8")),
    close,
  };
};
