import { Box, useApp, useInput, usePaste, useWindowSize } from "ink";
import {
  type Dispatch,
  useEffect,
  useInsertionEffect,
  useMemo,
  useReducer,
  useRef,
  useState,
} from "react";
import { exitCodes } from "../domain/exit-codes.ts";
import type { Settings } from "../domain/settings.ts";
import { appActionEvent } from "./app-actions.ts";
import { appReducer, type AppStateEvent, initialApp, isFirstRun } from "./app-reducer.ts";
import { startUp, tokenNote } from "./app-startup.ts";
import type { AppState, Layer } from "./app-state.ts";
import { useLastDestination } from "./hooks/use-last-destination.ts";
import { useLeaving } from "./hooks/use-leaving.ts";
import { useQueueWork } from "./hooks/use-queue-work.ts";
import { useSuspend } from "./hooks/use-suspend.ts";
import { useTerminalSignals } from "./hooks/use-terminal-signals.ts";
import type { AppAction, KeyMode } from "./keys/actions.ts";
import { createKeptText, type KeptText } from "./keys/kept-text.ts";
import { isPastedText } from "./keys/key-names.ts";
import { Layers } from "./Layers.tsx";
import type { ActiveDestination } from "../domain/active-destination.ts";
import type { Clock } from "../services/ports/clock.ts";
import type { AppServices } from "./services.ts";
import { Tabs } from "./Tabs.tsx";
import type { AsciiSwitch } from "./terminal/ascii-output.ts";
import { TerminalContext } from "./terminal/terminal-context.ts";
import type { TerminalKind } from "./terminal/terminal-kind.ts";
import { NoteContext } from "./widgets/note-context.ts";
import { Tint } from "./widgets/Tint.tsx";
import { createTheme, ThemeContext } from "./widgets/theme.ts";
import { appWords } from "../words/app.ts";

export interface AppProps {
  readonly services: AppServices;
  readonly settings: Settings;
  /** Name of the connection to begin with; the first when absent. */
  readonly connection?: string | undefined;
  /** Lies over everything at the start: a set-up, a reset, a file that cannot be read. */
  readonly firstLayer: Layer | null;
  /** `--ascii`, or a locale that is not UTF-8: whatever the settings say. */
  readonly isAscii: boolean;
  /** Set to what holds now, for what is written behind the components. */
  readonly ascii?: AsciiSwitch | undefined;
  readonly hasColour: boolean;
  /** False for a terminal of 16 colours. */
  readonly hasManyColours?: boolean;
  readonly terminal: TerminalKind;
  /** Draws everything anew, whatever the terminal shows. */
  readonly redraw?: (() => void) | undefined;
}

const smallest = { columns: 40, rows: 12 };

const withFirstLayer = ({ services, settings, connection, firstLayer }: AppProps): AppState => {
  const state = initialApp(settings, connection, services.hasWork() ? "queue" : "browser");
  return firstLayer === null ? state : { ...state, layers: [...state.layers, firstLayer] };
};

/** Pushes what the start finds out, once. */
const useStartup = (
  services: AppServices,
  active: ActiveDestination | null,
  dispatch: Dispatch<AppStateEvent>,
): void => {
  const first = useRef(active);
  useEffect(() => {
    let isCurrent = true;
    const start = async () => {
      const { layers, note } = await startUp(services, first.current);
      if (!isCurrent) return;
      for (const layer of layers) dispatch({ type: "push", layer });
      if (note !== null) dispatch({ type: "note", text: note });
      // A refused token is said before the first delivery is: with what is asked first, it can wait for its message.
      if (first.current === null || layers.length > 0 || note !== null) return;
      const refused = await tokenNote(services, first.current.connection);
      if (isCurrent && refused !== null) dispatch({ type: "note", text: refused });
    };
    void start(); // its failures come as Results, which are layers
    return () => {
      isCurrent = false;
    };
  }, [services, dispatch]);
};

/** Before the frame is written, so that not even the first one has signs that cannot be shown. */
const useAscii = (ascii: AsciiSwitch | undefined, isOn: boolean): void => {
  useInsertionEffect(() => {
    if (ascii) Object.assign(ascii, { isOn });
  }, [ascii, isOn]);
};

/** Keeps pastes apart from keys on every screen, so that pasted letters are never commands, and until a field comes. */
const useAppText = (clock: Clock): KeptText => {
  const [keptText] = useState(() => createKeptText(clock));
  usePaste((text) => keptText.keep(text));
  useInput((input, key) => {
    if (isPastedText(input, key)) keptText.keep(input);
    else keptText.forget();
  });
  useEffect(() => () => keptText.forget(), [keptText]);
  return keptText;
};

/** State, keys and ways out of the app; what is drawn from it is App's. */
const useAppModel = (props: AppProps) => {
  const { services, terminal, redraw } = props;
  const { exit } = useApp();
  const [state, dispatch] = useReducer(appReducer, props, withFirstLayer);
  const work = useQueueWork(services.queue);
  const suspend = useSuspend();
  useStartup(services, state.active, dispatch);
  useLastDestination(services, state.settings, state.active);
  useTerminalSignals(work, state.settings.preferences.terminalSignals, terminal);

  const idleCode = isFirstRun(state) ? exitCodes.notSetUp : exitCodes.done;
  const { quit, interrupt, stay } = useLeaving({
    services,
    isAsking: state.layers.at(-1)?.type === "quit",
    ask: (layer) => dispatch({ type: "push", layer }),
    exit,
    idleCode,
  });
  const keptText = useAppText(services.clock);
  useInput((input, key) => {
    dispatch({ type: "keyPressed", seen: state.note });
    if (key.ctrl && input === "c") interrupt();
    if (key.ctrl && input === "z") suspend();
    if (key.ctrl && input === "l") redraw?.();
  });

  const keys = {
    keptText,
    onAppAction: (action: AppAction, mode: KeyMode) => {
      const event = appActionEvent(action, mode);
      if (event) dispatch(event);
      else if (action === "quit") quit();
    },
    onRefused: (why: string) => dispatch({ type: "note", text: why }),
  };
  return {
    state,
    dispatch,
    keys,
    work,
    onLeave: () => exit(idleCode),
    onStay: () => {
      stay();
      dispatch({ type: "pop" });
    },
  };
};

/** The whole app: three screens, what lies over them, and the ways out. */
export const App = (props: AppProps) => {
  const { services } = props;
  const size = useWindowSize();
  const { state, dispatch, keys, work, onLeave, onStay } = useAppModel(props);
  const { preferences } = state.settings;
  const isTooSmall = size.columns < smallest.columns || size.rows < smallest.rows;
  const isAscii = props.isAscii || preferences.ascii;
  useAscii(props.ascii, isAscii);
  const { hasColour, hasManyColours = true } = props;
  const theme = useMemo(
    () => createTheme({ theme: preferences.theme, ascii: isAscii, hasColour, hasManyColours }),
    [preferences.theme, isAscii, hasColour, hasManyColours],
  );
  const view = { state, dispatch, services, size, keys };
  return (
    <TerminalContext value={props.terminal}>
      <ThemeContext value={theme}>
        <NoteContext value={state.note?.text ?? null}>
          {isTooSmall ? <Tint>{appWords.tooSmall}</Tint> : null}
          <Box display={isTooSmall ? "none" : "flex"} flexDirection="column">
            {state.active === null ? null : (
              <Tabs
                {...view}
                active={state.active}
                isInFront={state.layers.length === 0 && !isTooSmall}
                atWork={work.files}
                open={work.open}
              />
            )}
            <Layers {...view} isHidden={isTooSmall} onLeave={onLeave} onStay={onStay} />
          </Box>
        </NoteContext>
      </ThemeContext>
    </TerminalContext>
  );
};
