import { describe, expect, it, vi } from "vitest";
import { createProcessOwner } from "../../../../src/services/adapters/disk/process-owner.ts";

const { randomUUID } = vi.hoisted(() => ({ randomUUID: vi.fn(() => "some-random-number") }));
vi.mock("node:crypto", () => ({ randomUUID }));

describe("the owner that this process is", () => {
  it("takes a random number when its name is first asked for, and keeps it", () => {
    const owner = createProcessOwner();
    expect(randomUUID).not.toHaveBeenCalled();
    const { token } = owner;
    expect(token.endsWith("#other#some-random-number")).toBe(true);
    expect(owner.token).toBe(token);
    expect(randomUUID).toHaveBeenCalledTimes(1);
    expect(owner.isAlive(token, process.pid)).toBe(true);
  });
});
