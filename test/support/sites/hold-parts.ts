import type { S3StandIn } from "../../../src/demo/s3-stand-in.ts";

/**
 * Lets the first `count` parts through and holds all others, so that an upload stands in the middle for as long as a
 * test wants; gives the function that lets them go on.
 */
export const holdParts = (store: S3StandIn, count: number): (() => void) => {
  const held = Promise.withResolvers<void>();
  const remove = store.inject({
    operation: "UploadPart",
    skip: count,
    times: Number.POSITIVE_INFINITY,
    does: { kind: "hold", until: held.promise },
  });
  return () => {
    remove();
    held.resolve();
  };
};
