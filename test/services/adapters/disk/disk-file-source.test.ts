import { spawnSync } from "node:child_process";
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createDiskFileSource } from "../../../../src/services/adapters/disk/disk-file-source.ts";
import { unpackFolder } from "../../../../src/domain/packed-folder.ts";
import type { FolderEntry } from "../../../../src/domain/folder-entry.ts";
import { valueOf } from "../../../support/values/value-of.ts";

let root = "";
beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), "disk-"));
});
afterEach(() => rmSync(root, { recursive: true }));

const files = createDiskFileSource();
const at = (name: string) => path.join(root, name);
const soon = () => AbortSignal.timeout(20_000);

const entries = async (): Promise<ReadonlyMap<string, FolderEntry>> => {
  const found = new Map<string, FolderEntry>();
  for await (const chunk of files.list(root, soon()))
    for (const entry of valueOf(chunk)) found.set(entry.name, entry);
  return found;
};

describe("what is not a file", () => {
  it("names sockets, pipes, devices and links that lead in a circle, and waits for none of them", async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(at("socket"), resolve));
    spawnSync("mkfifo", [at("pipe")]);
    symlinkSync(at("loop"), at("loop"));
    symlinkSync("/dev/null", at("device"));
    symlinkSync(at("nowhere"), at("dangling"));
    const kinds = [...(await entries())].map(([name, entry]) => [name, entry.kind, entry.isLink]);
    expect(Object.fromEntries(kinds.map(([name, ...rest]) => [name, rest]))).toEqual({
      socket: ["socket", false],
      pipe: ["pipe", false],
      loop: ["other", true],
      device: ["device", true],
      dangling: ["other", true],
    });
    const whole = valueOf(await files.listAll(root, soon()));
    expect(new Set(unpackFolder(whole))).toEqual(new Set((await entries()).values()));
    const errorOf = async (name: string) => {
      const opened = await files.open(at(name));
      return opened.ok ? "opened" : opened.error;
    };
    expect(await errorOf("socket")).toEqual({ code: "NotAFile", path: at("socket"), is: "socket" });
    expect(await errorOf("pipe")).toEqual({ code: "NotAFile", path: at("pipe"), is: "pipe" });
    expect(await errorOf("device")).toEqual({ code: "NotAFile", path: at("device"), is: "device" });
    expect(await errorOf("loop")).toEqual({ code: "NotAFile", path: at("loop"), is: "link loop" });
    expect(await errorOf("dangling")).toEqual({ code: "FileVanished", path: at("dangling") });
    await new Promise((resolve) => server.close(resolve));
  });

  it.runIf(process.getuid?.() !== 0)("says that it may not read", async () => {
    writeFileSync(at("secret"), "x", { mode: 0o000 });
    mkdirSync(at("closed"), { mode: 0o000 });
    const reason = { code: "FileUnreadable", reason: "no permission" };
    expect(await files.open(at("secret"))).toMatchObject({ ok: false, error: reason });
    for await (const chunk of files.list(at("closed"), soon()))
      expect(chunk).toMatchObject({ ok: false, error: reason });
    chmodSync(at("closed"), 0o700);
  });
});

describe("names", () => {
  it("keeps any UTF-8, and marks what is none", async () => {
    const bytes = Buffer.from([0x62, 0x61, 0x64, 0xff, 0xfe]);
    writeFileSync(Buffer.concat([Buffer.from(`${root}/`), bytes]), "x");
    for (const name of ["Zoë.txt", "日本.pdf", "line\nbreak", "esc\u001B[2J", "e\u0301"])
      writeFileSync(at(name), "x");
    const found = await entries();
    expect(found.get("Zoë.txt")?.isUtf8).toBe(true);
    expect(found.get("日本.pdf")?.kind).toBe("file");
    expect(found.get("line\nbreak")?.isUtf8).toBe(true);
    expect(found.get("esc\u001B[2J")?.isUtf8).toBe(true);
    expect(found.get("e\u0301")?.isUtf8).toBe(true);
    expect([...found.values()].filter((entry) => !entry.isUtf8)).toMatchObject([
      { name: "bad\uFFFD\uFFFD", kind: "file" },
    ]);
  });

  it("follows links to files and folders, and gives the size of what they lead to", async () => {
    writeFileSync(at("real"), "four");
    mkdirSync(at("folder"));
    symlinkSync(at("real"), at("to-file"));
    symlinkSync(at("folder"), at("to-folder"));
    const found = await entries();
    expect(found.get("to-file")).toMatchObject({ kind: "file", isLink: true });
    expect(found.get("to-folder")).toMatchObject({ kind: "folder", isLink: true });
    const [detail] = await files.details(root, ["to-file"], soon());
    expect(detail).toMatchObject({ sizeBytes: 4, isLink: true, hasDetails: true });
    expect(valueOf(await files.realPath(at("to-file")))).toBe(at("real"));
  });
});

describe("large things", () => {
  it("gives the first thousand of a large folder at once, and each entry once", async () => {
    for (let n = 0; n < 2_500; n += 1) writeFileSync(at(`f${n}`), "");
    const sizes: number[] = [];
    const names = new Set<string>();
    for await (const chunk of files.list(root, soon())) {
      sizes.push(valueOf(chunk).length);
      for (const { name } of valueOf(chunk)) names.add(name);
    }
    expect(sizes[0]).toBe(1_000);
    expect(sizes.reduce((sum, size) => sum + size)).toBe(2_500);
    expect(names.size).toBe(2_500);
  });

  it("sums a file in its own thread while this one goes on, and stops when told", async () => {
    writeFileSync(at("big"), "");
    truncateSync(at("big"), 4 * 1024 ** 3);
    const controller = new AbortController();
    const summing = files.digest(at("big"), controller.signal);
    let turns = 0;
    for (let n = 0; n < 20; n += 1) {
      // So long that the other thread is at it; this one's turns are the subject.
      await new Promise((resolve) => setTimeout(resolve, 5));
      turns += 1;
    }
    controller.abort(new Error("enough"));
    await expect(summing).rejects.toThrow("enough");
    expect(turns).toBe(20);
    writeFileSync(at("small"), "x");
    expect(valueOf(await files.digest(at("small"), soon())).sizeBytes).toBe(1);
  });

  it("does not make a sender wait for a pass that is far behind, as when an upload is resumed", async () => {
    writeFileSync(at("big"), "");
    truncateSync(at("big"), 300 * 1024 ** 2);
    const file = valueOf(await files.open(at("big")));
    const digest = file.startDigest?.(soon());
    const buffer = new Uint8Array(new SharedArrayBuffer(1_000));
    expect(digest?.fill(buffer, 290 * 1024 ** 2)).toBeNull();
    expect(await digest?.finish()).toEqual(await files.digest(at("big"), soon()));
    await file.close();
  });

  it("lets the program end while a pass over a file waits for nobody", () => {
    writeFileSync(at("big"), "");
    truncateSync(at("big"), 8 * 1024 ** 2);
    const source = path.resolve("src/services/adapters/disk/disk-file-source.ts");
    const program = `
      const { createDiskFileSource } = await import(${JSON.stringify(source)});
      const file = await createDiskFileSource().open(${JSON.stringify(at("big"))});
      file.value.startDigest(new AbortController().signal);
      console.log("begun");`;
    writeFileSync(at("program.ts"), program);
    const run = spawnSync(process.execPath, [at("program.ts")], {
      encoding: "utf8",
      timeout: 20_000,
    });
    expect(run.stdout).toBe("begun\n");
    expect(run.status).toBe(0);
  });
});
