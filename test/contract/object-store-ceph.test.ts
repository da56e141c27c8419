import { describe } from "vitest";
import { startCeph } from "../support/processes/ceph.ts";
import { componentMissing } from "../support/processes/components.ts";
import { objectStoreSuite } from "./object-store.suite.ts";

describe.runIf(!componentMissing("ceph"))(
  "with a key that a bucket policy gives two rights",
  () => {
    objectStoreSuite("Ceph RGW", async () => {
      const ceph = await startCeph();
      return {
        ...ceph,
        proof: "part-md5",
        requests: async () => {
          const requests = await ceph.requests();
          return requests.filter(({ user }) => user !== "owner").map(({ line }) => line);
        },
      };
    });
  },
);
