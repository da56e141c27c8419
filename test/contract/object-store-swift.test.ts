import { describe } from "vitest";
import { swift } from "../../scripts/storage-services/self-hosted-services.ts";
import { dialectOf } from "../../scripts/storage-services/storage-service.ts";
import { componentMissing } from "../support/processes/components.ts";
import { startSwift } from "../support/processes/swift.ts";
import { abilitiesOf } from "../support/values/store-abilities.ts";
import { deliverySuite } from "./delivery.suite.ts";
import { objectStoreSuite } from "./object-store.suite.ts";

const usual = abilitiesOf(dialectOf(swift));
// It says of an unknown key that its signature is wrong.
const abilities = { ...usual, refusals: { ...usual.refusals, unknownKey: "WrongSecret" } } as const;

describe.runIf(!componentMissing("swift"))("with the account's own key", () => {
  objectStoreSuite("OpenStack Swift", abilities, startSwift);
  deliverySuite("OpenStack Swift", abilities, startSwift);
});
