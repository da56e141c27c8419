import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { circlesIn } from "./support/values/import-circles.ts";
import { loadedPackages } from "./support/values/loaded-packages.ts";
import { violationsIn } from "./support/values/import-rules.ts";
import { importsOf } from "./support/values/imports-of.ts";

const root = path.resolve(import.meta.dirname, "..");

/** Texts by path. */
const sources = new Map(
  readdirSync(path.join(root, "src"), { recursive: true, encoding: "utf8" })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => path.posix.join("src", name))
    .map((file) => [file, readFileSync(path.join(root, file), "utf8")]),
);

const toImports = (texts: ReadonlyMap<string, string>) =>
  new Map(Array.from(texts, ([file, text]) => [file, importsOf(file, text)]));

// Each file is parsed once.
const imports = toImports(sources);

describe("imports point one way", () => {
  it("holds in every file of src", () => {
    const violations = Array.from(imports, (each) => violationsIn(...each)).flat();
    expect(imports.size).toBeGreaterThan(15);
    expect(violations).toEqual([]);
  });

  it.each([
    ["src/domain/clock-user.ts", `import { readFileSync } from "node:fs";`],
    ["src/domain/rate.ts", `import type { Clock } from "../services/ports/clock.ts";`],
    ["src/services/ports/object-store.ts", `import type { S3Client } from "@aws-sdk/client-s3";`],
    [
      "src/services/upload/upload-file.ts",
      `import { x } from "../adapters/s3/s3-object-store.ts";`,
    ],
    [
      "src/services/adapters/http/http-log-sink.ts",
      `const s3 = await import("@aws-sdk/client-s3");`,
    ],
    [
      "src/services/adapters/http/http-sender.ts",
      `import { toBucketBase } from "../s3/bucket-base.ts";`,
    ],
    ["src/words/setup.ts", `import type { S } from "../tui/screens/setup/setup-state.ts";`],
    ["src/words/queue.ts", `import { Tint } from "../tui/widgets/Tint.tsx";`],
    ["src/words/queue.ts", `import { useMenu } from "../tui/hooks/use-menu.ts";`],
    ["src/words/app.ts", `import type { AppServices } from "../tui/services.ts";`],
    ["src/words/app.ts", `import { exitCodes } from "../cli/args.ts";`],
    ["src/words/app.ts", `import { homedir } from "node:os";`],
    ["src/words/app.ts", `import stringWidth from "string-width";`],
    ["src/tui/App.tsx", `import { LocalQueue } from "../services/queue/local-queue.ts";`],
    ["src/tui/App.tsx", `export { openAppQueue } from "../wiring/app-queue.ts";`],
    ["src/tui/App.tsx", `import { run } from "../cli/run.ts";`],
    ["src/tui/App.tsx", `import pino from "pino";`],
    [
      "src/cli/run.ts",
      `import { createHttpLogSink } from "../services/adapters/http/http-log-sink.ts";`,
    ],
    ["src/cli/run.ts", `import type { X } from "../services/adapters/disk/paths.ts";`],
    ["src/cli/run.ts", `const { Daemon } = await import("../daemon/daemon.ts");`],
    ["src/daemon/main.ts", `import { run } from "../cli/run.ts";`],
    ["src/daemon/main.ts", `import "../services/adapters/s3/s3-object-store.ts";`],
    ["src/daemon/main.ts", `import { LocalQueue } from "../services/queue/local-queue.ts";`],
    ["src/wiring/platform.ts", `import { askYes } from "../cli/ask.ts";`],
    ["src/wiring/platform.ts", `import { Daemon } from "../daemon/daemon.ts";`],
    ["src/wiring/platform.ts", `import { queueWords } from "../words/queue.ts";`],
    ["src/main.ts", `import { openPlatform } from "./wiring/platform.ts";`],
    ["src/services/adapters/daemon/remote-queue.ts", `import "../../../daemon/daemon.ts";`],
    ["src/services/adapters/daemon/remote-queue.ts", `import "../../queue/local-queue.ts";`],
    ["src/nowhere/file.ts", ``],
    ["src/server/main.ts", `import { errorKind } from "../domain/error-kinds.ts";`],
    ["src/whole-files/create-file.ts", `import type { AppError } from "../domain/errors.ts";`],
    ["src/words/app.ts", `import { createFile } from "../whole-files/create-file.ts";`],
    ["src/demo/s3-stand-in.ts", `await import("../server/app.ts");`],
    ["src/services/adapters/disk/paths.ts", `require("keytar");`],
  ])("finds the planted violation in %s", (file, text) => {
    expect(violationsIn(file, importsOf(file, text))).toHaveLength(1);
  });

  it("lets the log server use ten files of the domain", () => {
    const names = [
      "result",
      "assert-never",
      "format",
      "version-line",
      "network-file-systems",
      "non-empty",
      "text-layout",
    ];
    const ofInvites = ["bucket-policy", "connection", "nearest-words"];
    const text = [...names, ...ofInvites].map((name) => `import "../domain/${name}.ts";`);
    const file = "src/server/main.ts";
    expect(violationsIn(file, importsOf(file, text.join("\n")))).toEqual([]);
  });

  it("reads static, re-exporting, dynamic and type-only imports, and not those in comments or strings", () => {
    const text = [
      `import a from "a";`,
      `import type { B } from "b";`,
      `export * from "c";`,
      `const d = await import("d");`,
      `type E = import("e").E;`,
      `import "f";`,
      `import { type G } from "g";`,
      `import { h, type H } from "h";`,
      `// import "not-this";`,
      `const text = 'import "nor-this"';`,
    ].join("\n");
    const found = importsOf("src/x.ts", text);
    expect(found.map(({ specifier }) => specifier)).toEqual([
      "a",
      "b",
      "c",
      "d",
      "e",
      "f",
      "g",
      "h",
    ]);
    const loaded = found.filter(({ isLoaded }) => isLoaded);
    expect(loaded.map(({ specifier }) => specifier)).toEqual(["a", "c", "d", "f", "h"]);
  });
});

describe("nothing leads back to itself", () => {
  it("holds in every file and folder of src", () => {
    expect(circlesIn(imports)).toEqual([]);
  });

  it.each([
    [
      "two files",
      { "src/a/x.ts": `import "./y.ts";`, "src/a/y.ts": `import type { X } from "./x.ts";` },
      ["src/a/x.ts → src/a/y.ts → src/a/x.ts"],
    ],
    [
      "three files",
      {
        "src/x.ts": `import "./y.ts";`,
        "src/y.ts": `import("./z.ts");`,
        "src/z.ts": `import "./x.ts";`,
      },
      ["src/x.ts → src/y.ts → src/z.ts → src/x.ts"],
    ],
    [
      "two folders side by side",
      {
        "src/tui/words/a.ts": `import type { B } from "../screens/b.ts";`,
        "src/tui/screens/b.ts": "",
        "src/tui/screens/c.ts": `import { d } from "../words/d.ts";`,
        "src/tui/words/d.ts": "",
      },
      [
        "src/tui/screens ⇄ src/tui/words: src/tui/screens/c.ts → src/tui/words/d.ts, src/tui/words/a.ts → src/tui/screens/b.ts",
      ],
    ],
  ])("finds the planted circle of %s", (_, planted, found) => {
    expect(circlesIn(toImports(new Map(Object.entries(planted))))).toEqual(found);
  });

  it("lets a folder and what is inside it import each other", () => {
    const nested = {
      "src/tui/App.tsx": `import "./screens/a.ts";`,
      "src/tui/screens/a.ts": `import type { S } from "../services.ts";`,
      "src/tui/services.ts": "",
    };
    expect(circlesIn(toImports(new Map(Object.entries(nested))))).toEqual([]);
  });
});

const drawing = (entry: string, except: readonly string[] = []) =>
  Array.from(loadedPackages(entry, imports, except)).filter(([name]) =>
    /^(ink|react|yoga)/.test(name),
  );

describe("what draws is loaded only when the app is drawn", () => {
  it("is behind one file, which the command line loads late", () => {
    const onScreen = "src/tui/run-on-screen.tsx";
    expect(drawing("src/main.ts")).not.toEqual([]);
    expect(drawing("src/main.ts", [onScreen])).toEqual([]);
    expect(sources.get("src/cli/open-app.ts")).toMatch(/await import\("[^"]*run-on-screen\.tsx"\)/);
  });

  it.each(["src/daemon/main.ts", "src/server/main.ts", "src/tui/plain-text/run-plain-text.ts"])(
    "is nothing to %s",
    (entry) => expect(drawing(entry)).toEqual([]),
  );
});

describe("files stay small", () => {
  it("has no source file over 300 lines, and most under 100", () => {
    const lengths = Array.from(sources.values(), (text) => text.split("\n").length);
    expect(Math.max(...lengths)).toBeLessThanOrEqual(301);
    const underHundred = lengths.filter((lines) => lines <= 100).length;
    expect(underHundred / lengths.length).toBeGreaterThan(0.5);
  });
});
