import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { S3StandIn } from "../../../../src/demo/s3-stand-in.ts";
import { fail, ok } from "../../../../src/domain/result.ts";
import type { CredentialProvider } from "../../../../src/services/ports/credentials.ts";
import type { StoreCredentials } from "../../../../src/services/ports/object-store.ts";
import { StoreKeys } from "../../../../src/services/adapters/s3/store-keys.ts";
import { sender } from "../../../support/values/s3-people.ts";
import { bucket, put, StandInStores } from "../../../support/sites/stand-in-store.ts";
import { valueOf } from "../../../support/values/value-of.ts";

const stores = new StandInStores();
let s3: S3StandIn;

beforeEach(async () => {
  s3 = await stores.startStandIn();
});

afterEach(() => stores.close());

const openKeys = (give: (asked: number) => number) => {
  let nowMs = 0;
  let asked = 0;
  const keys = new StoreKeys(
    async () => {
      asked += 1;
      const expiresAtMs = give(asked);
      return ok({ accessKeyId: `key ${asked}`, secretAccessKey: "s", expiresAtMs });
    },
    () => nowMs,
  );
  const at = async (ms: number) => {
    nowMs = ms;
    return (await keys.get()).accessKeyId;
  };
  return { at, asked: () => asked };
};
describe("credentials that end", () => {
  const minute = 60_000;

  it("are renewed minutes before that", async () => {
    const { at } = openKeys((asked) => asked * 60 * minute);
    expect(await at(0)).toBe("key 1");
    expect(await at(54 * minute)).toBe("key 1");
    expect(await at(56 * minute)).toBe("key 2");
    expect(await at(57 * minute)).toBe("key 2");
  });

  it("are asked for now and then where the source has none that last longer", async () => {
    const { at, asked } = openKeys(() => 2 * minute);
    for (let ms = 0; ms < 20_000; ms += 1_000) await at(ms);
    expect(asked()).toBe(1);
    await at(31_000);
    expect(asked()).toBe(2);
    await expect(at(3 * minute)).rejects.toThrow("CredentialsExpired");
  });
});

const temporary = (sessionToken: string, more: Partial<StoreCredentials> = {}) =>
  ok({ ...sender(bucket), sessionToken, ...more });

describe("temporary credentials", () => {
  it("asks its source once more when temporary credentials have ended, for puts and lists", async () => {
    s3.setUser({ ...sender(bucket), sessionToken: "t2" });
    const asked: boolean[] = [];
    const credentials: CredentialProvider = async (isFresh) => {
      asked.push(isFresh);
      return temporary(isFresh ? "t2" : "t1");
    };
    const signal = AbortSignal.timeout(20_000);
    const putting = stores.storeAt(s3.endpoint, { credentials });
    valueOf(await put(putting));
    valueOf(await put(putting, "second"));
    expect(asked).toEqual([false, true]);
    const listing = stores.storeAt(s3.endpoint, { credentials });
    valueOf(await listing.list({ bucket, prefix: "", maxKeys: 1, signal }));
    expect(asked).toEqual([false, true, false, true]);
  });

  it("asks once for all calls that are refused side by side", async () => {
    s3.setUser({ ...sender(bucket), sessionToken: "t2" });
    let fresh = 0;
    const made = stores.storeAt(s3.endpoint, {
      credentials: async (isFresh) => {
        if (isFresh) fresh += 1;
        return temporary(fresh > 0 ? "t2" : "t1");
      },
    });
    const answers = await Promise.all(["a", "b", "c", "d"].map((key) => put(made, key)));
    expect(answers.every(({ ok: isOk }) => isOk)).toBe(true);
    expect(fresh).toBe(1);
  });

  it("have ended, too, for a store that has forgotten their access key", async () => {
    const unknown = { accessKeyId: "ASIANOBODY0000000000" };
    const made = stores.storeAt(s3.endpoint, { credentials: async () => temporary("t1", unknown) });
    expect(await put(made)).toMatchObject({
      error: { code: "CredentialsExpired", answer: { storeCode: "InvalidAccessKeyId" } },
    });
  });

  it("says that credentials have ended when the source has no others, and sends no more", async () => {
    s3.setUser({ ...sender(bucket), sessionToken: "t2" });
    const made = stores.storeAt(s3.endpoint, { credentials: async () => temporary("t1") });
    expect(await put(made)).toMatchObject({ error: { code: "CredentialsExpired" } });
    expect(s3.log).toHaveLength(1);
  });

  it("sends nothing with credentials whose end has passed, and asks no source for each request", async () => {
    const ended = stores.storeAt(s3.endpoint, {
      credentials: async () => temporary("t1", { expiresAtMs: Date.now() - 1 }),
    });
    expect(await put(ended)).toMatchObject({ error: { code: "CredentialsExpired" } });
    expect(s3.log).toEqual([]);
    s3.setUser({ ...sender(bucket), sessionToken: "t2" });
    let asked = 0;
    const ending = stores.storeAt(s3.endpoint, {
      credentials: async () => {
        asked += 1;
        return temporary("t2", { expiresAtMs: Date.now() + 60_000 });
      },
    });
    valueOf(await put(ending, "a"));
    valueOf(await put(ending, "b"));
    expect(asked).toBe(1);
  });

  it("says which source gives no credentials, for puts and lists", async () => {
    const error = {
      code: "CredentialsUnavailable",
      source: { type: "profile", profile: "clinic", from: "sso" },
      why: "the session has ended",
    } as const;
    const made = stores.storeAt(s3.endpoint, { credentials: async () => fail(error) });
    const signal = AbortSignal.timeout(20_000);
    expect(await put(made)).toEqual(fail(error));
    expect(await made.list({ bucket, prefix: "", maxKeys: 1, signal })).toEqual(fail(error));
  });
});
