/** Which scene (scripts/pictures/scenes.ts) comes past each screen. */
export const screens = {
  "setup-first": "setUp",
  setup: "setUp",
  "setup-region": "setUp",
  "setup-check": "setUp",
  browser: "sending",
  help: "sending",
  passphrase: "sending",
  review: "sending",
  queue: "sending",
  failure: "sending",
  card: "sending",
  quit: "sending",
  unfinished: "arriving",
  history: "arriving",
  receipt: "arriving",
  connections: "arriving",
  reset: "arriving",
  conflict: "arriving",
} as const satisfies Readonly<Record<string, "setUp" | "sending" | "arriving">>;

/** A screen that has a picture, by the picture's name. */
export type ScreenName = keyof typeof screens;

/** True for the name of a screen. */
export const isScreenName = (name: string): name is ScreenName => Object.hasOwn(screens, name);
