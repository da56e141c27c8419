import { createContext } from "react";
import type { AppAction, KeyMode } from "./actions.ts";
import { noKeptText, type KeptText } from "./kept-text.ts";

/** What the app gives to the keys of a screen. */
export interface KeysOwner {
  /** False while the screen is hidden, or something lies over it. */
  readonly isActive: boolean;
  /** Does what the screen leaves to the app; `mode` is where the key was pressed. */
  onAppAction(action: AppAction, mode: KeyMode): void;
  /** Says why a key does nothing now. */
  onRefused(why: string): void;
  /** What was pasted before a field was there for it. */
  readonly keptText: KeptText;
}

const nobody: KeysOwner = {
  isActive: true,
  onAppAction: () => undefined,
  onRefused: () => undefined,
  keptText: noKeptText,
};

/** Who owns the keys; without a provider the screen has them alone. */
export const KeysContext = createContext<KeysOwner>(nobody);
