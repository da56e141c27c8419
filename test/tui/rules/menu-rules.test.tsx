import type { ReactElement } from "react";
import { describe, expect, it } from "vitest";
import { ok } from "../../../src/domain/result.ts";
import { noKeptText } from "../../../src/tui/keys/kept-text.ts";
import { KeysContext } from "../../../src/tui/keys/keys-context.ts";
import { failureChoices } from "../../../src/tui/screens/queue/failure-choices.ts";
import { QueueScreen } from "../../../src/tui/screens/queue/QueueScreen.tsx";
import { ReviewScreen } from "../../../src/tui/screens/review/ReviewScreen.tsx";
import type { ScreenProps } from "../../../src/tui/screens/screen-props.ts";
import { UnfinishedScreen } from "../../../src/tui/screens/unfinished/UnfinishedScreen.tsx";
import { noFiles, type QueueSnapshot } from "../../../src/services/ports/transfer-view.ts";
import { batchWords } from "../../../src/words/batch.ts";
import { failureWords } from "../../../src/words/failure.ts";
import { unfinishedWords } from "../../../src/words/history.ts";
import { reviewWords } from "../../../src/words/review.ts";
import { createStillQueue, someSnapshot, someView } from "../../support/fakes/still-queue.ts";
import { keys, showOnInk } from "../../support/sites/ink-screen.ts";
import { screenPropsFor } from "../../support/sites/screen-props.ts";
import { someBatch } from "../../support/values/some-batch.ts";
import { someTransfer } from "../../support/values/transfers.ts";

const denied = { code: "AccessDenied", right: "write", bucket: "acme-inbox" } as const;
const file = {
  path: "/data/a.pdf",
  key: "november/a.pdf",
  fingerprint: { sizeBytes: 1, mtimeMs: 0, inode: 1, device: 1 },
};
const conflict = {
  path: file.path,
  key: file.key,
  ours: { sizeBytes: 1, modifiedAtMs: 0 },
  theirs: { sizeBytes: 2, modifiedAtMs: 0 },
};

interface Menu {
  readonly what: string;
  readonly snapshot: QueueSnapshot;
  readonly screen: (props: ScreenProps) => ReactElement;
  /** What leads to it. */
  readonly pressed: readonly string[];
  readonly shows: string;
}

describe("a failure in a window of 40 columns", () => {
  const wrong = [
    denied,
    { code: "WrongSecret" },
    { code: "ObjectExists", bucket: "acme-inbox", key: "a" },
    { code: "SecretStoreUnavailable", why: "no passphrase" },
    { code: "CredentialsExpired" },
  ] as const;
  it.each(wrong.map((error) => [error.code, error] as const))(
    "has every choice in full: %s",
    async (_, error) => {
      const snapshot = someSnapshot([someView({ state: "failed", error })]);
      const { queue } = createStillQueue(snapshot);
      const { props } = screenPropsFor({ queue }, { columns: 40, rows: 11 });
      const screen = await showOnInk(<QueueScreen {...props} />);
      await screen.until("report.pdf");
      await screen.press(keys.enter);
      await screen.until(failureWords.cancel);
      const choices = screen
        .frame()
        .split("\n")
        .filter((line) => /^ {3}[ >] [a-z] {2}/.test(line));
      expect(choices).toHaveLength(failureChoices(error).length);
      for (const choice of choices) expect(choice).not.toContain("…");
      screen.unmount();
    },
  );
});

const menus: readonly Menu[] = [
  {
    what: "a failure",
    snapshot: someSnapshot([someView({ state: "failed", error: denied })]),
    screen: (props) => <QueueScreen {...props} />,
    pressed: [keys.enter],
    shows: failureWords.destination,
  },
  {
    what: "the end of a batch",
    snapshot: {
      ...someSnapshot([someView({ state: "delivered", batchId: "b1" })]),
      batches: [someBatch({ files: { ...noFiles, delivered: 1 }, closedAtMs: 1 })],
    },
    screen: (props) => <QueueScreen {...props} />,
    pressed: [],
    shows: batchWords.menu.more,
  },
  {
    what: "uploads of an earlier run",
    snapshot: someSnapshot([]),
    screen: (props) => <UnfinishedScreen {...props} transfers={[someTransfer({ id: "t1" })]} />,
    pressed: [],
    shows: unfinishedWords.choices.continue,
  },
  {
    what: "a name that is taken",
    snapshot: someSnapshot([]),
    screen: (props) => <ReviewScreen {...props} selected={["/data"]} />,
    pressed: [],
    shows: reviewWords.answer.replace,
  },
];

/** Opens the menu; `did` is what came of the keys that were pressed in it. */
const open = async ({ snapshot, screen, pressed, shows }: Menu) => {
  const { queue, asked } = createStillQueue(snapshot);
  const { props, events, services } = screenPropsFor({
    queue,
    planDelivery: async () => ok({ files: [file], skipped: [], totalBytes: 1 }),
    findConflicts: async () => ok([conflict]),
  });
  const ofApp: string[] = [];
  const owner = {
    isActive: true,
    keptText: noKeptText,
    onAppAction: (action: string) => ofApp.push(action),
    onRefused: () => undefined,
  };
  const shown = await showOnInk(<KeysContext value={owner}>{screen(props)}</KeysContext>);
  if (pressed.length > 0) await shown.until("report.pdf");
  await shown.press(...pressed);
  await shown.until(shows);
  const before = [asked.length, services.calls.length] as const;
  return {
    ...shown,
    did: () => [
      ...events,
      ...ofApp,
      ...asked.slice(before[0]),
      ...services.calls.slice(before[1]).map(({ name }) => name),
    ],
  };
};

/** The letters of a menu as they stand before its choices, from the first to the last. */
const lettersOf = (frame: string): readonly string[] =>
  Array.from(frame.matchAll(/^[│ ]*(?:>|▌)? +([a-z]) {2}(?!\[)\S/gmu), ([, letter = ""]) => letter);

describe("a menu", () => {
  it.each(menus)("of $what has a letter beside each choice", async (menu) => {
    const shown = await open(menu);
    expect(lettersOf(shown.frame()).length).toBeGreaterThanOrEqual(3);
    shown.unmount();
  });

  it.each(menus)("of $what does by arrows and Enter what each letter does", async (menu) => {
    const first = await open(menu);
    const letters = lettersOf(first.frame());
    first.unmount();
    for (const [at, letter] of letters.entries()) {
      const byLetter = await open(menu);
      await byLetter.press(letter);
      const byArrows = await open(menu);
      await byArrows.press(...Array.from({ length: at }, () => keys.down), keys.enter);
      await expect.poll(byArrows.did, { message: letter }).toEqual(byLetter.did());
      // What has no effect outside leads to another picture.
      if (byLetter.did().length === 0) expect(byArrows.frame(), letter).toBe(byLetter.frame());
      byLetter.unmount();
      byArrows.unmount();
    }
  });
});
