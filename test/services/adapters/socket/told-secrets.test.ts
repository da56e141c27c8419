import { expect, it } from "vitest";
import { ok } from "../../../../src/domain/result.ts";
import { createToldSecrets } from "../../../../src/services/adapters/socket/told-secrets.ts";
import type { SecretStore } from "../../../../src/services/ports/secret-store.ts";

it("tells the worker what is read, written and forgotten", async () => {
  const kept = new Map([["a", "1"]]);
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
  const known = new Map<string, string | null>();
  const told = createToldSecrets(store, {
    giveSecret: async (account, secret) => void known.set(account, secret),
  });
  expect(told.holder).toBe(store.holder);
  await told.read("absent");
  expect(known.size).toBe(0);
  await told.read("a");
  await told.write("b", "2");
  expect([...known]).toEqual([...kept]);
  expect(await told.forget("a")).toEqual(ok(true));
  await told.forgetAll(["b"]);
  expect([...known]).toEqual([
    ["a", null],
    ["b", null],
  ]);
  expect(kept.size).toBe(0);
});
