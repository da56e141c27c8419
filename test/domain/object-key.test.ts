import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  compareKeys,
  keyCollisions,
  objectKey,
  sortKeys,
  utf8Bytes,
} from "../../src/domain/object-key.ts";

const keyOf = (path: string, prefix = "", baseFolder = "/home/ann/out") =>
  objectKey({ path, baseFolder, prefix });

describe("the key of a file", () => {
  it.each([
    ["/home/ann/out/a.csv", "", "a.csv"],
    ["/home/ann/out/scans/2026/p-1.tif", "november/", "november/scans/2026/p-1.tif"],
    ["/elsewhere/b.csv", "x/", "x/b.csv"],
    ["/home/ann/outside/b.csv", "", "b.csv"],
    ["/home/ann/out/back\\slash.txt", "", "back\\slash.txt"],
    ["/home/ann/out/cafe\u0301.txt", "", "caf\u00E9.txt"],
    ["/home/ann/out/line\nbreak", "", "line\nbreak"],
  ])("of %j under %j is %j", (path, prefix, key) => {
    expect(keyOf(path, prefix)).toEqual({ ok: true, value: key });
  });

  it("is relative to the root folder as well", () => {
    expect(keyOf("/etc/hosts", "", "/")).toEqual({ ok: true, value: "etc/hosts" });
  });

  it("has slashes where the system has backslashes", () => {
    const key = objectKey({
      path: "C:\\out\\scans\\p.tif",
      baseFolder: "C:\\out",
      prefix: "",
      separator: "\\",
    });
    expect(key).toEqual({ ok: true, value: "scans/p.tif" });
  });

  it("takes 1,024 bytes and refuses 1,025, counted in UTF-8 with the prefix", () => {
    const folder = "é".repeat(500);
    expect(keyOf(`/home/ann/out/${"a".repeat(24)}`, folder)).toMatchObject({ ok: true });
    expect(keyOf(`/home/ann/out/${"a".repeat(25)}`, folder)).toEqual({
      ok: false,
      error: { code: "KeyTooLong", path: `/home/ann/out/${"a".repeat(25)}`, bytes: 1025 },
    });
  });

  it("refuses a name that is not text", () => {
    const path = "/home/ann/out/half\uD83D";
    expect(keyOf(path)).toEqual({ ok: false, error: { code: "NameNotUtf8", path } });
  });

  it("counts bytes as an encoder does", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(utf8Bytes(text)).toBe(Buffer.byteLength(text));
      }),
    );
  });
});

describe("the order of keys", () => {
  it("is that of their UTF-8 bytes", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.string({ unit: "binary" }), (a, b) => {
        fc.pre(a.isWellFormed() && b.isWellFormed());
        expect(Math.sign(compareKeys(a, b))).toBe(Buffer.compare(Buffer.from(a), Buffer.from(b)));
      }),
    );
  });

  it("has a private-use character before an emoji, unlike a comparison of strings", () => {
    const keys = ["😀", "\uFF5E"];
    expect(keys.toSorted(compareKeys)).toEqual(["\uFF5E", "😀"]);
    expect(keys.toSorted()).toEqual(["😀", "\uFF5E"]);
  });

  it("is the same for many keys at once, whatever letters they have", () => {
    const letters = [
      "a",
      "/",
      "é",
      "\uD7FF",
      "\uE000",
      "\uFFFD",
      "\u{10000}",
      "\u{1F600}",
      "\uD800",
    ];
    const key = fc
      .array(fc.constantFrom(...letters), { maxLength: 4 })
      .map((each) => each.join(""));
    fc.assert(
      fc.property(fc.array(key), (keys) => {
        expect(sortKeys(keys)).toEqual(keys.toSorted(compareKeys));
      }),
    );
  });
});

describe("collisions", () => {
  it("name every path of a key that two files would take, also by different Unicode forms", () => {
    const paths = ["/out/caf\u00E9", "/out/other", "/in/cafe\u0301", "/x/caf\u00E9"];
    const files = paths.map((path) => {
      const key = objectKey({ path, baseFolder: path.slice(0, path.lastIndexOf("/")), prefix: "" });
      return { path, key: key.ok ? key.value : "" };
    });
    expect(keyCollisions(files)).toEqual([
      { code: "KeyCollision", key: "caf\u00E9", paths: [paths[0], paths[2], paths[3]] },
    ]);
  });

  it("are none among different keys", () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string()), (keys) => {
        expect(keyCollisions(keys.map((key) => ({ path: `/${key}`, key })))).toEqual([]);
      }),
    );
  });
});
