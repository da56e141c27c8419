import { CreateBucketCommand, PutBucketPolicyCommand } from "@aws-sdk/client-s3";
import type { StoreAddress, StoreCredentials } from "../../../src/services/ports/object-store.ts";
import { startCephCluster } from "./ceph-cluster.ts";
import type { CephCluster } from "./ceph-cluster.ts";
import { createStoreOwner } from "./store-owner.ts";

export interface CephOptions {
  /** What the store can hold, in memory; default 2 GiB. A test of a 5 GiB object takes 14 GiB. */
  readonly storeBytes?: number;
}

export interface CephRequest {
  /** User whose key signed; "-" or "anonymous" when none did. */
  readonly user: string;
  /** `PUT /bucket/key?query`, as the gateway logged it. */
  readonly line: string;
  readonly status: number;
}

/** A real S3: Ceph's object gateway with a bucket, its owner, and a sender whom a bucket policy gives two rights. */
export interface Ceph {
  readonly address: StoreAddress;
  readonly bucket: string;
  readonly owner: StoreCredentials;
  /** May put and list in `bucket`, and nothing else. */
  readonly sender: StoreCredentials;
  /** A known user without any right on `bucket`. */
  readonly stranger: StoreCredentials;
  /** Lower-case hex of an object, streamed with the owner's key; null when there is none. */
  sha256(key: string): Promise<string | null>;
  /** Keys and sizes of all objects, by the owner's key. */
  objects(): Promise<readonly { readonly key: string; readonly sizeBytes: number }[]>;
  /** Keys of unfinished multipart uploads. */
  uploads(): Promise<readonly string[]>;
  /** Every request since it started, from the gateway's access log. */
  requests(): Promise<readonly CephRequest[]>;
  close(): Promise<void>;
}

const bucket = "inbox";
const region = "us-east-1";

// They open nothing but a store that lives as long as one test.
const people = {
  owner: { accessKeyId: "AKIAOWNER00000000000", secretAccessKey: "owner-secret-of-the-tests" },
  sender: { accessKeyId: "AKIASENDER0000000000", secretAccessKey: "sender-secret-of-the-tests" },
  stranger: {
    accessKeyId: "AKIASTRANGER00000000",
    secretAccessKey: "stranger-secret-of-the-tests",
  },
} as const;

const allow = (user: string, action: string, resource: string) => ({
  Effect: "Allow",
  Principal: { AWS: [`arn:aws:iam:::user/${user}`] },
  Action: [action],
  Resource: [`arn:aws:s3:::${resource}`],
});

const listAndPutPolicy = JSON.stringify({
  Version: "2012-10-17",
  Statement: [
    allow("sender", "s3:ListBucket", bucket),
    allow("sender", "s3:PutObject", `${bucket}/*`),
    // At AWS the bucket's owner owns what lies in it; here an object is its sender's.
    allow("owner", "s3:GetObject", `${bucket}/*`),
  ],
});

const createPeople = async (cluster: CephCluster): Promise<void> => {
  for (const [name, keys] of Object.entries(people)) {
    const { accessKeyId, secretAccessKey } = keys;
    const credentials = ["--access-key", accessKeyId, "--secret-key", secretAccessKey];
    await cluster.admin("user", "create", "--uid", name, "--display-name", name, ...credentials);
  }
};

// 127.0.0.1 - sender [25/Nov/2026:02:38:10.876 +0000] "PUT /inbox/a HTTP/1.1" 200 0 …
const accessForm = /beast: \S+ \S+ - (\S+) \[[^\]]+\] "(.+) HTTP\/1\.[01]" (\d{3}) /u;

const parseLog = (log: string): readonly CephRequest[] =>
  log.split("\n").flatMap((line) => {
    const [, user, request, status] = accessForm.exec(line) ?? [];
    return user === undefined || request === undefined
      ? []
      : [{ user, line: request, status: Number(status) }];
  });

/** Starts Ceph's object gateway on loopback (12 s). It ends with `close`, or with this process at the latest. */
export const startCeph = async (options: CephOptions = {}): Promise<Ceph> => {
  const cluster = await startCephCluster(options.storeBytes ?? 2 * 1024 ** 3);
  const address = { region, endpoint: cluster.endpoint };
  const owner = createStoreOwner(address, bucket, people.owner);
  try {
    await createPeople(cluster);
    await owner.client.send(new CreateBucketCommand({ Bucket: bucket }));
    await owner.client.send(
      new PutBucketPolicyCommand({ Bucket: bucket, Policy: listAndPutPolicy }),
    );
  } catch (error) {
    await cluster.stop();
    throw error;
  }
  const ownRequests = parseLog(await cluster.gatewayLog()).length;
  return {
    address,
    bucket,
    ...people,
    sha256: (key) => owner.sha256(key),
    objects: () => owner.objects(),
    uploads: () => owner.uploads(),
    requests: async () => parseLog(await cluster.gatewayLog()).slice(ownRequests),
    close: async () => {
      owner.close();
      await cluster.stop();
    },
  };
};
