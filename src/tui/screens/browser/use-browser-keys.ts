import { keysLeftTo } from "../../widgets/text-field/help-key.ts";
import path from "node:path";
import type { Dispatch } from "react";
import type { Preferences } from "../../../domain/settings.ts";
import type { FolderEntry } from "../../../domain/folder-entry.ts";
import type { Comparison } from "../../hooks/use-comparison.ts";
import { listMoves } from "../../widgets/list-moves.ts";
import { useKeys, type KeyHandler, type KeyHandlers } from "../../keys/use-keys.ts";
import { noDetails } from "../../../words/errors/error-words.ts";
import { browserWords } from "../../../words/browser.ts";
import type { PickerKind } from "../paths/picker-state.ts";
import type { ScreenProps } from "../screen-props.ts";
import type { BrowserEvent } from "./browser-event.ts";
import { browserReducer } from "./browser-reducer.ts";
import {
  entryAt,
  folderAtCursor,
  parentRows,
  toSelectable,
  type BrowserState,
} from "./browser-state.ts";
import { selectionTotal } from "./selection-counts.ts";
import { toSelectedPaths } from "./selection.ts";

export interface BrowserKeysOptions {
  readonly props: ScreenProps;
  readonly state: BrowserState;
  readonly dispatch: Dispatch<BrowserEvent>;
  readonly toggleDetails: () => void;
  readonly comparison: Comparison;
  readonly openPicker: (kind: PickerKind, text?: string) => void;
  /** False while something lies in the place of the list. */
  readonly isActive: boolean;
}

/** Why Space would do nothing on this row; null when it can be selected. */
const selectionProblem = (state: BrowserState): string | null => {
  const entry = entryAt(state, state.position.cursor);
  if (state.rows.length === 0) return browserWords.nothingToSelect;
  if (!entry || toSelectable(entry)) return null;
  return entry.isUtf8 ? browserWords.cannotSelect : browserWords.notUtf8;
};

const preferencesAfter = (state: BrowserState, event: BrowserEvent): Partial<Preferences> => {
  const { showHidden, order } = browserReducer(state, event);
  return { showHidden, sort: order.sort, sortDescending: order.descending };
};

type Send = (event: BrowserEvent) => KeyHandler;

const goTo = (send: Send, folder: string | null, why: string): KeyHandler =>
  folder === null ? { why } : send({ type: "folderOpened", folder });

const folderAbove = (state: BrowserState) =>
  parentRows(state) === 0 ? null : path.dirname(state.folder);

/** Hidden names and order are kept for the next time. */
const useRemembering = ({ props, state, dispatch }: BrowserKeysOptions) => {
  const { services, navigate, say } = props;
  return (event: BrowserEvent): KeyHandler =>
    () => {
      dispatch(event);
      const save = async () => {
        const next = preferencesAfter(state, event);
        const saved = await services.savePreferences(next);
        if (saved.ok) navigate({ type: "settingsChanged", settings: saved.value });
        else say(browserWords.notRemembered);
      };
      void save();
    };
};

/** What `u` takes to the review: the selection, or else the highlighted entry; null when that cannot be uploaded. */
const toReview = (state: BrowserState) => {
  if (state.selection.size > 0) return toSelectedPaths(state.selection);
  const entry = entryAt(state, state.position.cursor);
  return entry && toSelectable(entry) ? [path.join(state.folder, entry.name)] : null;
};

/** Esc: the filter, then a word before the selection goes, then the selection. */
const goBack = ({ props, state, dispatch }: BrowserKeysOptions): KeyHandler => {
  const event = { type: "layerClosed" } as const;
  const asks = browserReducer(state, event).isClearing && !state.isClearing;
  return () => {
    dispatch(event);
    if (!asks) return;
    const { files, isDone } = selectionTotal(state.selection, state.counts);
    props.say(browserWords.escAgain(browserWords.allSelected(files, isDone)));
  };
};

const isFile = ({ kind, isUtf8 }: FolderEntry): boolean => kind === "file" && isUtf8;

/** The highlighted file beside what was delivered of it, or all files that are shown. Esc stops it. */
const compareKeys = ({ state, comparison }: BrowserKeysOptions): KeyHandlers => {
  const entry = entryAt(state, state.position.cursor);
  const pathOf = ({ name }: FolderEntry) => path.join(state.folder, name);
  return {
    compare:
      entry && isFile(entry)
        ? () => comparison.compare([pathOf(entry)])
        : { why: browserWords.compareNeedsFile },
    compareAll: () => comparison.compare(Array.from(state.rows).filter(isFile).map(pathOf)),
  };
};

/** Keys that lead elsewhere than to a row of this folder. */
const wayKeys = ({ openPicker }: BrowserKeysOptions): KeyHandlers => ({
  goTo: () => openPicker("goTo"),
  goHome: () => openPicker("goTo", "~/"),
  find: () => openPicker("find"),
  recent: () => openPicker("recent"),
});

/** Keys of the list, and of the filter while it is typed; the text itself goes to its field. */
export const useBrowserKeys = (options: BrowserKeysOptions): void => {
  const { props, state, dispatch, toggleDetails, isActive } = options;
  const { isFiltering } = state;
  const send: Send = (event) => () => dispatch(event);
  const remember = useRemembering(options);
  const problem = selectionProblem(state);
  const selected = toReview(state);
  const isOnFolder = entryAt(state, state.position.cursor)?.kind === "folder";
  useKeys(
    "browser",
    {
      ...listMoves(state.height, dispatch),
      select: problem === null ? send({ type: "selected" }) : { why: problem },
      open: goTo(send, folderAtCursor(state), browserWords.filesDoNotOpen),
      parent: goTo(send, folderAbove(state), browserWords.noParent),
      upload:
        selected === null
          ? { why: browserWords.uploadNeedsChoice }
          : () => props.navigate({ type: "review", selected }),
      ...wayKeys(options),
      measure: isOnFolder ? send({ type: "measured" }) : { why: browserWords.notAFolder },
      filter: send({ type: "filterOpened" }),
      selectAll: send({ type: "allSelected" }),
      invert: send({ type: "inverted" }),
      hidden: remember({ type: "hiddenToggled" }),
      sort: remember({ type: "sortChanged" }),
      sortReverse: remember({ type: "sortReversed" }),
      reload: send({ type: "refreshed" }),
      details: state.error === null ? { why: noDetails } : toggleDetails,
      ...compareKeys(options),
      back: options.comparison.progress === null ? goBack(options) : options.comparison.stop,
    },
    { isActive: isActive && !isFiltering },
  );
  useKeys(
    "browserText",
    {
      ...listMoves(state.height, dispatch),
      accept: send({ type: "filterClosed" }),
      back: send({ type: "layerClosed" }),
    },
    { isActive: isActive && isFiltering, except: keysLeftTo(state.filter) },
  );
};
