import { globSync, readFileSync } from "node:fs";
import path from "node:path";
import { parseSync, Visitor } from "oxc-parser";
import { describe, expect, it } from "vitest";

/** Words that docs/glossary.md has replaced, where they cannot mean anything else. */
const replaced =
  /\b(?:anew|whoever|shall become|go(?:es)? on|going on|forget it|set-up|receiver|line by line|is taken|are taken|the store|owner of the bucket|no (?:file|folder|number) of)\b/iu;

/** Values that the code compares, never shown. */
const internal = new Set(["owner of the bucket"]);

const root = path.resolve(import.meta.dirname, "../..");

/** All texts of a source file, templates without their placeholders. */
const textsOf = (file: string): readonly string[] => {
  const { program } = parseSync(file, readFileSync(path.join(root, file), "utf8"));
  const texts: string[] = [];
  new Visitor({
    Literal: ({ value }) => {
      if (typeof value === "string") texts.push(value);
    },
    TemplateElement: ({ value }) => {
      texts.push(value.cooked ?? value.raw);
    },
    JSXText: ({ value }) => {
      texts.push(value);
    },
  }).visit(program);
  return texts;
};

// The stand-in speaks S3's own words.
const sources = globSync("src/**/*.{ts,tsx}", { cwd: root, exclude: ["src/demo/**"] });

describe("the words of the glossary", () => {
  it("are used in every text of the programs", () => {
    const found = sources.flatMap((file) =>
      textsOf(file)
        .filter((text) => replaced.test(text) && !internal.has(text))
        .map((text) => `${file}: ${text}`),
    );
    expect(sources.length).toBeGreaterThan(100);
    expect(found).toEqual([]);
  });

  it.each(["Whoever gave you the key can help.", "The store asks to go slower.", "Set-up"])(
    "have replaced what stood in %j",
    (sentence) => {
      expect(sentence).toMatch(replaced);
    },
  );
});
