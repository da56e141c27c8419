import { keychainService, type Keychain } from "./keychain.ts";

/** The keychain through @napi-rs/keyring, which comes compiled; null where it was not installed or cannot load. */
export const loadNapiKeyring = async (): Promise<Keychain | null> => {
  try {
    const { AsyncEntry } = await import("@napi-rs/keyring");
    // Without this it falls back to the kernel's keyring, which forgets at the next start of the machine.
    const options = { linux: { store: "secret-service" } } as const;
    // Opening an entry throws when no keychain is there, so each call opens its own.
    const entry = async (account: string) => new AsyncEntry(keychainService, account, options);
    return {
      through: "@napi-rs/keyring",
      read: async (account) => (await (await entry(account)).getPassword()) ?? null,
      write: async (account, secret) => (await entry(account)).setPassword(secret),
      delete: async (account) => (await entry(account)).deletePassword(),
    };
  } catch {
    return null; // optional and native: no build for this machine
  }
};
