import { S3Client } from "@aws-sdk/client-s3";
import type { StoreAddress } from "../../ports/object-store.ts";
import { toBucketBase } from "./bucket-base.ts";
import type { BucketBase } from "./bucket-base.ts";

/**
 * A client of the AWS SDK, for lib-storage and for its endpoint rules. It sends nothing itself: every request of ours is
 * signed by hand, and the commands of lib-storage are taken out of its hands (stream-commands.ts).
 */
export const createSdkClient = ({ region, endpoint }: StoreAddress): S3Client =>
  new S3Client({
    region,
    ...(endpoint !== null && { endpoint, forcePathStyle: true }),
    credentials: () => Promise.reject(new Error("the SDK is not to sign anything")),
    // Those of the environment are not for a stored connection.
    useFipsEndpoint: false,
    useDualstackEndpoint: false,
    useArnRegion: true,
    maxAttempts: 1,
  });

/** The base of any bucket, of AWS by the SDK's own endpoint rules. */
export const baseByRules = (
  { region, addressing, isFips = false, isDualStack = false, ...address }: StoreAddress,
  bucket: string,
): BucketBase => {
  const { url } = createSdkClient({ region, ...address }).config.endpointProvider({
    Bucket: bucket,
    Region: region,
    ForcePathStyle: addressing === "path",
    UseFIPS: isFips,
    UseDualStack: isDualStack,
  });
  return toBucketBase(url);
};
