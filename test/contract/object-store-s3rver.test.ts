import { s3rver } from "../../scripts/storage-services/self-hosted-services.ts";
import { dialectOf } from "../../scripts/storage-services/storage-service.ts";
import { startS3rver } from "../support/processes/s3rver.ts";
import type { StoreAbilities } from "../support/sites/store-under-test.ts";
import { abilitiesOf } from "../support/values/store-abilities.ts";
import { deliverySuite } from "./delivery.suite.ts";
import { objectStoreSuite } from "./object-store.suite.ts";

const abilities: StoreAbilities = {
  ...abilitiesOf(dialectOf(s3rver)),
  keepsAnyKey: false,
  // It takes parts of any upload, and compares no signature.
  knowsItsUploads: false,
  writeCheck: "unknown",
  refusals: { stranger: null, unknownKey: "InvalidAccessKey", wrongSecret: null },
};

const start = async () => ({ ...(await startS3rver()), stranger: null });

objectStoreSuite("s3rver", abilities, start);
deliverySuite("s3rver", abilities, start);
