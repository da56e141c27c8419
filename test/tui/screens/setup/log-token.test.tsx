import { describe, expect, it } from "vitest";
import type { AppError } from "../../../../src/domain/errors.ts";
import { fail, ok, type Result } from "../../../../src/domain/result.ts";
import type { TokenAnswer } from "../../../../src/services/ports/log-sink.ts";
import type { AppServices } from "../../../../src/tui/services.ts";
import { errorWords } from "../../../../src/words/errors/error-words.ts";
import { setupWords } from "../../../../src/words/setup.ts";
import { summaryWords } from "../../../../src/words/setup-summary.ts";
import { unlockWords } from "../../../../src/words/unlock.ts";
import { keys } from "../../../support/sites/ink-screen.ts";
import { openSetup, toResult } from "../../../support/sites/open-setup.tsx";

const wrongToken = { code: "LogServerRefused", status: 401, permanent: true } as const;

/** At the check of a set-up with a log server. */
const openAtResult = async (changes: Partial<AppServices> = {}) => {
  const setup = await openSetup({ changes });
  const url = keys.paste("https://log.example.com");
  const token = keys.paste("token-123");
  await setup.press(...toResult.slice(0, 7), url, keys.enter, token, keys.enter);
  return setup;
};

describe("the check of a log server", () => {
  it("says as whom the log server knows the token", async () => {
    const setup = await openAtResult();
    await setup.until(summaryWords.knowsToken);
    expect(setup.frame()).toContain(summaryWords.log("https://log.example.com", "clinic-north"));
    expect(setup.frame()).toContain(`> ${setupWords.save("acme-inbox")}`);
    setup.unmount();
  });

  it("says of an older log server that the token is not checked", async () => {
    const setup = await openAtResult({ checkLogServer: async () => ok({ status: "unasked" }) });
    await setup.until(summaryWords.tokenLater);
    expect(setup.frame()).toContain(`> ${setupWords.save("acme-inbox")}`);
    setup.unmount();
  });

  it("calls a wrong token an error, and leads to that one question and back", async () => {
    const setup = await openAtResult({
      checkLogServer: async (_, token) =>
        token === "right" ? ok({ status: "known", name: "clinic" }) : fail(wrongToken),
    });
    await setup.until(errorWords(wrongToken).happened);
    expect(setup.frame()).toContain(summaryWords.canUpload);
    expect(setup.frame()).toContain(`> ${setupWords.correct("logToken")}`);
    await setup.press(keys.enter);
    expect(setup.frame()).toContain(setupWords.title("logToken"));
    await setup.press(keys.ctrl("u"), keys.paste("right"), keys.enter);
    await setup.until(`> ${setupWords.save("acme-inbox")}`);
    await setup.press(keys.enter);
    expect(setup.saved[0]).toMatchObject({ logToken: "right" });
    setup.unmount();
  });

  it("waits for the log server before it offers to save", async () => {
    const { promise, resolve } = Promise.withResolvers<Result<TokenAnswer, AppError>>();
    const setup = await openAtResult({ checkLogServer: () => promise });
    await setup.until(summaryWords.askingLog);
    expect(setup.frame()).not.toContain(setupWords.save("acme-inbox"));
    resolve(fail(wrongToken));
    await setup.until(`> ${setupWords.correct("logToken")}`);
    setup.unmount();
  });

  it("stands in nobody's way when it cannot be reached", async () => {
    const error = { code: "LogServerUnreachable", host: "log", reason: "timeout" } as const;
    const setup = await openAtResult({ checkLogServer: async () => fail(error) });
    await setup.until(errorWords(error).happened);
    expect(setup.frame()).toContain(`> ${setupWords.save("acme-inbox")}`);
    expect(setup.frame()).toContain(setupWords.correct("logUrl"));
    setup.unmount();
  });

  it("is checked too when nothing but the log server is changed", async () => {
    const setup = await openSetup({
      goal: { type: "log", connection: "acme" },
      changes: { checkLogServer: async () => fail(wrongToken) },
    });
    await setup.press(keys.paste("log.example.com"), keys.enter, keys.paste("wrong"), keys.enter);
    await setup.until(`> ${setupWords.correct("logToken")}`);
    expect(setup.frame()).toContain(errorWords(wrongToken).happened);
    setup.unmount();
  });
});

describe("why secrets are in an encrypted file", () => {
  it("is not claimed: the person may have selected it", () => {
    expect(unlockWords.why("Esc")).not.toContain("keychain");
  });
});
