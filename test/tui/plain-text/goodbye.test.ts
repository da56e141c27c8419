import { describe, expect, it } from "vitest";
import type { AppError } from "../../../src/domain/errors.ts";
import { runPlainTextApp } from "../../../src/tui/plain-text/plain-text-app.ts";
import { batchWords } from "../../../src/words/batch.ts";
import { accessibleWords } from "../../../src/words/plain-text.ts";
import { acmeSettings, createFakeServices } from "../../support/fakes/fake-services.ts";
import { createScriptedTerminal } from "../../support/fakes/scripted-terminal.ts";
import { createStillQueue, someSnapshot, someView } from "../../support/fakes/still-queue.ts";

const quit = "8";

const leave = async (isDetached: boolean, trouble: AppError | null = null, row = someView()) => {
  const terminal = createScriptedTerminal([quit]);
  const { queue } = createStillQueue(someSnapshot([row], { trouble }));
  const daemon = () => ({ isDetached, trouble: null });
  const services = createFakeServices(acmeSettings, { queue, daemon });
  const { signal } = new AbortController();
  await runPlainTextApp({ terminal, services, startAt: "files", signal });
  return terminal.heard().split("\n").slice(-2);
};

describe("leaving the app in plain text mode with uploads unfinished", () => {
  const [resumeTransfer, nextTime] = [
    accessibleWords.leaving(1, true),
    accessibleWords.leaving(1, false),
  ];

  it("says that they continue where something goes on with them", async () => {
    expect((await leave(true)).at(-1)).toBe(resumeTransfer);
    expect((await leave(true, { code: "Stalled", idleMs: 1 })).at(-1)).toBe(resumeTransfer);
    expect(resumeTransfer).not.toBe(nextTime);
  });

  it("says that they can be resumed where nothing does", async () => {
    expect((await leave(false)).at(-1)).toBe(nextTime);
    expect((await leave(true, { code: "WrongSecret" })).at(-1)).toBe(nextTime);
  });

  it("says what is paused, and not uploaded", async () => {
    const paused = someView({ state: "paused" });
    expect(await leave(true, null, paused)).toEqual([
      batchWords.leftPaused(1),
      accessibleWords.leaving(0, true),
    ]);
  });
});
