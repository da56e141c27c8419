import { describe, expect, it } from "vitest";
import { ok } from "../../src/domain/result.ts";
import { EncryptedFile } from "../../src/services/adapters/keychain/encrypted-file.ts";
import { openVault } from "../../src/services/adapters/keychain/open-vault.ts";
import { createMemoryTextFile } from "../support/fakes/memory-text-file.ts";
import { secretStoreSuite } from "./secret-store.suite.ts";

const passphrase = "correct horse battery staple";
const secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

describe("secrets in the memory of the session", () => {
  secretStoreSuite(async () => openVault(createMemoryTextFile(), "session"), {
    kind: "session",
    through: "memory",
  });

  it("touch no file", async () => {
    const file = createMemoryTextFile();
    await openVault(file, "session").write("a", secret);
    expect(file.text).toBeNull();
  });
});

describe("secrets in the encrypted file", () => {
  const file = createMemoryTextFile();
  const opened = openVault(file, "file");
  secretStoreSuite(
    async () => {
      if ((await opened.passphraseNeed()) !== "none") await opened.unlock(passphrase);
      return opened;
    },
    { kind: "encrypted file", through: "scrypt, AES-256-GCM" },
  );

  it("cannot be read, written or forgotten before the passphrase was given", async () => {
    await opened.write("a", secret);
    const locked = { ok: false, error: { code: "SecretStoreUnavailable", why: "no passphrase" } };
    const vault = openVault(file, "file");
    expect(await vault.passphraseNeed()).toBe("open");
    expect(await openVault(createMemoryTextFile(), "file").passphraseNeed()).toBe("create");
    expect(await vault.read("a")).toEqual(locked);
    expect(await vault.write("a", "other")).toEqual(locked);
    expect(await vault.delete("a")).toEqual(locked);
    expect(await vault.unlock("wrong")).toEqual({
      ok: false,
      error: { code: "SecretStoreUnavailable", why: "wrong passphrase" },
    });
    expect(await vault.read("a")).toEqual(locked);
    expect(await vault.unlock(passphrase)).toEqual(ok(undefined));
    expect(await vault.read("a")).toEqual(ok(secret));
  });

  it("leave no trace of secret or passphrase in the file, nor does one text look like the next", async () => {
    await opened.write("a", secret);
    const first = file.text ?? "";
    await opened.write("a", secret);
    expect(file.text).not.toBe(first);
    for (const part of [secret, passphrase, secret.slice(0, 12)]) {
      expect(first).not.toContain(part);
      expect(first).not.toContain(Buffer.from(part).toString("base64").slice(0, 12));
    }
  });

  it.each(["data", "tag", "salt", "iv", "cost"])(
    "are refused when %s was changed",
    async (field) => {
      await opened.write("a", secret);
      const text = (file.text ?? "").replace(
        new RegExp(`("${field}": "?)([^",]+)`),
        (_found, start: string, value: string) => {
          const other = `${value.startsWith("A") ? "B" : "A"}${value.slice(1)}`;
          return start + (field === "cost" ? "32768" : other);
        },
      );
      expect(text).not.toBe(file.text);
      const changed = new EncryptedFile(createMemoryTextFile(text));
      expect(await changed.unlock(passphrase)).toMatchObject({
        ok: false,
        error: { code: "SecretStoreUnavailable", why: "wrong passphrase" },
      });
    },
  );

  it.each([
    ["corrupt", "{"],
    [
      "corrupt",
      `{"version":1,"cost":1073741824,"blockSize":8,"parallel":1,"salt":"","iv":"","tag":"","data":""}`,
    ],
    ["newer", `{"version":2}`],
  ])("are left alone in a %s file", async (reason, text) => {
    const spoiled = createMemoryTextFile(text);
    const vault = openVault(spoiled, "file");
    const refused = { ok: false, error: { code: "StateUnreadable", file: spoiled.path, reason } };
    expect(await vault.unlock(passphrase)).toEqual(refused);
    expect(await vault.read("a")).toEqual(refused);
    expect(spoiled.text).toBe(text);
  });

  it("can be forgotten as a whole by somebody who no longer knows the passphrase", async () => {
    const written = createMemoryTextFile();
    const before = openVault(written, "file");
    await before.unlock(passphrase);
    await before.write("a", secret);
    const vault = openVault(written, "file");
    expect(await vault.deleteAll(["a"])).toEqual(ok(undefined));
    expect(written.text).toBeNull();
  });

  it("may be given up for this session only, with an empty passphrase", async () => {
    const untouched = createMemoryTextFile();
    const vault = openVault(untouched, "file");
    expect(await vault.unlock(null)).toEqual(ok(undefined));
    expect(await vault.write("a", secret)).toEqual(ok(undefined));
    expect(await vault.read("a")).toEqual(ok(secret));
    expect((await vault.probe()).kind).toBe("session");
    expect(untouched.text).toBeNull();
  });
});
