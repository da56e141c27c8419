import type { SecretStore } from "../../ports/secret-store.ts";

/** Who is told of secrets: a worker. */
export interface SecretListener {
  giveSecret(account: string, secret: string | null): Promise<void>;
}

/**
 * `secrets`, with a worker told of each that the app reads, writes or forgets: a new key must replace the one that it
 * signs with now, and an encrypted file or this session's memory it cannot read itself.
 */
export const createToldSecrets = (secrets: SecretStore, worker: SecretListener): SecretStore => ({
  get holder() {
    return secrets.holder;
  },
  read: async (account) => {
    const found = await secrets.read(account);
    if (found.ok && found.value !== null) await worker.giveSecret(account, found.value);
    return found;
  },
  write: async (account, secret) => {
    const written = await secrets.write(account, secret);
    if (written.ok) await worker.giveSecret(account, secret);
    return written;
  },
  forget: async (account) => {
    await worker.giveSecret(account, null);
    return secrets.forget(account);
  },
  forgetAll: async (accounts) => {
    for (const account of accounts) await worker.giveSecret(account, null);
    return secrets.forgetAll(accounts);
  },
});
