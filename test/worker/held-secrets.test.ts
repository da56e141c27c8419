import { describe, expect, it } from "vitest";
import { ok } from "../../src/domain/result.ts";
import { createToldSecrets } from "../../src/services/adapters/socket/told-secrets.ts";
import type { SecretStore } from "../../src/services/ports/secret-store.ts";
import { createHeldSecrets } from "../../src/worker/held-secrets.ts";

const createKeychain = (entries: Record<string, string> = {}) => {
  const kept = new Map(Object.entries(entries));
  const store: SecretStore = {
    holder: { kind: "encrypted file", through: "test" },
    read: async (account) => ok(kept.get(account) ?? null),
    write: async (account, secret) => {
      kept.set(account, secret);
      return ok(undefined);
    },
    forget: async (account) => ok(kept.delete(account)),
    forgetAll: async () => {
      kept.clear();
      return ok(undefined);
    },
  };
  return { kept, store };
};

describe("the worker's secrets", () => {
  it("are the app's first, then the keychain's", async () => {
    const held = createHeldSecrets(createKeychain({ a: "old", b: "kept" }).store);
    held.keep("a", "new");
    expect(await held.read("a")).toEqual(ok("new"));
    expect(await held.read("b")).toEqual(ok("kept"));
    held.keep("a", null);
    expect(await held.read("a")).toEqual(ok("old"));
  });

  it("never change the keychain", async () => {
    const { kept, store } = createKeychain({ a: "kept" });
    const held = createHeldSecrets(store);
    await held.write("a", "other");
    await held.write("b", "more");
    await held.forget("a");
    await held.forgetAll([]);
    expect([...kept]).toEqual([["a", "kept"]]);
    expect(await held.read("b")).toEqual(ok(null));
  });
});

describe("the app's secrets", () => {
  it("are told to the worker when read, written and forgotten", async () => {
    const { kept, store } = createKeychain({ a: "1" });
    const held = createHeldSecrets(createKeychain().store);
    const told = createToldSecrets(store, {
      giveSecret: async (account, secret) => held.keep(account, secret),
    });
    await told.read("a");
    await told.write("b", "2");
    expect(await held.read("a")).toEqual(ok("1"));
    expect(await held.read("b")).toEqual(ok("2"));
    expect([...kept.keys()]).toEqual(["a", "b"]);
    await told.forget("a");
    expect(await held.read("a")).toEqual(ok(null));
    await told.forgetAll(["b"]);
    expect(await held.read("b")).toEqual(ok(null));
    expect(told.holder).toBe(store.holder);
  });
});
