import { keychainService, type Keychain } from "./keychain.ts";

/** The keychain through keytar (libsecret, macOS Keychain, Windows); null where it was not installed or cannot load. */
export const loadKeytar = async (): Promise<Keychain | null> => {
  try {
    const { default: keytar } = await import("keytar");
    return {
      through: "keytar",
      read: (account) => keytar.getPassword(keychainService, account),
      write: (account, secret) => keytar.setPassword(keychainService, account, secret),
      delete: (account) => keytar.deletePassword(keychainService, account),
    };
  } catch {
    return null; // optional and native: not compiled here
  }
};
