import { Box } from "ink";
import { useEffect, useReducer, useRef, useState } from "react";
import type { BrowserScreenProps } from "../screen-props.ts";
import { StatusBar } from "../../widgets/StatusBar.tsx";
import { useComparison } from "../../hooks/use-comparison.ts";
import { useSendRate } from "../../hooks/use-send-rate.ts";
import { looksLikePath } from "../../../domain/pasted-paths.ts";
import { appWords } from "../../../words/app.ts";
import { PathPicker } from "../paths/PathPicker.tsx";
import type { PickerKind } from "../paths/picker-state.ts";
import { BrowserFooter } from "./BrowserFooter.tsx";
import { BrowserList, type BrowserListProps } from "./BrowserList.tsx";
import { EntryPane } from "./EntryPane.tsx";
import { BrowserTitle } from "./BrowserTitle.tsx";
import { SelectionPane, paneColumns } from "./SelectionPane.tsx";
import { browserReducer } from "./browser-reducer.ts";
import type { Preferences } from "../../../domain/settings.ts";
import type { AppServices } from "../../services.ts";
import { createBrowserState, entryAt, toSelectable, type BrowserState } from "./browser-state.ts";
import { selectionTotal } from "./selection-counts.ts";
import { useBrowserKeys } from "./use-browser-keys.ts";
import { useChangedPreferences } from "./use-changed-preferences.ts";
import { useCounts } from "./use-counts.ts";
import { useDelivered } from "./use-delivered.ts";
import { useFolder } from "./use-folder.ts";
import { usePastedPaths } from "./use-pasted-paths.ts";

/** In a low window the heads of the columns go, so that more of the list stays. */
const headsFrom = 14;
/** Name, size and time of the highlighted entry, what was delivered of it, and a free line. */
const entryPaneLines = 6;
/** Title, what is selected, and the bottom line. */
const linesAround = 3;

const startBrowser = (services: AppServices, preferences: Preferences): BrowserState => {
  const state = createBrowserState(services.startFolder, preferences, services.startName);
  const folder = services.preloadedFolder();
  if (folder === null) return state;
  const { reading } = state;
  const read = browserReducer(state, { type: "folderRead", reading, folder });
  return browserReducer(read, { type: "readEnded", reading, error: null });
};

/** What lies in the place of the list while a path is picked. */
interface OpenPicker {
  readonly kind: PickerKind;
  readonly text: string;
}

/** State of the screen, and what works on it in the background. */
const useBrowser = (props: BrowserScreenProps, height: number) => {
  const { services, settings, active, deliveries, isVisible, atWork } = props;
  const [state, dispatch] = useReducer(browserReducer, null, () =>
    startBrowser(services, settings.preferences),
  );
  const [picker, setPicker] = useState<OpenPicker | null>(null);
  useEffect(() => dispatch({ type: "resized", height }), [height]);
  useChangedPreferences(props, dispatch);
  const { folder } = state;
  const seen = useRef(deliveries);
  useEffect(() => {
    if (seen.current === deliveries) return;
    seen.current = deliveries;
    dispatch({ type: "selectionCleared" });
    void services.noteRecentFolder(folder); // an aid: what cannot be written stops nothing
  }, [services, deliveries, folder]);
  useFolder(services, state, dispatch);
  useCounts(services, active, state, dispatch);
  useDelivered({ services, active, isVisible, atWork }, state, dispatch);
  const openPicker = (kind: PickerKind, text = "") => setPicker({ kind, text });
  usePastedPaths({ props, state, dispatch, openPicker, isActive: picker === null });
  return { state, dispatch, picker, openPicker, closePicker: () => setPicker(null) };
};

/** The list, and in a wide window beside it what is selected. */
const BrowserBody = ({ state, ...props }: BrowserListProps) => {
  const { columns, height, hasHeads, hasDetails, findings } = props;
  const pane = paneColumns(columns);
  const lines = height + (hasHeads ? 1 : 0);
  return (
    <Box width={columns} height={lines}>
      <BrowserList
        state={state}
        columns={columns - pane}
        height={height}
        hasDetails={hasDetails}
        hasHeads={hasHeads}
        findings={findings}
      />
      {pane > 0 ? (
        <Box flexDirection="column">
          <EntryPane state={state} findings={findings} columns={pane} height={entryPaneLines} />
          <SelectionPane
            selection={state.selection}
            folder={state.folder}
            columns={pane}
            height={lines - entryPaneLines}
          />
        </Box>
      ) : null}
    </Box>
  );
};

/** The sender's folders: choose files and folders, and go on to the review. */
export const BrowserScreen = (props: BrowserScreenProps) => {
  const { services, active, size, say } = props;
  const { columns, rows } = size;
  const hasHeads = rows >= headsFrom;
  const height = Math.max(1, rows - linesAround - (hasHeads ? 1 : 0));
  const { state, dispatch, picker, openPicker, closePicker } = useBrowser(props, height);
  const [hasDetails, setHasDetails] = useState(false);
  const rate = useSendRate(services.queue, props.isVisible);
  const toggleDetails = () => setHasDetails((now) => !now);
  const isActive = picker === null;
  const scope = `${state.reading} ${state.folder}`;
  const comparison = useComparison({ services, active, say, scope });
  const { findings, progress } = comparison;
  useBrowserKeys({ props, state, dispatch, toggleDetails, openPicker, comparison, isActive });
  const go = (folder: string, name: string | null) => {
    closePicker();
    dispatch({ type: "folderOpened", folder, name });
    void services.noteRecentFolder(folder); // an aid, as above
  };
  if (picker !== null) {
    const { folder, showHidden } = state;
    const where = { services, folder, showHidden, size, say };
    return <PathPicker {...where} {...picker} onGo={go} onClose={closePicker} />;
  }
  const total = selectionTotal(state.selection, state.counts);
  const highlighted = entryAt(state, state.position.cursor);
  // No name holds a slash: with one it is a path that is being typed.
  const filter = (text: string) => {
    if (!text.includes("/")) return dispatch({ type: "filterTyped", text });
    dispatch({ type: "layerClosed" });
    openPicker("goTo", looksLikePath(text) ? text : `/${text}`);
  };
  return (
    <Box flexDirection="column" width={columns} height={rows}>
      <BrowserTitle state={state} columns={columns} />
      <BrowserBody {...{ state, findings, columns, height, hasHeads, hasDetails }} />
      <BrowserFooter
        columns={columns}
        isFiltering={state.isFiltering}
        filter={state.filter}
        onFilter={filter}
        total={state.selection.size === 0 ? null : total}
        progress={progress}
        rateBytesPerSecond={rate}
        destination={appWords.destination(active)}
        canUploadHighlighted={highlighted !== null && toSelectable(highlighted) !== null}
      />
      <StatusBar
        mode={state.isFiltering ? "browserText" : "browser"}
        columns={columns}
        first={state.selection.size > 0 ? ["upload"] : []}
        isInset
      />
    </Box>
  );
};
