import { EventEmitter } from "node:events";
import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { build } from "esbuild";
import * as fc from "fast-check";
import TextInput from "ink-text-input";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { allPatches } from "../../scripts/patching/all-patches.ts";
import { esbuildPatches } from "../../scripts/patching/esbuild-plugin.ts";
import { mendPackages } from "../../scripts/patching/mend-packages.ts";
import { replaceEach, type PackagePatch } from "../../scripts/patching/package-patch.ts";
import { vitePatches } from "../../scripts/patching/vite-plugin.ts";
import { isNarrow } from "../../src/domain/narrow.ts";
import { keys, showOnInk } from "../support/sites/ink-screen.ts";

const root = path.resolve(import.meta.dirname, "../..");

/** One that other packages need, by its file. */
const loadPackage = (file: string): Promise<unknown> =>
  import(path.join(root, "node_modules", file));

/** Loaded, and asked about letters that need none, a package has made no segmenter. */
const withoutSegmenter = async (load: () => Promise<unknown>): Promise<void> => {
  vi.stubGlobal("Intl", { Segmenter: () => expect.fail("a segmenter was made") });
  vi.resetModules();
  await load();
  vi.unstubAllGlobals();
};

/** What shows, in this process, that a package is the mended one. */
const signs: Readonly<Record<string, () => Promise<void>>> = {
  "@alcalzone/ansi-tokenize": () =>
    withoutSegmenter(async () => {
      const loaded: {
        tokenize?: (text: string) => readonly { readonly value?: string; readonly code?: string }[];
      } = Object(await loadPackage("@alcalzone/ansi-tokenize/build/index.js"));
      const tokens = loaded.tokenize?.("\u001B[2m╭ é ─\u001B[22m");
      const shown = ["\u001B[2m", "╭", " ", "é", " ", "─", "\u001B[22m"];
      expect(tokens?.map(({ value, code }) => value ?? code)).toEqual(shown);
    }),
  ink: async () => {
    const { default: Output } = await import("../../node_modules/ink/build/output.js");
    const caches = (): unknown => Reflect.get(new Output({ width: 10, height: 1 }), "caches");
    expect(caches()).toBeInstanceOf(Object);
    expect(caches()).toBe(caches());
    const { default: useInput } = await import("../../node_modules/ink/build/hooks/use-input.js");
    const { default: usePaste } = await import("../../node_modules/ink/build/hooks/use-paste.js");
    for (const hook of [useInput, usePaste]) expect(String(hook)).toContain("useLayoutEffect");
  },
  "ink-text-input": async () => {
    const typed: string[] = [];
    const screen = await showOnInk(<TextInput value="ab" onChange={(text) => typed.push(text)} />);
    await screen.press(keys.home, keys.delete);
    screen.unmount();
    expect(typed).toEqual(["b"]);
  },
  "mime-types": async () => {
    const { default: mime } = await import("mime-types");
    expect(Object.keys(mime)).toEqual(["lookup"]);
    expect(
      ["a/b.CSV", "dicom.dcm", "x", ".png", "a.constructor"].map((name) => mime.lookup(name)),
    ).toEqual(["text/csv", "application/dicom", false, "image/png", false]);
  },
  "restore-cursor": async () => {
    const loaded: { default?: unknown } = Object(await loadPackage("restore-cursor/index.js"));
    expect(loaded.default).toBeInstanceOf(Function);
    if (typeof loaded.default === "function") loaded.default();
    // Where signal-exit has what runs at the end of a process.
    const emitter: unknown = Reflect.get(process, "__signal_exit_emitter__");
    const atEnd = emitter instanceof EventEmitter ? emitter.listeners("afterexit").map(String) : [];
    expect(atEnd).toContainEqual(expect.stringContaining("isTTY"));
  },
  "slice-ansi": () =>
    withoutSegmenter(async () => {
      const loaded: { default?: (text: string, from: number, to: number) => string } = Object(
        await loadPackage("slice-ansi/index.js"),
      );
      const coloured = "\u001B[31m╭é─…\u001B[39m";
      expect(loaded.default?.(coloured, 1, 3)).toBe("\u001B[31mé─\u001B[39m");
    }),
  "string-width": () =>
    withoutSegmenter(async () => {
      const { default: stringWidth } = await import("string-width");
      expect(stringWidth("● é │ …")).toBe(7);
    }),
  "wrap-ansi": () =>
    withoutSegmenter(async () => {
      const loaded: { default?: (text: string, columns: number) => string } = Object(
        await loadPackage("wrap-ansi/index.js"),
      );
      expect(loaded.default?.("╭é─ … ab", 4)).toBe("╭é─\n… ab");
    }),
  "yoga-layout": async () => {
    vi.stubGlobal("fetch", () => expect.fail("yoga-layout fetched its code"));
    vi.resetModules();
    // Through Ink, which has it; it loads its code when it is imported.
    await import("ink");
    vi.unstubAllGlobals();
  },
};

/** Names of the patched packages, each once. */
const patched = [...new Set(allPatches.map((patch) => patch.package))].toSorted();

describe("what is tested is what ships", () => {
  it("lists every file of the folder, each named after its package", async () => {
    const files = await readdir(path.join(root, "patches"));
    expect(files.toSorted()).toEqual(patched.map((name) => `${path.basename(name)}.ts`).toSorted());
  });

  it("asks a sign of each patch", () => {
    expect(Object.keys(signs).toSorted()).toEqual(patched);
  });

  it.each(patched)("runs the mended %s here", async (name) => {
    await signs[name]?.();
  });

  it.each(allPatches)("says of $package/$file why, for how long, and where it belongs", (patch) => {
    expect(patch.upstream).toMatch(/^https:\/\/github\.com\//);
    expect(patch.reason.length).toBeGreaterThan(40);
    expect(patch.deleteWhen.length).toBeGreaterThan(20);
  });
});

describe("letters that need no segmenter", () => {
  it("are those that a segmenter takes for one each, beside whatever others", () => {
    const units = Array.from({ length: 0x28_00 }, (_, unit) => String.fromCodePoint(unit));
    const letters = fc.constantFrom("\u001B", ...units.filter(isNarrow));
    const segmenter = new Intl.Segmenter(undefined, { granularity: "grapheme" });
    fc.assert(
      fc.property(fc.array(letters), (some) => {
        const text = some.join("");
        const found = Array.from(segmenter.segment(text), ({ segment }) => segment);
        expect(found).toEqual(Array.from(text));
      }),
    );
  });
});

describe("a place to patch that is gone", () => {
  let folder = "";
  const patch: PackagePatch = {
    package: "some-package",
    file: "index.js",
    upstream: "",
    reason: "",
    deleteWhen: "",
    mend: (text) => replaceEach(text, [["slow()", "quick()"]]),
  };
  const gone = "some-package/index.js has changed: look at patches/some-package.ts";

  const installed = async (text: string) => {
    await mkdir(path.join(folder, patch.package), { recursive: true });
    await writeFile(path.join(folder, patch.package, patch.file), text);
    await writeFile(path.join(folder, "main.js"), `import "./${patch.package}/${patch.file}";`);
  };
  const bundled = (nodeModules = folder, preserveSymlinks = false) =>
    build({
      entryPoints: [path.join(nodeModules, "main.js")],
      bundle: true,
      write: false,
      logLevel: "silent",
      preserveSymlinks,
      plugins: [esbuildPatches([patch], nodeModules)],
    });

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "s3-sftp-patches-"));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it("is patched in the bundle while it is there", async () => {
    await installed("slow();");
    const { outputFiles } = await bundled();
    expect(outputFiles[0]?.text).toContain("quick()");
  });

  it.each([true, false])(
    "is patched where node_modules is a link, with links kept: %s",
    async (preserveSymlinks) => {
      await installed("slow();");
      const link = path.join(folder, "link");
      await symlink(folder, link);
      const { outputFiles } = await bundled(link, preserveSymlinks);
      await rm(link);
      expect(outputFiles[0]?.text).toContain("quick()");
    },
  );

  it.each([
    ["has changed", "slower();"],
    ["is there twice", "slow(); slow();"],
  ])("fails the build when it %s", async (_, text) => {
    await installed(text);
    await expect(bundled()).rejects.toThrow(gone);
  });

  it("fails the build when its file is gone", async () => {
    await rm(path.join(folder, patch.package), { recursive: true });
    await writeFile(path.join(folder, "main.js"), "");
    await expect(bundled()).rejects.toThrow(gone);
  });

  it("fails the tests, too", async () => {
    await installed("slower();");
    const { configResolved } = vitePatches([patch], folder);
    if (typeof configResolved !== "function") throw new Error("no such hook");
    await expect(Reflect.apply(configResolved, {}, [])).rejects.toThrow(gone);
  });

  it.each(allPatches)("is known of the real $package", async (real) => {
    const nodeModules = path.join(folder, "empty");
    await mkdir(path.join(nodeModules, real.package, path.dirname(real.file)), { recursive: true });
    await writeFile(path.join(nodeModules, real.package, real.file), "// anew\n");
    await expect(mendPackages([real], nodeModules)).rejects.toThrow(
      `look at patches/${real.package}.ts`,
    );
  });
});
