import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { importsOf, violationsIn } from "./support/import-rules.ts";

const root = path.resolve(import.meta.dirname, "..");

const sources = readdirSync(path.join(root, "src"), { recursive: true, encoding: "utf8" })
  .filter((name) => /\.tsx?$/.test(name))
  .map((name) => path.join("src", name));

describe("imports point one way", () => {
  it("holds in every file of src", () => {
    const violations = sources.flatMap((file) =>
      violationsIn(file, readFileSync(path.join(root, file), "utf8")),
    );
    expect(sources.length).toBeGreaterThan(15);
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
      "src/tui/screens/queue/QueueScreen.tsx",
      `import { UploadQueue } from "../../../services/queue/upload-queue.ts";`,
    ],
    ["src/tui/App.tsx", `export { compose } from "../cli/compose.ts";`],
    ["src/server/main.ts", `import { errorKind } from "../domain/errors.ts";`],
    ["src/demo/s3-stand-in.ts", `await import("../server/app.ts");`],
    ["src/services/adapters/disk/paths.ts", `require("keytar");`],
  ])("finds the planted violation in %s", (file, text) => {
    expect(violationsIn(file, text)).toHaveLength(1);
  });

  it("lets the log server use three files of the domain", () => {
    const text = ["result", "assert-never", "format"].map(
      (name) => `import "../domain/${name}.ts";`,
    );
    expect(violationsIn("src/server/main.ts", text.join("\n"))).toEqual([]);
  });

  it("reads static, re-exporting, dynamic and type-only imports, and not those in comments or strings", () => {
    const text = [
      `import a from "a";`,
      `import type { B } from "b";`,
      `export * from "c";`,
      `const d = await import("d");`,
      `type E = import("e").E;`,
      `import "f";`,
      `// import "not-this";`,
      `const text = 'import "nor-this"';`,
    ].join("\n");
    expect(importsOf("src/x.ts", text)).toEqual(["a", "b", "c", "d", "e", "f"]);
  });
});

describe("files stay small", () => {
  it("has no source file over 300 lines, and most under 100", () => {
    const lengths = sources.map(
      (file) => readFileSync(path.join(root, file), "utf8").split("\n").length,
    );
    expect(Math.max(...lengths)).toBeLessThanOrEqual(301);
    const underHundred = lengths.filter((lines) => lines <= 100).length;
    expect(underHundred / lengths.length).toBeGreaterThan(0.5);
  });
});
