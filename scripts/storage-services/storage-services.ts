import { cloudServices } from "./cloud-services.ts";
import {
  ceph16,
  ceph18,
  minio,
  minio2022,
  minio2023,
  s3rver,
  swift,
} from "./self-hosted-services.ts";
import type { StorageService } from "./storage-service.ts";

/** All services of which something is known, in the order of docs/storage-services.md. */
export const storageServices: readonly StorageService[] = [
  ...cloudServices,
  minio,
  minio2023,
  minio2022,
  ceph18,
  ceph16,
  swift,
  s3rver,
];
