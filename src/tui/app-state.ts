import type { SetupGoal } from "../domain/setup.ts";
import type { SelectedPath } from "../domain/delivery-plan.ts";
import type { AppError, AppErrorOf } from "../domain/errors.ts";
import type { Settings } from "../domain/settings.ts";
import type { Transfer } from "../domain/transfer.ts";
import type { KeyMode } from "./keys/actions.ts";
import type { OwnerNoticeSubject } from "./screens/screen-props.ts";
import type { TransferView } from "../services/ports/transfer-view.ts";
import type { Redirected } from "./screens/redirect/redirected.ts";
import type { ActiveDestination } from "../domain/active-destination.ts";

/** The three screens side by side. */
export type TabScreen = "browser" | "queue" | "history";

/** What lies over the tabs, and is peeled one by one. */
export type Layer =
  | {
      readonly type: "review";
      readonly selected: readonly SelectedPath[];
      /** Null: the destination in use. */
      readonly elsewhere: {
        readonly target: ActiveDestination;
        readonly failed: readonly Redirected[];
      } | null;
    }
  | { readonly type: "redirect"; readonly view: TransferView }
  | { readonly type: "unfinished"; readonly transfers: readonly Transfer[] }
  | { readonly type: "setup"; readonly goal: SetupGoal }
  | { readonly type: "connections" }
  | { readonly type: "settings" }
  | { readonly type: "reset" }
  | { readonly type: "unlock" }
  | { readonly type: "unreadable"; readonly error: AppErrorOf<"StateUnreadable"> }
  | {
      readonly type: "ownerNotice";
      readonly error: AppError;
      readonly about: OwnerNoticeSubject | null;
    }
  | { readonly type: "help"; readonly mode: KeyMode }
  /** Names of what is going on, for the question before quitting; `isStopped`: nothing goes on before a person mends it. */
  | {
      readonly type: "quit";
      readonly names: readonly string[];
      readonly count: number;
      readonly isStopped: boolean;
    };

export interface Note {
  readonly text: string;
}

export interface AppState {
  readonly settings: Settings;
  /** Null until there is a connection. */
  readonly active: ActiveDestination | null;
  readonly screen: TabScreen;
  /** From the bottom to the top; the top one is drawn and has the keys. */
  readonly layers: readonly Layer[];
  /** A quiet word on the bottom line; each one is an object of its own, so that it is known from an earlier one. */
  readonly note: Note | null;
  /** How often something was queued; the browser clears its selection when it rises. */
  readonly deliveries: number;
}

/** The tabs in their order. */
export const tabScreens: readonly TabScreen[] = ["browser", "queue", "history"];
