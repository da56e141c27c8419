import { expect, it } from "vitest";
import { loadContentTypes } from "../../../src/services/upload/content-type.ts";

const withContentType = await loadContentTypes();

it.each([
  ["/exports/invoices.csv", "text/csv"],
  ["/exports/Scan.PDF", "application/pdf"],
  ["/exports/納品書.txt", "text/plain"],
])("names the type of %s by its extension", (path, contentType) => {
  expect(withContentType({}, path)).toEqual({ contentType });
});

it("gives one object to all files that are sent alike, also when each asks with its own", () => {
  const [first, second, other] = ["a.csv", "b.csv", "c.pdf"].map((name) =>
    withContentType({ sse: "AES256" }, name),
  );
  expect(second).toBe(first);
  expect(other).not.toBe(first);
});

it.each(["/exports/.csv", "/exports/v1.csv/README", "/exports/end.", ".csv"])(
  "takes no extension from %s",
  (path) => expect(withContentType({}, path)).toEqual({}),
);

it("leaves an unknown extension, and a file without one, to the store", () => {
  expect(withContentType({ sse: "AES256" }, "/exports/data.qqq")).toEqual({ sse: "AES256" });
  expect(withContentType({}, "/exports/README")).toEqual({});
});

it("keeps the type that a person gave", () => {
  const given = { contentType: "text/x-invoice" };
  expect(withContentType(given, "/exports/invoices.csv")).toBe(given);
});
