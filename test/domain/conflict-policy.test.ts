import { describe, expect, it } from "vitest";
import { commandTable } from "../../src/cli/command-table.ts";
import { conflictPolicies, isConflictPolicy } from "../../src/domain/transfer.ts";

describe("conflict policies", () => {
  it("are offered with the harmless one first", () => {
    expect(conflictPolicies[0]).toBe("skip");
  });

  it("are known by name, from wherever the name comes", () => {
    expect(conflictPolicies.every(isConflictPolicy)).toBe(true);
    for (const other of ["", "Skip", "overwrite", "constructor", 0, null, undefined, ["skip"]]) {
      expect(isConflictPolicy(other)).toBe(false);
    }
  });

  it("are what the command line completes", () => {
    const options = commandTable.flatMap((row) => row.options);
    expect(options.find(({ name }) => name === "conflict")?.choices).toEqual(conflictPolicies);
  });
});
