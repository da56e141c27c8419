import { awsDialect } from "../../src/demo/s3/dialect.ts";
import { startDialect } from "../support/sites/dialect-store.ts";
import { abilitiesOf } from "../support/values/store-abilities.ts";
import { objectStoreSuite } from "./object-store.suite.ts";

objectStoreSuite("the stand-in", abilitiesOf(awsDialect), () => startDialect(awsDialect));
