import { describe, expect, it } from "vitest";
import { setupWords } from "../../../../src/words/setup.ts";
import { unlockWords } from "../../../../src/words/unlock.ts";
import { keys } from "../../../support/sites/ink-screen.ts";
import { openSetup, toResult } from "../../../support/sites/open-setup.tsx";

describe("the check of a log server", () => {
  it("says that the token is not checked: a ping carries none", async () => {
    const setup = await openSetup();
    const url = keys.paste("https://log.example.com");
    await setup.press(
      ...toResult.slice(0, 7),
      url,
      keys.enter,
      keys.paste("token-123"),
      keys.enter,
    );
    await setup.until(setupWords.logAnswers);
    expect(setup.frame()).toContain(setupWords.logTokenUnknown);
    setup.unmount();
  });
});

describe("why secrets are in an encrypted file", () => {
  it("is not claimed: the person may have selected it", () => {
    expect(unlockWords.why("Esc")).not.toContain("keychain");
  });
});
