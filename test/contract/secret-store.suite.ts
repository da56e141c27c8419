import { expect, it } from "vitest";
import { ok } from "../../src/domain/result.ts";
import { logTokenAccount, secretAccount } from "../../src/domain/settings.ts";
import type { SecretStore } from "../../src/services/ports/secret-store.ts";

/** What every secret store promises, whatever holds the secrets. */
export const secretStoreSuite = (
  open: () => Promise<SecretStore>,
  holder: { readonly kind: SecretStore["holder"]["kind"]; readonly through: string },
): void => {
  const account = secretAccount("Clinic Nörd");
  const secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

  it("has nothing at first", async () => {
    expect(await (await open()).read(account)).toEqual(ok(null));
  });

  it("gives a secret back as it was, and says who holds it", async () => {
    const store = await open();
    expect(await store.write(account, secret)).toEqual(ok(undefined));
    expect(await store.read(account)).toEqual(ok(secret));
    expect(store.holder).toMatchObject(holder);
    await store.delete(account);
  });

  it("keeps accounts apart, and the last secret of each", async () => {
    const store = await open();
    await store.write(account, "first");
    await store.write(logTokenAccount, "tökén 🔑");
    await store.write(account, "second");
    expect(await store.read(account)).toEqual(ok("second"));
    expect(await store.read(logTokenAccount)).toEqual(ok("tökén 🔑"));
    await store.delete(account);
    expect(await store.read(account)).toEqual(ok(null));
    expect(await store.read(logTokenAccount)).toEqual(ok("tökén 🔑"));
    await store.delete(logTokenAccount);
  });

  it("says whether there was something to forget", async () => {
    const store = await open();
    await store.write(account, secret);
    expect(await store.delete(account)).toEqual(ok(true));
    expect(await store.delete(account)).toEqual(ok(false));
    expect(await store.read(account)).toEqual(ok(null));
  });

  it("forgets all at once", async () => {
    const store = await open();
    await store.write(account, secret);
    await store.write(logTokenAccount, "token");
    expect(await store.deleteAll([account, logTokenAccount])).toEqual(ok(undefined));
    expect(await store.read(account)).toEqual(ok(null));
    expect(await store.read(logTokenAccount)).toEqual(ok(null));
  });
};
