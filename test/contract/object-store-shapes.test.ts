import { describe, expect, it, onTestFinished } from "vitest";
import { dialectOf } from "../../scripts/storage-services/storage-service.ts";
import { storageServices } from "../../scripts/storage-services/storage-services.ts";
import { createDeliverySite } from "../support/sites/delivery-site.ts";
import { startDialect } from "../support/sites/dialect-store.ts";
import { sha256Of, someBytes } from "../support/values/bytes.ts";
import { someOf } from "../support/values/run-size.ts";
import { abilitiesOf } from "../support/values/store-abilities.ts";
import { deliverySuite } from "./delivery.suite.ts";
import { objectStoreSuite } from "./object-store.suite.ts";

// AWS, and three that differ from it in the most ways.
for (const service of someOf(storageServices, 4)) {
  const dialect = dialectOf(service);
  const name = `a stand-in in the shape of ${service.name}`;
  objectStoreSuite(name, abilitiesOf(dialect), () => startDialect(dialect));
  deliverySuite(name, abilitiesOf(dialect), () => startDialect(dialect));
}

describe("a service that takes fewer parts than AWS", () => {
  it("is learned from its refusal, and gets larger ones", async () => {
    // Scaleway and Swift take 1,000: a file that needs more has 5 GB, so that a smaller number stands for it.
    const [few = null] = storageServices.filter(({ facts }) => facts.maxParts === 1000);
    expect(few).not.toBeNull();
    if (few === null) return;
    const under = await startDialect({ ...dialectOf(few), maxParts: 3 });
    const site = await createDeliverySite(under);
    onTestFinished(() => site.close());
    const bytes = someBytes(21, 3);
    expect(await site.deliver("few.bin", bytes)).toMatchObject({ state: "delivered" });
    expect(await under.sha256("few.bin")).toBe(sha256Of(bytes));
  });
});
