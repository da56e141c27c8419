import { startS3StandIn } from "../../../src/demo/s3-stand-in.ts";
import type { StoreAddress, StoreCredentials } from "../../../src/services/ports/object-store.ts";
import { startCeph } from "../processes/ceph.ts";
import { componentMissing } from "../processes/components.ts";
import { sender } from "../values/s3-people.ts";

/** A store with a two-right sender, and the owner's look at what arrived. */
export interface SomeStore {
  readonly address: StoreAddress;
  readonly bucket: string;
  readonly keys: StoreCredentials;
  /** Lower-case hex of an object; null when there is none. */
  sha256(key: string): Promise<string | null>;
  close(): Promise<void>;
}

/** Ceph's gateway; the stand-in on a machine without it, which says so. */
export const startSomeStore = async (): Promise<SomeStore> => {
  if (!componentMissing("ceph")) {
    const ceph = await startCeph();
    return {
      address: ceph.address,
      bucket: ceph.bucket,
      keys: ceph.sender,
      sha256: (key) => ceph.sha256(key),
      close: () => ceph.close(),
    };
  }
  const [bucket, region] = ["inbox", "eu-central-1"];
  const keys = sender(bucket);
  const s3 = await startS3StandIn({ users: [keys], buckets: [{ name: bucket, region }] });
  return {
    address: { region, endpoint: s3.endpoint },
    bucket,
    keys,
    sha256: (key) => s3.sha256(bucket, key),
    close: () => s3.close(),
  };
};
