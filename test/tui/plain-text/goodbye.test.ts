import { describe, expect, it } from "vitest";
import type { AppError } from "../../../src/domain/errors.ts";
import { runPlainTextApp } from "../../../src/tui/plain-text/plain-text-app.ts";
import { accessibleWords } from "../../../src/words/plain-text.ts";
import { acmeSettings, createFakeServices } from "../../support/fakes/fake-services.ts";
import { createScriptedTerminal } from "../../support/fakes/scripted-terminal.ts";
import { createStillQueue, someSnapshot, someView } from "../../support/fakes/still-queue.ts";

const quit = "8";

const leave = async (isDetached: boolean, trouble: AppError | null = null) => {
  const terminal = createScriptedTerminal([quit]);
  const { queue } = createStillQueue(someSnapshot([someView()], { trouble }));
  const daemon = () => ({ isDetached, trouble: null });
  const services = createFakeServices(acmeSettings, { queue, daemon });
  const { signal } = new AbortController();
  await runPlainTextApp({ terminal, services, startAt: "files", signal });
  return terminal.heard().split("\n").at(-1);
};

describe("leaving the app in plain text mode with uploads unfinished", () => {
  const [resumeTransfer, nextTime] = [
    accessibleWords.leaving(1, true),
    accessibleWords.leaving(1, false),
  ];

  it("says that they continue where something goes on with them", async () => {
    expect(await leave(true)).toBe(resumeTransfer);
    expect(await leave(true, { code: "Stalled", idleMs: 1 })).toBe(resumeTransfer);
    expect(resumeTransfer).not.toBe(nextTime);
  });

  it("says that they can be resumed where nothing does", async () => {
    expect(await leave(false)).toBe(nextTime);
    expect(await leave(true, { code: "WrongSecret" })).toBe(nextTime);
  });
});
