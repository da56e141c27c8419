import { Box } from "ink";
import type { Dispatch } from "react";
import type { AppStateEvent } from "./app-reducer.ts";
import { type AppState, tabScreens } from "./app-state.ts";
import { KeysContext, type KeysOwner } from "./keys/keys-context.ts";
import { BrowserScreen } from "./screens/browser/BrowserScreen.tsx";
import { HistoryScreen } from "./screens/history/HistoryScreen.tsx";
import { QueueScreen } from "./screens/queue/QueueScreen.tsx";
import type { Size } from "./screens/screen-props.ts";
import type { ActiveDestination } from "../domain/active-destination.ts";
import type { AppServices } from "./services.ts";
import { ProgressLine } from "./ProgressLine.tsx";
import { Header } from "./widgets/Header.tsx";
import { appWords } from "../words/app.ts";

export interface TabsProps {
  readonly state: AppState;
  readonly active: ActiveDestination;
  readonly dispatch: Dispatch<AppStateEvent>;
  readonly services: AppServices;
  readonly size: Size;
  /** False while a layer lies over them. */
  readonly isInFront: boolean;
  readonly keys: Omit<KeysOwner, "isActive">;
  /** Files on their way or waiting. */
  readonly atWork: number;
  /** Files that have not ended, for the queue's tab. */
  readonly open: number;
}

/**
 * Files, queue and what was sent, side by side below one header. The browser stays as it is while another is
 * shown, with its folder, cursor and selection; the others begin anew.
 */
export const Tabs = (props: TabsProps) => {
  const { state, active, dispatch, services, size, isInFront, keys, atWork, open } = props;
  // Below the smallest window with room for it the list needs the line more.
  const hasProgress = atWork > 0 && state.screen !== "queue" && size.rows > 12;
  const screen = {
    services,
    settings: state.settings,
    active,
    size: { ...size, rows: size.rows - 1 - (hasProgress ? 1 : 0) },
    navigate: dispatch,
    say: (text: string) => dispatch({ type: "note", text }),
  };
  const isShown = (which: AppState["screen"]) => isInFront && state.screen === which;
  const owner = (which: AppState["screen"]): KeysOwner => ({ ...keys, isActive: isShown(which) });
  return (
    <Box flexDirection="column" display={isInFront ? "flex" : "none"}>
      <Header
        title={appWords.destination(active)}
        detail={appWords.region(active)}
        tabs={tabScreens.map((tab) => ({
          words: appWords.tab(tab, tab === "queue" ? open : 0),
          isCurrent: tab === state.screen,
        }))}
        columns={size.columns}
      />
      <Box display={state.screen === "browser" ? "flex" : "none"}>
        <KeysContext value={owner("browser")}>
          <BrowserScreen
            {...screen}
            isVisible={isShown("browser")}
            deliveries={state.deliveries}
            atWork={atWork}
          />
        </KeysContext>
      </Box>
      {state.screen === "queue" ? (
        <KeysContext value={owner("queue")}>
          <QueueScreen {...screen} isVisible={isShown("queue")} />
        </KeysContext>
      ) : null}
      {state.screen === "history" ? (
        <KeysContext value={owner("history")}>
          <HistoryScreen {...screen} isVisible={isShown("history")} />
        </KeysContext>
      ) : null}
      {hasProgress && isInFront ? (
        <ProgressLine queue={services.queue} columns={size.columns} />
      ) : null}
    </Box>
  );
};
