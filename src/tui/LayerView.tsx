import type { Dispatch } from "react";
import type { ConnectionDraft } from "../domain/connection-draft.ts";
import type { SetupGoal } from "../domain/setup.ts";
import type { Settings } from "../domain/settings.ts";
import { assertNever } from "../domain/assert-never.ts";
import { daemonNote, tokenNote } from "./app-startup.ts";
import type { AppStateEvent } from "./app-reducer.ts";
import type { AppState, Layer } from "./app-state.ts";
import { continuesAfterQuit } from "./leaving.ts";
import { Quit } from "./Quit.tsx";
import { OwnerNoticeScreen } from "./screens/owner-notice/OwnerNoticeScreen.tsx";
import { ConnectionsScreen } from "./screens/connections/ConnectionsScreen.tsx";
import { HelpScreen } from "./screens/help/HelpScreen.tsx";
import { RedirectScreen } from "./screens/redirect/RedirectScreen.tsx";
import { ResetScreen } from "./screens/reset/ResetScreen.tsx";
import { ReviewScreen } from "./screens/review/ReviewScreen.tsx";
import { SettingsScreen } from "./screens/settings/SettingsScreen.tsx";
import type { Size } from "./screens/screen-props.ts";
import { SetupScreen } from "./screens/setup/SetupScreen.tsx";
import { UnlockScreen } from "./screens/start/UnlockScreen.tsx";
import { UnreadableScreen } from "./screens/start/UnreadableScreen.tsx";
import { UnfinishedScreen } from "./screens/unfinished/UnfinishedScreen.tsx";
import type { AppServices } from "./services.ts";
import { appWords } from "../words/app.ts";

export interface LayerViewProps {
  readonly layer: Layer;
  readonly isTop: boolean;
  readonly state: AppState;
  readonly dispatch: Dispatch<AppStateEvent>;
  readonly services: AppServices;
  readonly size: Size;
  /** Null when nothing lies below the set-up. */
  readonly canCancelSetup: boolean;
  readonly onLeave: () => void;
  readonly onStay: () => void;
}

const useLayerActions = ({ dispatch, state }: LayerViewProps) => ({
  say: (text: string) => dispatch({ type: "note", text }),
  pop: () => dispatch({ type: "pop" }),
  saved: (settings: Settings, draft: ConnectionDraft | null) => {
    dispatch({ type: "settingsChanged", settings });
    dispatch({ type: "note", text: appWords.saved });
    // Whoever looks for another destination goes on with what has been added.
    const isRedirecting = state.layers.some(({ type }) => type === "redirect");
    if (draft === null || isRedirecting) return dispatch({ type: "pop" });
    const { name, bucket, prefix } = draft;
    return dispatch({ type: "activate", connection: name, destination: { bucket, prefix } });
  },
  changed: (settings: Settings) => dispatch({ type: "settingsChanged", settings }),
  kept: (path: string) => {
    dispatch({ type: "pop" });
    dispatch({ type: "note", text: appWords.keptAt(path) });
  },
});

/** Layers that need a place to deliver to. */
const ActiveLayer = (props: LayerViewProps) => {
  const { layer, state, dispatch, services, size, isTop } = props;
  const { say } = useLayerActions(props);
  if (state.active === null) return null;
  const screen = {
    services,
    settings: state.settings,
    active: state.active,
    size,
    isVisible: isTop,
    navigate: dispatch,
    say,
  };
  if (layer.type === "review") {
    const { selected, elsewhere } = layer;
    const active = elsewhere?.target ?? state.active;
    return <ReviewScreen {...screen} {...{ selected, active }} failed={elsewhere?.failed} />;
  }
  if (layer.type === "redirect") return <RedirectScreen {...screen} view={layer.view} />;
  if (layer.type === "unfinished")
    return <UnfinishedScreen {...screen} transfers={layer.transfers} />;
  const setUp = (goal: SetupGoal) => dispatch({ type: "push", layer: { type: "setup", goal } });
  if (layer.type === "settings") return <SettingsScreen {...screen} onSetup={setUp} />;
  if (layer.type !== "connections") return null;
  return (
    <ConnectionsScreen
      {...screen}
      onSetup={setUp}
      onSettings={() => dispatch({ type: "push", layer: { type: "settings" } })}
      onReset={() => dispatch({ type: "push", layer: { type: "reset" } })}
      onActivate={(connection, destination) =>
        dispatch({ type: "activate", connection, destination })
      }
    />
  );
};

/** What follows the question for the passphrase, answered or put off. */
const passphraseActs = (
  { services, state }: LayerViewProps,
  { pop, say }: Pick<ReturnType<typeof useLayerActions>, "pop" | "say">,
) => {
  // The keys of the passphrase took this note away before it could be read.
  const later = () => {
    pop();
    const note = daemonNote(services);
    if (note !== null) say(note);
  };
  const sayToken = async (connection: string) => {
    const note = await tokenNote(services, connection);
    if (note !== null) say(note);
  };
  const unlocked = () => {
    later();
    // Now that the token can be read; a log server that is away is said with its first message.
    if (state.active) void sayToken(state.active.connection);
  };
  return { later, unlocked };
};

/** What one layer shows. */
export const LayerView = (props: LayerViewProps) => {
  const { layer, isTop, state, dispatch, services, size, canCancelSetup, onLeave, onStay } = props;
  const { say, pop, saved, changed, kept } = useLayerActions(props);
  const { later, unlocked } = passphraseActs(props, { pop, say });
  const common = { services, size, settings: state.settings, say };
  switch (layer.type) {
    case "review":
    case "redirect":
    case "unfinished":
    case "connections":
    case "settings":
      return <ActiveLayer {...props} />;
    case "setup":
      return (
        <SetupScreen
          {...common}
          goal={layer.goal}
          onSaved={saved}
          onCancel={canCancelSetup ? pop : null}
          onOwnerNotice={(error, about) => dispatch({ type: "ownerNotice", error, about })}
        />
      );
    case "reset":
      return (
        <ResetScreen
          {...common}
          isVisible={isTop}
          navigate={dispatch}
          onRemoved={changed}
          onClose={pop}
        />
      );
    case "unlock":
      return <UnlockScreen {...common} onUnlocked={unlocked} onLater={later} />;
    case "unreadable":
      return <UnreadableScreen {...common} error={layer.error} onKept={kept} onQuit={onLeave} />;
    case "ownerNotice":
      return <OwnerNoticeScreen {...common} {...layer} active={state.active} onClose={pop} />;
    case "help":
      return <HelpScreen mode={layer.mode} size={size} onClose={pop} />;
    case "quit":
      return (
        <Quit
          {...layer}
          continuesInBackground={continuesAfterQuit(services, layer.isStopped)}
          size={size}
          onLeave={onLeave}
          onStay={onStay}
        />
      );
    default:
      return assertNever(layer);
  }
};
