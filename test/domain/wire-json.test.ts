import * as fc from "fast-check";
import { expect, it } from "vitest";
import type { AppError } from "../../src/domain/errors.ts";
import { fromWireJson, toWireJson } from "../../src/domain/wire-json.ts";

const refused: AppError = { code: "ChecksumMismatch", path: "/a", ours: "AAAAAA==", theirs: null };
const unsaid: AppError = { code: "WrongRegion", said: "us-east-1", is: null };

it.each([refused, unsaid, { ...refused, ours: null }])(
  "writes %j as release 0.1.0 did",
  (error) => {
    expect(toWireJson({ rows: [{ error }] })).toBe(
      JSON.stringify({ rows: [{ error }] }).replaceAll("null", '""'),
    );
  },
);

it.each([refused, unsaid, { ...refused, theirs: "BBBBBB==" }])("reads %j again", (error) => {
  expect(fromWireJson(toWireJson({ deep: [error] }))).toEqual({ deep: [error] });
});

it("changes nothing but errors", () => {
  const value = {
    is: "",
    theirs: null,
    texts: ['"theirs":null', '"is":""', ""],
    error: { code: "NotAFile", path: "", is: "folder" },
    other: { code: "toString", ours: "" },
  };
  expect(JSON.parse(toWireJson(value))).toEqual(value);
  expect(fromWireJson(JSON.stringify(value))).toEqual(value);
});

it("leaves nothing that a terminal obeys or nobody sees, and loses nothing", () => {
  const hostile = "\u001B\u007F\u009B\u009D\u2028\u202E\u2066\u061C\u200B\u{E0041}\uD800";
  expect(toWireJson({ path: hostile })).toMatch(/^[ -~]+$/u);
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (path) => {
      const json = toWireJson({ path, [path]: 1 });
      expect(/[\p{Cc}\p{Cf}\u2028\u2029]/u.test(json)).toBe(false);
      expect(JSON.parse(json)).toEqual(JSON.parse(JSON.stringify({ path, [path]: 1 })));
    }),
  );
});

it("throws for what is no JSON", () => {
  expect(() => fromWireJson("{")).toThrow(SyntaxError);
});
