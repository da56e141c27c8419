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

it("throws for what is no JSON", () => {
  expect(() => fromWireJson("{")).toThrow(SyntaxError);
});
