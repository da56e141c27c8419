import { describe, expect, it } from "vitest";
import { withTimeout } from "../../../src/services/ports/with-timeout.ts";

const never = new Promise<string>(() => undefined);
const refuse = () => {
  throw new Error("locked");
};

describe("withTimeout", () => {
  it("gives what the work gives, and leaves no timer behind", async () => {
    const before = process.getActiveResourcesInfo().filter((name) => name === "Timeout").length;
    expect(await withTimeout(Promise.resolve(null), 60_000, () => "late")).toBeNull();
    const after = process.getActiveResourcesInfo().filter((name) => name === "Timeout").length;
    expect(after).toBeLessThanOrEqual(before);
  });

  it("gives what is said for late work, or throws it", async () => {
    expect(await withTimeout(never, 1, () => "late")).toBe("late");
    await expect(withTimeout(never, 1, refuse)).rejects.toThrow("locked");
  });

  it("rejects as the work does, and says nothing of a failure that comes too late", async () => {
    const broken = new Error("broken");
    await expect(withTimeout(Promise.reject(broken), 60_000, () => "late")).rejects.toBe(broken);
    const work = Promise.withResolvers<string>();
    expect(await withTimeout(work.promise, 1, () => "late")).toBe("late");
    work.reject(broken);
    await new Promise(setImmediate);
  });
});
