import type { SelectedPath } from "../../domain/delivery-plan.ts";
import type { AppError } from "../../domain/errors.ts";
import type { SetupGoal } from "../../domain/setup.ts";
import type { Settings } from "../../domain/settings.ts";
import type { ActiveDestination } from "../../domain/active-destination.ts";
import type { UploadOptions } from "../../domain/transfer.ts";
import type { TransferView } from "../../services/ports/transfer-view.ts";
import type { Redirected } from "./redirect/redirected.ts";
import type { AppServices } from "../services.ts";

/** Room for a screen in character cells; its own bottom line is part of it. */
export interface Size {
  readonly columns: number;
  readonly rows: number;
}

/** What a screen tells the app. */
export type AppEvent =
  | { readonly type: "show"; readonly screen: "browser" | "queue" | "history" }
  /** Opens the review of what was selected. */
  | { readonly type: "review"; readonly selected: readonly SelectedPath[] }
  /** Asks where else a failed file is to go. */
  | { readonly type: "redirect"; readonly view: TransferView }
  /** Opens the review of failed files for another destination. */
  | {
      readonly type: "reviewElsewhere";
      readonly target: ActiveDestination;
      readonly selected: readonly SelectedPath[];
      readonly failed: readonly Redirected[];
    }
  /** That review has queued something: shows the queue, and leaves the selection of the browser alone. */
  | { readonly type: "queuedElsewhere" }
  /** The review has queued something: shows the queue, and the browser forgets its selection. */
  | { readonly type: "queued"; readonly files: number }
  /** Peels the screen itself: from the review to the files, from a layer to what is below. */
  | { readonly type: "back" }
  /** The keys of a connection have run out: asks for new ones before anything is sent. */
  | { readonly type: "keysEnded"; readonly connection: string }
  /** Asks for one value that is missing or refused. */
  | { readonly type: "setUp"; readonly goal: SetupGoal }
  /** Asks for the passphrase that was put off. */
  | { readonly type: "unlock" }
  | { readonly type: "settingsChanged"; readonly settings: Settings }
  /** Shows the text that the sender can forward to the owner of the bucket. */
  | {
      readonly type: "ownerNotice";
      readonly error: AppError;
      readonly about?: OwnerNoticeSubject | undefined;
    };

/** What a failure is about, for the notice for the bucket owner; when absent it is the active destination. */
export interface OwnerNoticeSubject {
  /** Whose log server may be told; null while there is none. */
  readonly connection: string | null;
  readonly accessKeyId: string | null;
  readonly region: string;
  readonly endpoint: string | null;
  /** Empty, or ending in "/". */
  readonly prefix: string;
  readonly options?: UploadOptions | undefined;
}

/**
 * What every screen gets. The app draws one line above (`Header`) for browser, queue and history, and nothing
 * for the others; the screen draws all else, its `StatusBar` last. Keys go through `useKeys`, which knows
 * whether the screen is in front. Sizes change at any time.
 */
export interface ScreenProps {
  readonly services: AppServices;
  readonly settings: Settings;
  readonly active: ActiveDestination;
  readonly size: Size;
  /** False while the screen is kept but not drawn: it need not follow changes then. */
  readonly isVisible: boolean;
  readonly navigate: (event: AppEvent) => void;
  /** A quiet word on the bottom line until the next key. */
  readonly say: (note: string) => void;
}

/** The browser stays mounted while other screens are shown, and clears its selection when `deliveries` rises. */
export interface BrowserScreenProps extends ScreenProps {
  readonly deliveries: number;
  /** Files that are being sent or wait for it. */
  readonly atWork: number;
}

/** The review of one selection. */
export interface ReviewScreenProps extends ScreenProps {
  readonly selected: readonly SelectedPath[];
  /** Transfers that failed elsewhere, and leave the queue once their file is queued by this review. */
  readonly failed?: readonly Redirected[] | undefined;
}
