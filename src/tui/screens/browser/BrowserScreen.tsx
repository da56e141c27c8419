import { Box } from "ink";
import { useEffect, useReducer, useState } from "react";
import type { BrowserScreenProps } from "../screen-props.ts";
import { StatusBar } from "../../widgets/StatusBar.tsx";
import { useSendRate } from "../../hooks/use-send-rate.ts";
import { BrowserFooter } from "./BrowserFooter.tsx";
import { BrowserList } from "./BrowserList.tsx";
import { BrowserTitle } from "./BrowserTitle.tsx";
import { SelectionPane, paneColumns } from "./SelectionPane.tsx";
import { browserReducer } from "./browser-reducer.ts";
import type { Preferences } from "../../../domain/settings.ts";
import type { AppServices } from "../../services.ts";
import { createBrowserState, type BrowserState } from "./browser-state.ts";
import { Rule } from "../../widgets/Rule.tsx";
import { selectionTotal } from "./selection-counts.ts";
import { useBrowserKeys } from "./use-browser-keys.ts";
import { useCounts } from "./use-counts.ts";
import { useFolder } from "./use-folder.ts";

/** In a low window the two rules go, so that a list of at least six rows stays. */
const rulesFrom = 14;

const startBrowser = (services: AppServices, preferences: Preferences): BrowserState => {
  const state = createBrowserState(services.startFolder, preferences);
  const folder = services.preloadedFolder();
  if (folder === null) return state;
  const { reading } = state;
  const read = browserReducer(state, { type: "folderRead", reading, folder });
  return browserReducer(read, { type: "readEnded", reading, error: null });
};

/** The sender's folders: choose files and folders, and go on to the review. */
export const BrowserScreen = (props: BrowserScreenProps) => {
  const { services, settings, active, size, deliveries } = props;
  const [state, dispatch] = useReducer(browserReducer, null, () =>
    startBrowser(services, settings.preferences),
  );
  const [hasDetails, setHasDetails] = useState(false);
  const hasRules = size.rows >= rulesFrom;
  const height = Math.max(1, size.rows - (hasRules ? 5 : 3));

  useEffect(() => dispatch({ type: "resized", height }), [height]);
  useEffect(() => {
    if (deliveries > 0) dispatch({ type: "selectionCleared" });
  }, [deliveries]);
  useFolder(services, state, dispatch);
  useCounts(services, active, state, dispatch);
  const rate = useSendRate(services.queue, props.isVisible);
  const toggleDetails = () => setHasDetails((now) => !now);
  useBrowserKeys({ props, state, dispatch, toggleDetails });

  const { columns } = size;
  const pane = paneColumns(columns);
  const total = selectionTotal(state.selection, state.counts);
  return (
    <Box flexDirection="column" width={columns} height={size.rows}>
      <BrowserTitle state={state} columns={columns} />
      {hasRules ? <Rule columns={columns} /> : null}
      <Box width={columns} height={height}>
        <BrowserList
          state={state}
          columns={columns - pane}
          height={height}
          hasDetails={hasDetails}
        />
        {pane > 0 ? (
          <SelectionPane
            selection={state.selection}
            folder={state.folder}
            columns={pane}
            height={height}
          />
        ) : null}
      </Box>
      {hasRules ? <Rule columns={columns} /> : null}
      <BrowserFooter
        columns={columns}
        isFiltering={state.isFiltering}
        filter={state.filter}
        onFilter={(text) => dispatch({ type: "filterTyped", text })}
        total={state.selection.size === 0 ? null : total}
        rateBytesPerSecond={rate}
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
