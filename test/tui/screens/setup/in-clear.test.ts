import { describe, expect, it } from "vitest";
import { emptySettings } from "../../../../src/domain/settings.ts";
import type { SetupGoal } from "../../../../src/domain/setup.ts";
import { initialSetup, setupReducer } from "../../../../src/tui/screens/setup/setup-reducer.ts";
import type { SetupEvent, SetupState } from "../../../../src/tui/screens/setup/setup-state.ts";

const start = (goal: SetupGoal): SetupState =>
  initialSetup({
    goal,
    settings: emptySettings,
    holder: null,
    passphraseNeed: "none",
    profiles: [],
  });

const after = (state: SetupState, ...events: readonly SetupEvent[]) =>
  events.reduce(setupReducer, state);

const type = (answer: "logUrl" | "endpoint", text: string): SetupEvent => ({
  type: "typed",
  answer,
  text,
});
const next: SetupEvent = { type: "next" };

const places = [
  ["endpoint", { ...start({ type: "connection" }), question: "endpoint" }, "endpointRegion"],
  ["logUrl", start({ type: "log", connection: "acme" }), "logToken"],
] as const;

describe.each(places)(
  "an address that everybody on the way can listen to (%s)",
  (answer, at, on) => {
    const state: SetupState = {
      ...at,
      answers: { ...at.answers, isOtherStore: answer === "endpoint", bucket: "inbox" },
    };
    const plain = "http://corp.test:9000";

    it("is a question, which Enter answers", () => {
      const asked = after(state, type(answer, plain), next);
      expect(asked.question).toBe(answer);
      expect(asked.problem).toMatchObject({ code: "InvalidInput", field: answer });
      expect(after(asked, next)).toMatchObject({ question: on, problem: null });
    });

    it("is asked about again when it is another one", () => {
      const other = after(
        state,
        type(answer, plain),
        next,
        type(answer, "http://other.test"),
        next,
      );
      expect(other.question).toBe(answer);
      expect(other.problem).not.toBeNull();
    });

    it.each(["https://corp.test:9000", "corp.test:9000", "http://127.0.0.1:9000"])(
      "is not %s",
      (text) => {
        expect(after(state, type(answer, text), next)).toMatchObject({
          question: on,
          problem: null,
        });
      },
    );
  },
);
