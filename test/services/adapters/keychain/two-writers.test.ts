import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { lockFile } from "../../../../src/services/adapters/disk/file-lock.ts";
import {
  readTextFile,
  removeTextFile,
  replaceTextFile,
} from "../../../../src/services/adapters/disk/text-file.ts";
import { EncryptedFile } from "../../../../src/services/adapters/keychain/encrypted-file.ts";
import { valueOf } from "../../../support/values/value-of.ts";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "two-writers-"));
});
afterEach(() => rm(folder, { recursive: true }));

/** The file as a process of its own has it. */
const open = async (passphrase: string) => {
  const file = path.join(folder, "config", "secrets.json");
  const encrypted = new EncryptedFile({
    path: file,
    read: () => readTextFile(file),
    replace: (text) => replaceTextFile(file, text),
    lock: () => lockFile(file),
    remove: () => removeTextFile(file),
  });
  valueOf(await encrypted.unlock(passphrase));
  return encrypted;
};

describe("processes that write secrets at once", () => {
  it("keep all of them", async () => {
    await (await open("p")).write("first", "1");
    const writers = await Promise.all(Array.from({ length: 6 }, () => open("p")));
    await Promise.all(
      writers.map(async (writer, index) => valueOf(await writer.write(`${index}`, `s${index}`))),
    );
    const reader = await open("p");
    for (let index = 0; index < 6; index += 1)
      expect(await reader.read(`${index}`)).toEqual({ ok: true, value: `s${index}` });
  });

  it("with two first passphrases have one of them, and the other is told", async () => {
    const both = [await open("one"), await open("two")];
    const written = await Promise.all(both.map((each) => each.write("a", "secret")));
    expect(written.filter(({ ok }) => ok)).toHaveLength(1);
    expect(written.find(({ ok }) => !ok)).toMatchObject({
      error: { code: "SecretStoreUnavailable", why: "wrong passphrase" },
    });
  });
});
