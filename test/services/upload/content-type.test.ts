import { describe, expect, it } from "vitest";
import { withContentType } from "../../../src/services/upload/content-type.ts";

describe("the content type", () => {
  it("comes from the extension of the name", () => {
    expect(withContentType("/a/report.csv", {}).contentType).toBe("text/csv");
    expect(withContentType("IMG.JPG", { sse: "AES256" })).toEqual({
      sse: "AES256",
      contentType: "image/jpeg",
    });
  });

  it("is the one that was asked for", () => {
    expect(withContentType("a.csv", { contentType: "x/y" }).contentType).toBe("x/y");
  });

  it("is left out for a name that tells nothing", () => {
    expect(withContentType("/a/csv.unheard-of", {})).toEqual({});
    expect(withContentType("README", {})).toEqual({});
  });
});
