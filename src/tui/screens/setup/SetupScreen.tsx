import type { SetupGoal } from "../../../domain/setup.ts";
import type { ConnectionDraft } from "../../../domain/connection-draft.ts";
import type { AppError } from "../../../domain/errors.ts";
import type { Settings } from "../../../domain/settings.ts";
import type { AppServices } from "../../services.ts";
import { setupWords } from "../../../words/setup.ts";
import type { OwnerNoticeSubject, Size } from "../screen-props.ts";
import { QuestionPage } from "./QuestionPage.tsx";
import { RegionPage } from "./RegionPage.tsx";
import { ResultPage } from "./ResultPage.tsx";
import { questionsOf } from "./setup-questions.ts";
import { useSetup } from "./use-setup.ts";

export interface SetupScreenProps {
  readonly services: AppServices;
  readonly settings: Settings;
  readonly goal: SetupGoal;
  readonly size: Size;
  /** After saving; the draft is null when only the log server was changed. */
  readonly onSaved: (settings: Settings, draft: ConnectionDraft | null) => void;
  /** Esc at the first question; null when there is nothing to go back to. */
  readonly onCancel: (() => void) | null;
  readonly onOwnerNotice: (error: AppError, about: OwnerNoticeSubject | undefined) => void;
  readonly say: (note: string) => void;
}

/** The set-up: one question a screen, then the check, then saving. Nothing is kept before that. */
export const SetupScreen = (props: SetupScreenProps) => {
  const { services, settings, goal, size, onSaved, onCancel, onOwnerNotice, say } = props;
  const setup = useSetup({ services, settings, goal, onSaved });
  const { state, dispatch } = setup;
  const isFirst = !state.isCorrecting && questionsOf(state)[0] === state.question;
  const onBack = () => {
    if (!isFirst) dispatch({ type: "back" });
    else if (onCancel) onCancel();
    else say(setupWords.firstQuestion);
  };
  if (state.question === "region") return <RegionPage setup={setup} size={size} onBack={onBack} />;
  if (state.question === "result")
    return <ResultPage setup={setup} size={size} onBack={onBack} onOwnerNotice={onOwnerNotice} />;
  return (
    <QuestionPage
      key={state.question}
      setup={setup}
      answer={state.question}
      size={size}
      onBack={onBack}
    />
  );
};
