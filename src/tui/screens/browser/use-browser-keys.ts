import { keysLeftTo } from "../../widgets/text-field/help-key.ts";
import path from "node:path";
import type { Dispatch } from "react";
import type { Preferences } from "../../../domain/settings.ts";
import { listMoves } from "../../widgets/list-moves.ts";
import { useKeys, type KeyHandler } from "../../keys/use-keys.ts";
import { browserWords } from "../../../words/browser.ts";
import type { ScreenProps } from "../screen-props.ts";
import { browserReducer, type BrowserEvent } from "./browser-reducer.ts";
import {
  entryAt,
  folderAtCursor,
  parentRows,
  toSelectable,
  type BrowserState,
} from "./browser-state.ts";
import { toSelectedPaths } from "./selection.ts";

export interface BrowserKeysOptions {
  readonly props: ScreenProps;
  readonly state: BrowserState;
  readonly dispatch: Dispatch<BrowserEvent>;
  readonly toggleDetails: () => void;
}

/** Why Space would do nothing on this row; null when it can be selected. */
const selectionProblem = (state: BrowserState): string | null => {
  const entry = entryAt(state, state.position.cursor);
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

/** Keys of the list, and of the filter while it is typed; the text itself goes to its field. */
export const useBrowserKeys = (options: BrowserKeysOptions): void => {
  const { props, state, dispatch, toggleDetails } = options;
  const { selection, isFiltering } = state;
  const send: Send = (event) => () => dispatch(event);
  const remember = useRemembering(options);
  const problem = selectionProblem(state);
  const upload = () => props.navigate({ type: "review", selected: toSelectedPaths(selection) });
  useKeys(
    "browser",
    {
      ...listMoves(state.height, dispatch),
      select: problem === null ? send({ type: "selected" }) : { why: problem },
      open: goTo(send, folderAtCursor(state), browserWords.filesDoNotOpen),
      parent: goTo(send, folderAbove(state), browserWords.noParent),
      upload: selection.size === 0 ? { why: browserWords.uploadNeedsChoice } : upload,
      filter: send({ type: "filterOpened" }),
      selectAll: send({ type: "allSelected" }),
      invert: send({ type: "inverted" }),
      hidden: remember({ type: "hiddenToggled" }),
      sort: remember({ type: "sortChanged" }),
      sortReverse: remember({ type: "sortReversed" }),
      reload: send({ type: "refreshed" }),
      details: toggleDetails,
      back: send({ type: "layerClosed" }),
    },
    { isActive: !isFiltering },
  );
  useKeys(
    "browserText",
    {
      ...listMoves(state.height, dispatch),
      accept: send({ type: "filterClosed" }),
      back: send({ type: "layerClosed" }),
    },
    { isActive: isFiltering, except: keysLeftTo(state.filter) },
  );
};
