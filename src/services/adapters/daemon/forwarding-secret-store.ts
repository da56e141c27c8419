import type { SecretStore } from "../../ports/secret-store.ts";

/** Who is told of secrets: a daemon. */
export interface SecretListener {
  giveSecret(account: string, secret: string | null): Promise<void>;
}

/**
 * `secrets`, with a daemon told of each that the app reads, writes or forgets: a new key must replace the one that it
 * signs with now, and an encrypted file or this session's memory it cannot read itself.
 */
export const forwardingSecretStore = (
  secrets: SecretStore,
  daemon: SecretListener,
): SecretStore => ({
  get holder() {
    return secrets.holder;
  },
  read: async (account) => {
    const found = await secrets.read(account);
    if (found.ok && found.value !== null) await daemon.giveSecret(account, found.value);
    return found;
  },
  write: async (account, secret) => {
    const written = await secrets.write(account, secret);
    if (written.ok) await daemon.giveSecret(account, secret);
    return written;
  },
  delete: async (account) => {
    await daemon.giveSecret(account, null);
    return secrets.delete(account);
  },
  deleteAll: async (accounts) => {
    for (const account of accounts) await daemon.giveSecret(account, null);
    return secrets.deleteAll(accounts);
  },
});
