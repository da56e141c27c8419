import { expect, it } from "vitest";
import { lostFields } from "./json-fields.ts";

it("names fields that are gone or of another type, also inner ones", () => {
  const before = { a: 1, b: { c: "x", d: null }, e: [1], f: "" };
  expect(lostFields(before, { a: 2, b: { c: "y", d: 3 }, e: [], f: null, g: 1 })).toEqual([]);
  expect(lostFields(before, { b: { c: 1 }, e: {}, f: "" })).toEqual(["a", "b.c", "b.d", "e"]);
});
