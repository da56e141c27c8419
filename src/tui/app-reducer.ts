import { assertNever } from "../domain/assert-never.ts";
import { nextOf } from "../domain/next-of.ts";
import type { Destination, Settings } from "../domain/settings.ts";
import { activeDestination } from "./active-destination.ts";
import { type AppState, type Layer, type Note, type TabScreen, tabScreens } from "./app-state.ts";
import { appWords } from "../words/app.ts";
import type { AppEvent } from "./screens/screen-props.ts";

/** What changes the app: its screens' events, and its own. */
export type AppStateEvent =
  | AppEvent
  | { readonly type: "push"; readonly layer: Layer }
  /** Peels the top layer. */
  | { readonly type: "pop" }
  | { readonly type: "step"; readonly by: 1 | -1 }
  | { readonly type: "note"; readonly text: string }
  /** Any key: the note that was seen goes, and one that this key has brought stays. */
  | { readonly type: "keyPressed"; readonly seen: Note | null }
  | {
      readonly type: "activate";
      readonly connection: string;
      readonly destination: Destination;
    };

const firstSetup: Layer = { type: "setup", goal: { type: "connection" } };

/** The app with these settings: one of the tabs, or the set-up when there is no connection yet. */
export const initialApp = (
  settings: Settings,
  connection?: string,
  screen: TabScreen = "browser",
): AppState => {
  const active = activeDestination(settings, connection);
  return {
    settings,
    active,
    screen,
    layers: active === null ? [firstSetup] : [],
    note: null,
    deliveries: 0,
  };
};

/** True when the set-up is all there is, so that nothing lies below it to go back to. */
export const isFirstRun = (state: AppState): boolean => state.active === null;

const pop = (state: AppState): AppState => {
  const layers = state.layers.slice(0, -1);
  return layers.length === 0 && isFirstRun(state) ? state : { ...state, layers };
};

const withSettings = (state: AppState, settings: Settings): AppState => {
  const active =
    activeDestination(settings, state.active?.connection, state.active?.destination) ??
    // The one in use was removed.
    activeDestination(settings);
  // When the last connection is gone, what could be shown over it is gone too.
  return active === null
    ? { ...state, settings, active, layers: [firstSetup], screen: "browser" }
    : { ...state, settings, active };
};

const pushed = (state: AppState, layer: Layer): AppState => ({
  ...state,
  layers: [...state.layers, layer],
});

/** What led to something that is queued now is over. */
const withoutReview = ({ layers }: AppState): readonly Layer[] =>
  layers.filter(({ type }) => type !== "review" && type !== "redirect");

const isOpen = (state: AppState, type: Layer["type"]) => state.layers.at(-1)?.type === type;

/** Asks for new keys before anything is sent. */
const keysEnded = (state: AppState, connection: string): AppState => {
  const note = { text: appWords.keysEnded(connection) };
  return pushed({ ...state, note }, { type: "setup", goal: { type: "accessKey", connection } });
};

/** The app after one event. Pure; effects are the App component's. */
export const appReducer = (state: AppState, event: AppStateEvent): AppState => {
  switch (event.type) {
    case "show":
      // Asked from a layer (uploads of an earlier run), it leaves that layer.
      return { ...state, screen: event.screen, layers: state.layers.slice(0, -1) };
    case "step":
      return { ...state, screen: nextOf(tabScreens, state.screen, event.by) };
    case "review":
      return pushed(state, { type: "review", selected: event.selected, elsewhere: null });
    case "redirect":
      return pushed(state, { type: "redirect", view: event.view });
    case "reviewElsewhere": {
      const { selected, target, failed } = event;
      return pushed(state, { type: "review", selected, elsewhere: { target, failed } });
    }
    case "queuedElsewhere":
      return { ...state, screen: "queue", layers: withoutReview(state) };
    case "queued":
      return {
        ...state,
        screen: "queue",
        layers: withoutReview(state),
        deliveries: state.deliveries + 1,
      };
    case "ownerNotice":
      return pushed(state, {
        type: "ownerNotice",
        error: event.error,
        about: event.about ?? null,
      });
    case "keysEnded":
      return keysEnded(state, event.connection);
    case "setUp":
      return pushed(state, { type: "setup", goal: event.goal });
    case "unlock":
      return pushed(state, { type: "unlock" });
    case "push":
      return isOpen(state, event.layer.type) ? state : pushed(state, event.layer);
    case "pop":
    case "back":
      return pop(state);
    case "settingsChanged":
      return withSettings(state, event.settings);
    case "activate": {
      const active = activeDestination(state.settings, event.connection, event.destination);
      return { ...state, active, screen: "browser", layers: [] };
    }
    case "note":
      return { ...state, note: { text: event.text } };
    case "keyPressed":
      return state.note === null || state.note !== event.seen ? state : { ...state, note: null };
    default:
      return assertNever(event);
  }
};
