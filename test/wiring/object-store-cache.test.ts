import { describe, expect, it } from "vitest";
import { emptySettings, type Connection } from "../../src/domain/settings.ts";
import type { StoreAddress } from "../../src/services/ports/object-store.ts";
import { ObjectStoreCache } from "../../src/wiring/object-store-cache.ts";
import { draft, openConnections } from "../support/fakes/connection-fixture.ts";
import { saveConnection } from "../../src/services/connection/save-connection.ts";
import { createCheckedStore } from "../support/fakes/fake-object-store.ts";
import { valueOf } from "../support/values/value-of.ts";

const open = async (change: Partial<Connection> = {}) => {
  const { deps } = openConnections();
  const saved = valueOf(await saveConnection(deps, draft));
  const [connection] = saved.connections;
  if (!connection) throw new Error("nothing was saved");
  const connections = [{ ...connection, ...change }];
  valueOf(await deps.settings.update(() => ({ ...emptySettings, connections })));
  const opened: StoreAddress[] = [];
  const cache = new ObjectStoreCache({
    settings: deps.settings,
    secrets: deps.secrets,
    profileCredentials: deps.profileCredentials,
    ambient: null,
    openStore: async (address) => {
      opened.push(address);
      return createCheckedStore({}).store;
    },
  });
  return { cache, opened };
};

const target = { connection: draft.name, bucket: draft.bucket };

describe("the stores of connections", () => {
  it("say with every request what the connection says, and what one upload says before that", async () => {
    const { cache, opened } = await open({
      addressing: "virtual",
      options: { requestPayer: true, expectedBucketOwner: "111111111111" },
    });
    valueOf(await cache.get(target));
    valueOf(await cache.get(target, { expectedBucketOwner: "222222222222" }));
    expect(opened).toMatchObject([
      {
        addressing: "virtual",
        terms: { requestPayer: true, expectedBucketOwner: "111111111111" },
      },
      { terms: { requestPayer: true, expectedBucketOwner: "222222222222" } },
    ]);
  });

  it("are shared by all uploads that say the same", async () => {
    const { cache, opened } = await open();
    const [one, two] = [await cache.get(target), await cache.get(target, {})];
    expect(valueOf(one)).toBe(valueOf(two));
    expect(opened).toHaveLength(1);
  });

  it("are where each bucket is", async () => {
    const address = { region: "us-west-2", endpoint: null };
    const { cache, opened } = await open({
      destinations: [
        { bucket: draft.bucket, prefix: "" },
        { bucket: "second", prefix: "", address },
      ],
    });
    valueOf(await cache.get(target));
    valueOf(await cache.get({ ...target, bucket: "second" }));
    expect(opened).toMatchObject([{ region: draft.region }, address]);
  });

  it("name a profile that gives no keys", async () => {
    const { cache } = await open({ accessKeyId: null, profile: "clinic" });
    expect(await cache.get(target)).toMatchObject({
      error: { code: "CredentialsUnavailable", source: { profile: "clinic" } },
    });
  });
});
