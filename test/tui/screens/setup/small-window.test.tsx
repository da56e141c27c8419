import { describe, expect, it } from "vitest";
import type { AppError } from "../../../../src/domain/errors.ts";
import { fail } from "../../../../src/domain/result.ts";
import { errorDetails } from "../../../../src/words/errors/error-words.ts";
import { setupWords } from "../../../../src/words/setup.ts";
import { keys } from "../../../support/sites/ink-screen.ts";
import { openSetup, toResult } from "../../../support/sites/open-setup.tsx";

const denied: AppError = {
  code: "AccessDenied",
  right: "write",
  bucket: "acme-inbox",
  answer: {
    status: 403,
    storeCode: "AccessDenied",
    storeMessage: "Access Denied",
    requestId: "REQ123",
  },
};

const small = { columns: 40, rows: 12 };
const openAtFailure = async (size: { readonly columns: number; readonly rows: number }) => {
  const setup = await openSetup({
    ...size,
    changes: { verifyConnection: async () => fail(denied) },
  });
  await setup.press(...toResult);
  await setup.until(setupWords.checkAgain);
  return setup;
};

describe("setup in a window of 40 × 12", () => {
  it("leads through all details of a failure with d", async () => {
    const setup = await openAtFailure(small);
    const seen: string[] = [];
    for (let page = 0; page < 5; page += 1) {
      seen.push(setup.frame());
      await setup.press("d");
    }
    for (const line of errorDetails(denied))
      expect(
        seen.some((frame) => frame.replace(/\s+/gu, " ").includes(line)),
        line,
      ).toBe(true);
    setup.unmount();
  });

  it("says which of its choices is highlighted where others are out of sight", async () => {
    const setup = await openAtFailure(small);
    expect(setup.frame()).toMatch(/>.* 1\/\d+/);
    await setup.press(keys.down);
    expect(setup.frame()).toMatch(/>.* 2\/\d+/);
    setup.unmount();
  });

  it.each(["destination", "secret", "accessKey", "region", "terms", "log", "logToken"] as const)(
    "has the groups of questions in full beside what is being changed: %s",
    async (type) => {
      const goal = { type, connection: "acme" } as const;
      const setup = await openSetup({ ...small, goal });
      expect(setup.frame().split("\n")[0]).toContain(setupWords.goal(goal));
      expect(setup.frame().split("\n")[0]).not.toContain("…");
      setup.unmount();
    },
  );
});
