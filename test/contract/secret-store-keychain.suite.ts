import { execFileSync } from "node:child_process";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ok } from "../../src/domain/result.ts";
import { openVault } from "../../src/services/adapters/keychain/open-vault.ts";
import { componentMissing } from "../support/processes/components.ts";
import { startKeyring, type Keyring } from "../support/processes/keyring.ts";
import { createMemoryTextFile } from "../support/fakes/memory-text-file.ts";
import { secretStoreSuite } from "./secret-store.suite.ts";

const readElsewhere = (place: string, account: string): unknown =>
  JSON.parse(
    execFileSync(
      process.execPath,
      [path.resolve(import.meta.dirname, "../support/processes/read-secret.ts"), place, account],
      { encoding: "utf8" },
    ),
  );

/**
 * The contract on a real GNOME Keyring. The message bus is remembered by the libraries for the life of a process,
 * so each library has a test file, and with it a process, of its own.
 */
export const keychainSuite = (place: "keytar" | "keyring", through: string): void => {
  describe.runIf(!componentMissing("gnome-keyring"))(
    `secrets in GNOME Keyring through ${through}`,
    () => {
      const before = { ...process.env };
      let keyring: Keyring;
      beforeAll(async () => {
        keyring = await startKeyring();
        Object.assign(process.env, keyring.environment);
      });
      afterAll(async () => {
        await keyring.close();
        process.env = before;
      });

      secretStoreSuite(async () => openVault(createMemoryTextFile(), place), {
        kind: "keychain",
        through,
      });

      it("are found by the next process, and nothing of the try-out stays", async () => {
        await openVault(createMemoryTextFile(), place).write("kept", "secret");
        expect(readElsewhere(place, "kept")).toEqual(ok("secret"));
        expect(await openVault(createMemoryTextFile(), place).read("probe")).toEqual(ok(null));
      });

      it("are said to be locked while the keychain is, and are there again when it is open", async () => {
        await openVault(createMemoryTextFile(), place).write("kept", "secret");
        keyring.lock();
        const vault = openVault(createMemoryTextFile(), place);
        expect(await vault.read("kept")).toEqual({
          ok: false,
          error: { code: "SecretStoreUnavailable", why: "locked" },
        });
        expect(await vault.delete("kept")).toMatchObject({ error: { why: "locked" } });
        expect(await vault.deleteAll(["kept"])).toMatchObject({ error: { why: "locked" } });
        expect(await vault.keychainErrors()).toEqual([{ through, why: "locked" }]);
        expect((await vault.probe()).kind).toBe("encrypted file");
        await keyring.unlock();
        expect(readElsewhere(place, "kept")).toEqual(ok("secret"));
        // Opened by a new daemon, which keytar's library does not find again in the same process.
        if (place === "keytar") return;
        // The vault that found it locked uses it now: nobody has to start the program anew.
        expect(await vault.read("kept")).toEqual(ok("secret"));
        expect(await vault.write("later", "another")).toEqual(ok(undefined));
        expect(vault.holder).toEqual({ kind: "keychain", through });
        expect(readElsewhere(place, "later")).toEqual(ok("another"));
      });
    },
  );
};
