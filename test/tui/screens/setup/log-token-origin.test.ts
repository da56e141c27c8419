import { expect, it } from "vitest";
import type { SetupEvent } from "../../../../src/tui/screens/setup/setup-state.ts";
import { emptySettings } from "../../../../src/domain/settings.ts";
import { initialSetup, setupReducer } from "../../../../src/tui/screens/setup/setup-reducer.ts";

it.each([
  ["https://log.example.com/path", "typed-token"],
  ["log.example.com", "typed-token"],
  ["https://other.example.com", ""],
  ["http://log.example.com", ""],
  ["https://log.example.com:8443", ""],
])("a token that was typed is kept only for its own log server: %s", (logUrl, logToken) => {
  const events: readonly SetupEvent[] = [
    { type: "typed", answer: "logUrl", text: "https://log.example.com" },
    { type: "typed", answer: "logToken", text: "typed-token" },
    { type: "typed", answer: "logUrl", text: logUrl },
  ];
  const state = initialSetup({
    goal: { type: "log", connection: "acme" },
    settings: emptySettings,
    holder: null,
    passphraseNeed: "none",
    profiles: [],
  });
  expect(events.reduce(setupReducer, state).answers).toMatchObject({ logUrl, logToken });
});
