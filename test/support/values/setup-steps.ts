import { emptySettings } from "../../../src/domain/settings.ts";
import type { TypedAnswer } from "../../../src/domain/setup.ts";
import { setupReducer } from "../../../src/tui/screens/setup/setup-reducer.ts";
import type {
  SetupContext,
  SetupEvent,
  SetupState,
} from "../../../src/tui/screens/setup/setup-state.ts";

/** A set-up on a machine with nothing on it. */
export const freshSetup: SetupContext = {
  goal: { type: "connection" },
  settings: emptySettings,
  holder: null,
  passphraseNeed: "none",
  profiles: [],
};

/** AWS's own example; opens nothing. */
export const secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLKx9a";

export const next = { type: "next" } as const;

export const typed = (answer: TypedAnswer, text: string): SetupEvent => ({
  type: "typed",
  answer,
  text,
});

export const after = (state: SetupState, ...events: readonly SetupEvent[]): SetupState =>
  events.reduce(setupReducer, state);
