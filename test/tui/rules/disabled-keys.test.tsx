import type { ReactElement } from "react";
import { describe, expect, it } from "vitest";
import { ok } from "../../../src/domain/result.ts";
import { isAppAction, type KeyMode } from "../../../src/tui/keys/actions.ts";
import { bindingsIn, keySections } from "../../../src/tui/keys/key-table.ts";
import { BrowserScreen } from "../../../src/tui/screens/browser/BrowserScreen.tsx";
import { HistoryScreen } from "../../../src/tui/screens/history/HistoryScreen.tsx";
import { QueueScreen } from "../../../src/tui/screens/queue/QueueScreen.tsx";
import { ResetScreen } from "../../../src/tui/screens/reset/ResetScreen.tsx";
import { ReviewScreen } from "../../../src/tui/screens/review/ReviewScreen.tsx";
import type { ScreenProps } from "../../../src/tui/screens/screen-props.ts";
import { createStillQueue, someSnapshot, someView } from "../../support/fakes/still-queue.ts";
import { withRefusals } from "../../support/fakes/with-refusals.tsx";
import { keys, showOnInk } from "../../support/sites/ink-screen.ts";
import { screenPropsFor } from "../../support/sites/screen-props.ts";

const named: Readonly<Record<string, unknown>> = keys;

/** As a terminal sends the key of this name. */
const sent = (name: string): string => {
  const sequence = named[name];
  return typeof sequence === "string" ? sequence : name;
};

/** Moving stops at the ends of a list, and Esc on a screen that nothing lies over: both are as expected. */
const moving = new Set(
  keySections
    .filter(({ title }) => title === "Moving")
    .flatMap(({ bindings }) => bindings.map(({ action }) => action)),
);

const ownKeys = (mode: KeyMode) =>
  bindingsIn(mode)
    // The folder is read anew, and is as it was.
    .filter(({ action }) => !isAppAction(action) && !moving.has(action) && action !== "reload")
    .map(({ keys: [first = ""], action }) => [first, action] as const);

const emptyPlan = { files: [], skipped: [], totalBytes: 0 };

interface Shown {
  readonly what: string;
  readonly mode: KeyMode;
  readonly rows: Parameters<typeof someSnapshot>[0];
  readonly screen: (props: ScreenProps) => ReactElement;
}

const screens: readonly Shown[] = [
  {
    what: "an empty folder",
    mode: "browser",
    rows: [],
    screen: (props) => <BrowserScreen {...props} deliveries={0} atWork={0} />,
  },
  {
    what: "an empty queue",
    mode: "queue",
    rows: [],
    screen: (props) => <QueueScreen {...props} />,
  },
  {
    what: "a queue in which nothing failed",
    mode: "queue",
    rows: [someView()],
    screen: (props) => <QueueScreen {...props} />,
  },
  {
    what: "an empty history",
    mode: "history",
    rows: [],
    screen: (props) => <HistoryScreen {...props} />,
  },
  {
    what: "the reset",
    mode: "reset",
    rows: [],
    screen: (props) => <ResetScreen {...props} onRemoved={() => {}} onClose={() => {}} />,
  },
  {
    what: "a review of nothing",
    mode: "review",
    rows: [],
    screen: (props) => <ReviewScreen {...props} selected={["/data"]} />,
  },
];

describe("a key that can do nothing", () => {
  it.each(
    screens.flatMap((shown) =>
      ownKeys(shown.mode).map(([key, action]) => ({ ...shown, key, action })),
    ),
  )("says why in $what: $key ($action)", async ({ screen, rows, key }) => {
    const { queue, asked } = createStillQueue(someSnapshot(rows));
    const { props, services, events, notes } = screenPropsFor({
      queue,
      planDelivery: async () => ok(emptyPlan),
    });
    const { node, refused } = withRefusals(screen(props));
    const shown = await showOnInk(node);
    const before = shown.rawFrame();
    const calls = services.calls.length;
    await shown.press(sent(key));
    const did = [refused, notes, events, asked, services.calls.slice(calls)].flat();
    if (shown.rawFrame() === before) expect(did).not.toEqual([]);
    shown.unmount();
  });
});
