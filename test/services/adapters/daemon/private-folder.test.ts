import {
  chmod,
  mkdir,
  mkdtemp,
  readFile,
  rename,
  rm,
  stat,
  symlink,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  isPrivateFolder,
  makePrivateFolder,
  openMadeFolder,
  ownIdentity,
} from "../../../../src/services/adapters/daemon/private-folder.ts";

describe("a private folder", () => {
  const me = ownIdentity();
  let base = "";
  beforeEach(async () => {
    base = await mkdtemp(path.join(tmpdir(), "s3-sftp-private-"));
  });
  afterEach(() => rm(base, { recursive: true, force: true }));

  it("is made for its owner alone", async () => {
    const folder = path.join(base, "mine");
    expect(await makePrivateFolder(folder, me)).toBe(true);
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
  });

  it.each([0o777, 0o770, 0o720, 0o702, 0o750, 0o701])(
    "is refused with mode %o, and left as it is",
    async (mode) => {
      const folder = path.join(base, "open");
      await mkdir(folder);
      await chmod(folder, mode);
      expect(await makePrivateFolder(folder, me)).toBe(false);
      expect((await stat(folder)).mode & 0o777).toBe(mode);
    },
  );

  it("is refused when another user owns it", async () => {
    const stranger = { uid: me.uid + 1, gid: me.gid };
    expect(await isPrivateFolder(base, me)).toBe(true);
    expect(await isPrivateFolder(base, stranger)).toBe(false);
  });

  it("is refused inside a folder where anybody may rename it away", async () => {
    const shared = path.join(base, "shared");
    await mkdir(path.join(shared, "mine"), { recursive: true, mode: 0o700 });
    await chmod(shared, 0o777);
    expect(await isPrivateFolder(path.join(shared, "mine"), me)).toBe(false);
    await chmod(shared, 0o1777);
    expect(await isPrivateFolder(path.join(shared, "mine"), me)).toBe(true);
  });

  it("may lie in a folder that one's private group may write, and in no other group's", async () => {
    const parent = path.join(base, "parent");
    const mine = path.join(parent, "mine");
    await mkdir(mine, { recursive: true, mode: 0o700 });
    await chmod(parent, 0o775);
    const { gid } = await stat(parent);
    expect(await isPrivateFolder(mine, { ...me, gid })).toBe(true);
    expect(await isPrivateFolder(mine, { ...me, gid: gid + 1 })).toBe(false);
  });

  it("is looked at behind a link", async () => {
    const open = path.join(base, "open");
    await mkdir(open);
    await chmod(open, 0o777);
    await symlink(open, path.join(base, "link"));
    expect(await isPrivateFolder(path.join(base, "link"), me)).toBe(false);
  });

  it("leads to itself while it is open, whoever takes its name meanwhile", async () => {
    const folder = path.join(base, "mine");
    const opened = await openMadeFolder(folder, me);
    await rename(folder, path.join(base, "moved"));
    await mkdir(folder, { mode: 0o777 });
    await writeFile(path.join(folder, "secret"), "planted");
    await writeFile(opened?.at("secret") ?? "", "ours");
    expect(await readFile(path.join(base, "moved", "secret"), "utf8")).toBe("ours");
    expect(await readFile(path.join(folder, "secret"), "utf8")).toBe("planted");
    await opened?.close();
  });

  it("is none when it cannot be made", async () => {
    expect(await makePrivateFolder("/proc/s3-sftp", me)).toBe(false);
    expect(await makePrivateFolder(path.join(base, "absent", "folder"), me)).toBe(false);
    await writeFile(path.join(base, "file"), "");
    expect(await makePrivateFolder(path.join(base, "file", "folder"), me)).toBe(false);
  });
});
