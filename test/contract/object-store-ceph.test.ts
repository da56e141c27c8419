import { describe } from "vitest";
import { ceph16 } from "../../scripts/storage-services/self-hosted-services.ts";
import { dialectOf } from "../../scripts/storage-services/storage-service.ts";
import { startCeph } from "../support/processes/ceph.ts";
import { componentMissing } from "../support/processes/components.ts";
import { abilitiesOf } from "../support/values/store-abilities.ts";
import { deliverySuite } from "./delivery.suite.ts";
import { objectStoreSuite } from "./object-store.suite.ts";

const abilities = abilitiesOf(dialectOf(ceph16));

const start = async () => {
  const ceph = await startCeph();
  const requests = async () => {
    const all = await ceph.requests();
    return all.filter(({ user }) => user !== "owner").map(({ line }) => line);
  };
  return { ...ceph, requests };
};

describe.runIf(!componentMissing("ceph"))(
  "with a key that a bucket policy gives two rights",
  () => {
    objectStoreSuite("Ceph RGW", abilities, start);
    deliverySuite("Ceph RGW", abilities, start);
  },
);
