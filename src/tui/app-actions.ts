import { assertNever } from "../domain/assert-never.ts";
import type { AppStateEvent } from "./app-reducer.ts";
import type { AppAction, KeyMode } from "./keys/actions.ts";

/** What a key that a screen left to the app changes; null for those that are no change of state. */
export const appActionEvent = (action: AppAction, mode: KeyMode): AppStateEvent | null => {
  switch (action) {
    case "help":
      return { type: "push", layer: { type: "help", mode } };
    case "connections":
      return { type: "push", layer: { type: "connections" } };
    case "settings":
      return { type: "push", layer: { type: "settings" } };
    case "nextScreen":
      return { type: "step", by: 1 };
    case "previousScreen":
      return { type: "step", by: -1 };
    case "showFiles":
      return { type: "show", screen: "browser" };
    case "showQueue":
      return { type: "show", screen: "queue" };
    case "showHistory":
      return { type: "show", screen: "history" };
    // Asks the queue first; the other three are heard on every screen, also while none listens.
    case "quit":
    case "leave":
    case "redraw":
    case "suspend":
      return null;
    default:
      return assertNever(action);
  }
};
