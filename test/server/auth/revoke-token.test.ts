import {
  chmod,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { addToken, addTokens } from "../../../src/server/auth/add-token.ts";
import { revokeToken } from "../../../src/server/auth/revoke-token.ts";
import { parseTokenFile } from "../../../src/server/auth/token-file.ts";
import { nextSteps, withNext } from "../../../src/server/words/next-steps.ts";
import { tokenWords } from "../../../src/server/words/token-words.ts";
import { valueOf } from "../../support/values/value-of.ts";

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "s3-sftp-revoke-"));
  file = path.join(folder, "tokens");
});
afterEach(async () => rm(folder, { recursive: true, force: true }));

const names = async () =>
  valueOf(parseTokenFile(await readFile(file))).entries.map(({ name }) => name);

describe("revokeToken", () => {
  it("removes one line, keeps all others and the file's mode, and leaves no lock", async () => {
    await addToken(file, "lab");
    await addToken(file, "clinic");
    const before = await readFile(file, "utf8");
    await writeFile(file, `# ours\r\n${before}\n  # the end`);
    await chmod(file, 0o640);
    expect(await revokeToken(file, "lab")).toMatchObject({ ok: true });
    const [, clinic] = before.split("\n");
    expect(await readFile(file, "utf8")).toBe(`# ours\r\n${clinic}\n\n  # the end`);
    expect((await stat(file)).mode & 0o777).toBe(0o640);
    expect(await readdir(folder)).toEqual(["tokens"]);
  });

  it("removes a plain token by the name that logs have, on each line that has it", async () => {
    const plain = "a-plain-token-of-some-length";
    await addToken(file, "lab");
    const lab = await readFile(file, "utf8");
    await writeFile(file, `${plain}\n${lab}${plain}\n`);
    const [name = ""] = await names();
    expect(await revokeToken(file, name)).toMatchObject({ ok: true });
    expect(await readFile(file, "utf8")).toBe(lab);
  });

  it("leaves a file that the server takes when the last token goes", async () => {
    await addToken(file, "lab");
    await revokeToken(file, "lab");
    expect(await names()).toEqual([]);
    expect(await readFile(file, "utf8")).toBe(`${tokenWords.nobody}\n`);
  });

  it("names the nearest where there is none of the name, and changes nothing", async () => {
    valueOf(await addTokens(file, ["clinic-north", "praxis-south", "lab"]));
    const before = await readFile(file, "utf8");
    expect(await revokeToken(file, "clinic-nroth")).toEqual({
      ok: false,
      error: withNext(
        tokenWords.unknown("clinic-nroth", ["clinic-north"]),
        nextSteps.names(["clinic-north", "praxis-south", "lab"], file),
      ),
    });
    expect(await readFile(file, "utf8")).toBe(before);
  });

  it("loses nothing that is added at the same time, through a link too", async () => {
    const link = path.join(folder, "link");
    valueOf(await addTokens(file, ["a", "b", "c"]));
    await symlink("tokens", link);
    await Promise.all([
      revokeToken(link, "a"),
      addToken(file, "d"),
      revokeToken(file, "b"),
      addToken(link, "e"),
    ]);
    expect((await names()).toSorted()).toEqual(["c", "d", "e"]);
  });
});

describe("addTokens", () => {
  it("adds all or none", async () => {
    valueOf(await addTokens(file, ["lab"]));
    const before = await readFile(file, "utf8");
    for (const list of [
      ["clinic", "lab"],
      ["clinic", "two words"],
    ])
      expect((await addTokens(file, list)).ok).toBe(false);
    expect(await readFile(file, "utf8")).toBe(before);
  });

  it("adds none where they cannot be published, and takes back what was when the file cannot be replaced", async () => {
    const refused = await addTokens(file, ["lab"], async () => ({ ok: false, error: "no room" }));
    expect(refused).toEqual({ ok: false, error: "no room" });
    expect(await readdir(folder)).toEqual([]);
    let taken = 0;
    const adding = addTokens(file, ["lab"], async () => {
      // What would be replaced is a folder.
      await mkdir(file);
      return {
        ok: true,
        value: async () => {
          taken += 1;
        },
      };
    });
    await expect(adding).rejects.toThrow(/EISDIR/);
    expect(taken).toBe(1);
    expect(await readdir(folder)).toEqual([path.basename(file)]);
  });
});
