import { useInput } from "ink";
import { useContext } from "react";
import { type Action, isAppAction, type KeyMode } from "./actions.ts";
import { keyNames } from "./key-names.ts";
import { actionFor } from "./key-table.ts";
import { KeysContext } from "./keys-context.ts";

/** What an action does now, or why it cannot. */
export type KeyHandler = (() => void) | { readonly why: string };

export type KeyHandlers = Readonly<Partial<Record<Action, KeyHandler>>>;

export interface UseKeysOptions {
  /** False: hears nothing, for a part of the screen that is not in use. */
  readonly isActive?: boolean | undefined;
  /** Names of keys that are text now, such as "?" in a field that holds some. */
  readonly except?: readonly string[] | undefined;
}

/**
 * Hears the keys of a mode and calls the handler of each action. What the screen has no handler for goes to
 * the app, if the app knows it. A handler may be the reason why the action cannot be done now.
 */
export const useKeys = (
  mode: KeyMode,
  handlers: KeyHandlers,
  { isActive = true, except = [] }: UseKeysOptions = {},
): void => {
  const owner = useContext(KeysContext);
  useInput(
    (input, key) => {
      for (const name of keyNames(input, key)) {
        const action = except.includes(name) ? undefined : actionFor(mode, name);
        if (action === undefined) continue;
        const handler = handlers[action];
        if (typeof handler === "function") handler();
        else if (handler) owner.onRefused(handler.why);
        else if (isAppAction(action)) owner.onAppAction(action, mode);
      }
    },
    { isActive: isActive && owner.isActive },
  );
};
