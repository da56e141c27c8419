import { describe, expect, it } from "vitest";
import { createProcessOwner } from "../../../../src/services/adapters/disk/process-owner.ts";

describe("the owner that this process is", () => {
  it("has a name that it keeps, and that no other owner has", () => {
    const owner = createProcessOwner();
    const { token } = owner;
    expect(token).toMatch(/#other#[0-9a-f-]{36}$/u);
    expect(owner.token).toBe(token);
    expect(createProcessOwner().token).not.toBe(token);
    expect(owner.isAlive(token, process.pid)).toBe(true);
  });
});
