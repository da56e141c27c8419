import { describe, expect, it, vi } from "vitest";
import { EncryptedFile } from "../../../../src/services/adapters/keychain/encrypted-file.ts";
import type { Keychain } from "../../../../src/services/adapters/keychain/keychain.ts";
import { SecretVault } from "../../../../src/services/adapters/keychain/secret-vault.ts";
import { ok } from "../../../../src/domain/result.ts";
import { createMemoryTextFile } from "../../../support/fakes/memory-text-file.ts";

/** A keychain that a person can lock and open, and that counts how often it was asked to keep something. */
const createKeychain = (trouble: string | null) => {
  const secrets = new Map<string, string>();
  let current = trouble;
  let writes = 0;
  const keychain: Keychain = {
    through: "a test",
    read: async (account) => (current === null ? (secrets.get(account) ?? null) : null),
    write: async (account, secret) => {
      writes += 1;
      if (current !== null) throw new Error(current);
      secrets.set(account, secret);
    },
    delete: async (account) => current === null && secrets.delete(account),
  };
  return { keychain, secrets, open: () => (current = null), writes: () => writes };
};

const createVault = (keychain: Keychain) => {
  const file = createMemoryTextFile();
  const vault = new SecretVault({
    keychains: [async () => keychain],
    file: new EncryptedFile(file),
    isSessionOnly: false,
    limitMs: 1_000,
  });
  return { vault, file };
};

const locked = "the collection is locked";
const missing = "Cannot autolaunch D-Bus";

describe("a secret that was forgotten elsewhere", () => {
  it("is known not to be there, though an encrypted file was never opened here", async () => {
    const { vault, file } = createVault(createKeychain(missing).keychain);
    const other = new EncryptedFile(file);
    await other.unlock("a passphrase");
    await other.write("secret/clinic", "abc");
    expect(await vault.read("secret/clinic")).toMatchObject({ ok: false });
    vault.keepForSession("secret/clinic", null);
    expect(await vault.read("secret/clinic")).toEqual(ok(null));
  });
});

describe("a keychain that is opened while the program runs", () => {
  it("keeps the next secret, although it was locked before", async () => {
    const { keychain, secrets, open } = createKeychain(locked);
    const { vault, file } = createVault(keychain);
    expect((await vault.probe()).kind).toBe("encrypted file");
    open();
    expect(await vault.write("a", "secret")).toEqual(ok(undefined));
    expect([...secrets]).toEqual([["a", "secret"]]);
    expect(vault.holder.kind).toBe("keychain");
    expect(file.text).toBeNull();
  });

  it("is no longer said to be locked, once the last look is some seconds old", async () => {
    vi.useFakeTimers({ toFake: ["performance"] });
    const { keychain, open } = createKeychain(locked);
    const { vault } = createVault(keychain);
    expect(await vault.read("a")).toMatchObject({ error: { why: "locked" } });
    open();
    vi.advanceTimersByTime(6_000);
    expect(await vault.read("a")).toEqual(ok(null));
    expect(await vault.passphraseNeed()).toBe("none");
    vi.useRealTimers();
  });

  it("is not asked again and again while it is locked", async () => {
    const { keychain, writes } = createKeychain(locked);
    const { vault } = createVault(keychain);
    await vault.probe();
    await vault.passphraseNeed();
    await vault.read("a");
    expect(writes()).toBe(1);
  });
});

describe("a machine whose keychain is missing", () => {
  it("is asked once, and the secret goes into the encrypted file", async () => {
    const { keychain, writes } = createKeychain(missing);
    const { vault, file } = createVault(keychain);
    expect(await vault.passphraseNeed()).toBe("create");
    await vault.unlock("a passphrase of the tests");
    expect(await vault.write("a", "secret")).toEqual(ok(undefined));
    expect(await vault.write("b", "other")).toEqual(ok(undefined));
    expect(writes()).toBe(1);
    expect(file.text).not.toBeNull();
    expect(await vault.read("a")).toEqual(ok("secret"));
  });
});
