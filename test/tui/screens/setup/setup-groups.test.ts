import { describe, expect, it } from "vitest";
import { groupsOf } from "../../../../src/tui/screens/setup/setup-groups.ts";
import { questionsOf } from "../../../../src/tui/screens/setup/setup-questions.ts";
import { initialSetup, setupReducer } from "../../../../src/tui/screens/setup/setup-reducer.ts";
import type {
  SetupContext,
  SetupEvent,
  SetupState,
} from "../../../../src/tui/screens/setup/setup-state.ts";
import { acmeSettings } from "../../../support/fakes/fake-services.ts";
import { freshSetup, next } from "../../../support/values/setup-steps.ts";

const answered: readonly SetupEvent[] = [
  { type: "typed", answer: "accessKeyId", text: "AKIA7EXAMPLE00003F7Q" },
  next,
  { type: "typed", answer: "secret", text: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLKx9a" },
  next,
  { type: "typed", answer: "bucket", text: "acme-inbox/november" },
  next,
  { type: "regionSelected", region: "eu-west-1" },
  next,
];

/** The groups in their order; those that were come to in capitals. */
const reached = (state: SetupState): string =>
  groupsOf(state)
    .map(({ group, isReached }) => (isReached ? group.toUpperCase() : group))
    .join(" ");

const questions = (passphraseNeed: SetupContext["passphraseNeed"], type: "terms" | "region") =>
  questionsOf(
    initialSetup({
      ...freshSetup,
      settings: acmeSettings,
      passphraseNeed,
      goal: { type, connection: "acme" },
    }),
  );

describe("the questions of a set-up", () => {
  it("are in groups, whose number does not change while one answers", () => {
    const groups = answered.map((_, count) =>
      reached(answered.slice(0, count + 1).reduce(setupReducer, initialSetup(freshSetup))),
    );
    expect(Array.from(new Set(groups))).toEqual([
      "KEY destination log check",
      "KEY DESTINATION log check",
      "KEY DESTINATION LOG check",
      "KEY DESTINATION LOG CHECK",
    ]);
  });

  it("are of those groups alone that the change of one value needs", () => {
    const goal = { type: "secret", connection: "acme" } as const;
    expect(reached(initialSetup({ ...freshSetup, settings: acmeSettings, goal }))).toBe(
      "KEY check",
    );
  });

  it("ask for the passphrase of a locked file where a check needs the keys in it", () => {
    expect(questions("open", "terms")).toEqual(["terms", "passphrase", "result"]);
    expect(questions("open", "region")).toEqual(["region", "passphrase", "result"]);
    // There is no file yet, so that nothing is in it.
    expect(questions("create", "terms")).toEqual(["terms", "result"]);
  });
});
