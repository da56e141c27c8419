import { expect, it } from "vitest";
import { ok } from "../../../../src/domain/result.ts";
import { forwardingSecretStore } from "../../../../src/services/adapters/daemon/forwarding-secret-store.ts";
import type { SecretStore } from "../../../../src/services/ports/secret-store.ts";

it("tells the daemon what is read, written and forgotten", async () => {
  const kept = new Map([["a", "1"]]);
  const store: SecretStore = {
    holder: { kind: "encrypted file", through: "test" },
    read: async (account) => ok(kept.get(account) ?? null),
    write: async (account, secret) => {
      kept.set(account, secret);
      return ok(undefined);
    },
    delete: async (account) => ok(kept.delete(account)),
    deleteAll: async () => {
      kept.clear();
      return ok(undefined);
    },
  };
  const known = new Map<string, string | null>();
  const forwarding = forwardingSecretStore(store, {
    giveSecret: async (account, secret) => void known.set(account, secret),
  });
  expect(forwarding.holder).toBe(store.holder);
  await forwarding.read("absent");
  expect(known.size).toBe(0);
  await forwarding.read("a");
  await forwarding.write("b", "2");
  expect([...known]).toEqual([...kept]);
  expect(await forwarding.delete("a")).toEqual(ok(true));
  await forwarding.deleteAll(["b"]);
  expect([...known]).toEqual([
    ["a", null],
    ["b", null],
  ]);
  expect(kept.size).toBe(0);
});
