import { describe, expect, it } from "vitest";
import { addressOf } from "../../../src/domain/destination-address.ts";
import type { AppError } from "../../../src/domain/errors.ts";
import { fail } from "../../../src/domain/result.ts";
import { secretAccount } from "../../../src/domain/settings.ts";
import { addDestination } from "../../../src/services/connection/add-destination.ts";
import { saveConnection } from "../../../src/services/connection/save-connection.ts";
import { draft, openConnections } from "../../support/fakes/connection-fixture.ts";
import { valueOf } from "../../support/values/value-of.ts";

const signal = new AbortController().signal;

describe("adding a destination", () => {
  it("checks it with the stored secret and puts it behind the others, once", async () => {
    const { deps } = openConnections();
    await saveConnection(deps, draft);
    const destination = { bucket: "second", prefix: "" };
    await addDestination(deps, "Clinic North", destination, signal);
    const again = await addDestination(deps, "Clinic North", destination, signal);
    expect(again.ok && again.value.connections[0]?.destinations).toEqual([
      { bucket: "acme-inbox", prefix: "november/" },
      destination,
    ]);
  });

  it("keeps the region and the endpoint of each bucket", async () => {
    const { deps } = openConnections();
    await saveConnection(deps, draft);
    const address = { region: "us-west-2", endpoint: null };
    const destination = { bucket: "second", prefix: "", address };
    const added = await addDestination(deps, draft.name, destination, signal);
    expect(valueOf(added).connections).toMatchObject([
      {
        region: "eu-west-1",
        destinations: [{ bucket: "acme-inbox" }, { bucket: "second", address }],
      },
    ]);
    // A change of the first leaves the other where it is.
    const moved = valueOf(await saveConnection(deps, { ...draft, region: "eu-north-1" }));
    const [connection] = moved.connections;
    expect(connection && addressOf(connection, "acme-inbox").region).toBe("eu-north-1");
    expect(connection && addressOf(connection, "second")).toEqual(address);
  });

  it("stores nothing that the store refused", async () => {
    const error: AppError = { code: "NoSuchBucket", bucket: "second" };
    const { deps, refused } = openConnections({ list: error });
    await saveConnection(deps, draft);
    const before = await deps.settings.load();
    const added = await addDestination(deps, draft.name, { bucket: "second", prefix: "" }, signal);
    expect(added).toEqual(fail(error));
    expect(await deps.settings.load()).toEqual(before);
    expect(refused).toHaveLength(1);
  });

  it("says what is missing when the connection or its secret is gone", async () => {
    const { deps } = openConnections();
    const destination = { bucket: "second", prefix: "" };
    expect(await addDestination(deps, "nobody", destination, signal)).toMatchObject({
      error: { code: "NotSetUp", missing: "connection" },
    });
    await saveConnection(deps, draft);
    await deps.secrets.delete(secretAccount(draft.name));
    expect(await addDestination(deps, draft.name, destination, signal)).toMatchObject({
      error: { code: "NotSetUp", missing: "secret" },
    });
  });
});
