import { awsDialect } from "../../src/demo/s3/dialect.ts";
import { startDialect } from "../support/sites/dialect-store.ts";
import { abilitiesOf } from "../support/values/store-abilities.ts";
import { deliverySuite } from "./delivery.suite.ts";

deliverySuite("the stand-in", abilitiesOf(awsDialect), () => startDialect(awsDialect));
