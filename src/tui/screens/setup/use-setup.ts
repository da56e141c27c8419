import type { SetupGoal } from "../../../domain/setup.ts";
import { unlocksSecrets } from "./setup-questions.ts";
import { nonEmpty } from "../../../domain/non-empty.ts";
import { type Dispatch, useEffect, useReducer, useRef } from "react";
import type { ConnectionDraft } from "../../../domain/connection-draft.ts";
import type { Settings } from "../../../domain/settings.ts";
import type { AppServices } from "../../services.ts";
import { answerProblem, asksLog } from "./setup-answers.ts";
import { initialSetup, setupReducer } from "./setup-reducer.ts";
import type { SetupEvent, SetupState } from "./setup-state.ts";
import { checkSetup, checkSetupLog, regionDraft, storeSetup, unlockSetup } from "./setup-work.ts";

export interface UseSetupParams {
  readonly services: AppServices;
  readonly settings: Settings;
  readonly goal: SetupGoal;
  /** After saving; the draft is null when only the log server was changed. */
  readonly onSaved: (settings: Settings, draft: ConnectionDraft | null) => void;
}

export interface Setup {
  readonly state: SetupState;
  readonly dispatch: Dispatch<SetupEvent>;
  /** Leaves the question: tries the passphrase first where one was typed. */
  readonly next: () => void;
  readonly save: () => void;
}

/** Runs `work` once for each `key` that is not null, and aborts it when the key changes. */
const useWork = (key: string | null, work: (signal: AbortSignal) => Promise<void>) => {
  const latest = useRef(work);
  useEffect(() => {
    latest.current = work;
  });
  useEffect(() => {
    if (key === null) return undefined;
    const controller = new AbortController();
    latest.current(controller.signal).catch((thrown: unknown) => {
      // What we aborted ourselves has nobody left who waits for it.
      if (!controller.signal.aborted) throw thrown;
    });
    return () => controller.abort();
  }, [key]);
};

/** What the set-up asks of the keychain and the store by itself. Leaving a question aborts what was asked for it. */
const useQuestions = (
  state: SetupState,
  services: AppServices,
  dispatch: Dispatch<SetupEvent>,
): void => {
  const { question, answers } = state;

  useWork("context", async () => {
    const [holder, passphraseNeed, profiles] = await Promise.all([
      services.secretHolder(),
      services.passphraseNeed(),
      services.awsProfiles(),
    ]);
    dispatch({ type: "contextKnown", context: { holder, passphraseNeed, profiles } });
  });

  const isAsking =
    question === "region" && nonEmpty(answers.region) === null && state.suggestedRegion === null;
  const asked = isAsking ? regionDraft(state) : null;
  useWork(asked && `region of ${answers.bucket}`, async (signal) => {
    const found = asked && (await services.findRegion(asked, signal));
    if (!signal.aborted && found?.ok) dispatch({ type: "regionFound", region: found.value });
  });

  const number = state.checkNumber;
  useWork(question === "result" ? `check ${number}` : null, async (signal) => {
    const result = await checkSetup(state, services, signal);
    if (!signal.aborted) dispatch({ type: "checkEnded", number, result });
  });

  useWork(question === "result" && asksLog(state) ? `log ${number}` : null, async (signal) => {
    const result = await checkSetupLog(state, services, signal);
    if (!signal.aborted && result !== null) dispatch({ type: "logChecked", number, result });
  });
};

/** State and effects of the set-up. */
export const useSetup = ({ services, settings, goal, onSaved }: UseSetupParams): Setup => {
  const [state, dispatch] = useReducer(
    setupReducer,
    { goal, settings, holder: null, passphraseNeed: "none", profiles: [] } as const,
    initialSetup,
  );
  useQuestions(state, services, dispatch);
  const { question, isBusy } = state;

  const unlock = async () => {
    dispatch({ type: "unlockStarted" });
    dispatch(await unlockSetup(state, services));
  };
  const save = async () => {
    dispatch({ type: "saveStarted" });
    const saved = await storeSetup(state, services, new AbortController().signal);
    if (saved.ok) onSaved(saved.value.settings, saved.value.draft);
    else dispatch({ type: "saveFailed", error: saved.error });
  };
  return {
    state,
    dispatch,
    next: () => {
      if (isBusy) return;
      // The end of both comes back as an event, and their failures as Results.
      if (unlocksSecrets(state) && answerProblem(question, state) === null) void unlock();
      else dispatch({ type: "next" });
    },
    save: () => {
      if (!isBusy) void save();
    },
  };
};
