import { ok } from "../domain/result.ts";
import type { SecretStore } from "../services/ports/secret-store.ts";

export interface HeldSecrets extends SecretStore {
  /** What an app gave over the socket; null forgets it. */
  keep(account: string, secret: string | null): void;
}

/** The keychain with what apps gave on top, in this process's memory only. Never changes the keychain. */
export const createHeldSecrets = (keychain: SecretStore): HeldSecrets => {
  const held = new Map<string, string>();
  return {
    get holder() {
      return keychain.holder;
    },
    keep: (account, secret) => {
      if (secret === null) held.delete(account);
      else held.set(account, secret);
    },
    read: (account) => {
      const secret = held.get(account);
      return secret === undefined ? keychain.read(account) : Promise.resolve(ok(secret));
    },
    write: (account, secret) => {
      held.set(account, secret);
      return Promise.resolve(ok(undefined));
    },
    forget: (account) => Promise.resolve(ok(held.delete(account))),
    forgetAll: () => {
      held.clear();
      return Promise.resolve(ok(undefined));
    },
  };
};
