import type { Action, KeyMode } from "./actions.ts";
import type { KeyBinding, KeySection } from "./key-binding.ts";
import { helpKeys, movingKeys, screenKeys, textKeys } from "./sections/everywhere.ts";
import { filesKeys, reviewKeys } from "./sections/files.ts";
import {
  failureKeys,
  historyKeys,
  queueKeys,
  receiptKeys,
  redirectKeys,
  summaryKeys,
  unfinishedKeys,
} from "./sections/queue.ts";
import {
  connectionsKeys,
  dialogKeys,
  ownerNoticeKeys,
  settingsKeys,
  setupKeys,
} from "./sections/setup.ts";

/** The only key table: it drives the keys, the bottom line, the help and docs/keys.md. */
export const keySections: readonly KeySection[] = [
  helpKeys,
  filesKeys,
  reviewKeys,
  queueKeys,
  failureKeys,
  redirectKeys,
  summaryKeys,
  historyKeys,
  receiptKeys,
  unfinishedKeys,
  connectionsKeys,
  settingsKeys,
  setupKeys,
  ownerNoticeKeys,
  dialogKeys,
  textKeys,
  movingKeys,
  screenKeys,
];

const allBindings = keySections.flatMap((section) => section.bindings);

/** The rows of one mode, in the order in which hints show them. */
export const bindingsIn = (mode: KeyMode): readonly KeyBinding[] =>
  allBindings.filter((binding) => binding.modes.includes(mode));

/** What a key (by its name) does in a mode; undefined when nothing. */
export const actionFor = (mode: KeyMode, keyName: string): Action | undefined =>
  allBindings.find((binding) => binding.modes.includes(mode) && binding.keys.includes(keyName))
    ?.action;
