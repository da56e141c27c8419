import { CreateBucketCommand } from "@aws-sdk/client-s3";
import type { StoreAddress, StoreCredentials } from "../../../src/services/ports/object-store.ts";
import { startSwiftCluster } from "./swift-cluster.ts";
import type { SwiftUser } from "./swift-configuration.ts";
import { createStoreOwner, isOwners } from "./store-owner.ts";

/** OpenStack Swift with its S3 interface: a bucket, its owner's key, and a stranger's. */
export interface Swift {
  readonly address: StoreAddress;
  readonly bucket: string;
  /** The account's own key: Swift has no policy that gives a key two rights of a bucket. */
  readonly sender: StoreCredentials;
  /** A user of the same account without any right. */
  readonly stranger: StoreCredentials;
  /** Lower-case hex of an object; null when there is none. */
  sha256(key: string): Promise<string | null>;
  /** Requests of the sender and of strangers so far, from the proxy's log: `PUT /bucket/key?query`. */
  requests(): Promise<readonly string[]>;
  close(): Promise<void>;
}

const bucket = "inbox";
const region = "us-east-1";

// They open nothing but a store that lives as long as one test.
const users = {
  sender: { account: "test", name: "tester", key: "testing", isAdmin: true },
  stranger: { account: "test", name: "stranger", key: "strange", isAdmin: false },
} as const satisfies Readonly<Record<string, SwiftUser>>;

const keysOf = ({ account, name, key }: SwiftUser): StoreCredentials => ({
  accessKeyId: `${account}:${name}`,
  secretAccessKey: key,
});

// access: 200 PUT /inbox/a%2520b%3FpartNumber%3D1
const accessForm = /^access: \d{3} ([A-Z]+) (\/inbox\S*)/u;

const parseLog = (log: string): readonly string[] =>
  log.split("\n").flatMap((line) => {
    const [, method, path] = accessForm.exec(line) ?? [];
    if (method === undefined || path === undefined) return [];
    const target = decodeURIComponent(path);
    return isOwners(target) ? [] : [`${method} ${target}`];
  });

/** Starts Swift on loopback (6 s). It ends with `close`, or with this process at the latest. */
export const startSwift = async (): Promise<Swift> => {
  const cluster = await startSwiftCluster(region, Object.values(users));
  const address = { region, endpoint: cluster.endpoint };
  const owner = createStoreOwner(address, bucket, keysOf(users.sender));
  try {
    await owner.client.send(new CreateBucketCommand({ Bucket: bucket }));
  } catch (error) {
    await cluster.stop();
    throw error;
  }
  return {
    address,
    bucket,
    sender: keysOf(users.sender),
    stranger: keysOf(users.stranger),
    sha256: (key) => owner.sha256(key),
    requests: async () => parseLog(await cluster.proxyLog()),
    close: async () => {
      owner.close();
      await cluster.stop();
    },
  };
};
