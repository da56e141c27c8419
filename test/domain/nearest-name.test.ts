import { describe, expect, it } from "vitest";
import { nearestName } from "../../src/domain/nearest-name.ts";

const names = ["upload", "setup", "status", "history", "dry-run", "connection", "conflict"];

describe("the name that was probably meant", () => {
  it.each([
    ["uplaod", "upload"],
    ["uploads", "upload"],
    ["stauts", "status"],
    ["dryrun", "dry-run"],
    ["hist", "history"],
    ["con", null],
    ["conn", "connection"],
    ["x", null],
    ["delete", null],
  ])("of %j is %s", (typed, name) => {
    expect(nearestName(typed, names)).toBe(name);
  });
});
