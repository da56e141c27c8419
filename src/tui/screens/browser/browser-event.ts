import type { AppError } from "../../../domain/errors.ts";
import type { FolderEntry } from "../../../domain/folder-entry.ts";
import type { PackedFolder } from "../../../domain/packed-folder.ts";
import type { PastDelivery } from "../../../domain/past-delivery.ts";
import type { ListMove } from "../../widgets/list-window.ts";
import type { FolderCount } from "./browser-state.ts";
import type { RowOrder } from "./row-order.ts";

/** What changes the browser: keys, and what comes of the disk and the state database. */
export type BrowserEvent =
  | {
      readonly type: "folderOpened";
      readonly folder: string;
      /** Name in it that takes the cursor; absent: where it stood before. */
      readonly name?: string | null;
    }
  | { readonly type: "refreshed" }
  /** As far as it has been read, in place of the time before. */
  | { readonly type: "folderRead"; readonly reading: number; readonly folder: PackedFolder }
  | { readonly type: "readEnded"; readonly reading: number; readonly error: AppError | null }
  | {
      readonly type: "detailsRead";
      readonly folder: string;
      readonly entries: readonly FolderEntry[];
    }
  | {
      readonly type: "selectionSized";
      readonly folder: string;
      /** By name; 0 for a file that is gone, which the plan will name. */
      readonly sizes: ReadonlyMap<string, number>;
    }
  | { readonly type: "counted"; readonly key: string; readonly count: FolderCount }
  /** The highlighted folder is to be counted. */
  | { readonly type: "measured" }
  | {
      readonly type: "deliveredFound";
      readonly folder: string;
      readonly delivered: readonly PastDelivery[];
    }
  | { readonly type: "pathsSelected"; readonly paths: readonly KnownPath[] }
  | { readonly type: "resized"; readonly height: number }
  | ListMove
  | { readonly type: "selected" }
  | { readonly type: "allSelected" }
  | { readonly type: "inverted" }
  | { readonly type: "selectionCleared" }
  | { readonly type: "filterOpened" }
  | { readonly type: "filterTyped"; readonly text: string }
  | { readonly type: "filterClosed" }
  | { readonly type: "hiddenToggled" }
  | { readonly type: "sortChanged" }
  | { readonly type: "sortReversed" }
  /** In the settings. */
  | { readonly type: "preferencesChanged"; readonly showHidden: boolean; readonly order: RowOrder }
  | { readonly type: "layerClosed" };

/** A path that is there, from somewhere else than a row. */
export interface KnownPath {
  /** Absolute. */
  readonly path: string;
  readonly isFolder: boolean;
}
