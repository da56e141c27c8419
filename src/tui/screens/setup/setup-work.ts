import { parseDestination } from "../../../domain/connection.ts";
import type { ConnectionDraft } from "../../../domain/connection-draft.ts";
import type { AppError } from "../../../domain/errors.ts";
import { nonEmpty } from "../../../domain/non-empty.ts";
import { ok, type Result } from "../../../domain/result.ts";
import type { Settings } from "../../../domain/settings.ts";
import type { TokenAnswer } from "../../../services/ports/log-sink.ts";
import type { AppServices } from "../../services.ts";
import { isLogGoal, toDraft, toKeys, toLog } from "./setup-answers.ts";
import type { CheckResult, SetupEvent, SetupState } from "./setup-state.ts";

/** Enough of a draft to ask where the bucket is; null while an answer before is missing. */
export const regionDraft = (state: SetupState): ConnectionDraft | null => {
  const { answers } = state;
  const keys = toKeys(state);
  const destination = parseDestination(answers.bucket);
  if (!keys.ok || !destination.ok) return null;
  return {
    name: answers.name,
    ...keys.value,
    region: "us-east-1",
    endpoint: null,
    ...destination.value,
    logUrl: null,
    logToken: null,
  };
};

/** Opens the encrypted file, begins it, or does without, as the passphrase says. */
export const unlockSetup = async (
  { answers }: SetupState,
  services: Pick<AppServices, "unlockSecrets" | "secretHolder">,
): Promise<SetupEvent> => {
  const result = await services.unlockSecrets(nonEmpty(answers.passphrase));
  return { type: "unlocked", result, holder: await services.secretHolder() };
};

/** Asks the storage service whether the answers hold; null where they say nothing of it. */
export const checkSetup = async (
  state: SetupState,
  services: AppServices,
  signal: AbortSignal,
): Promise<CheckResult> => {
  if (isLogGoal(state.context.goal)) return ok(null);
  const draft = toDraft(state);
  return draft.ok ? services.verifyConnection(draft.value, signal) : draft;
};

/** Asks the log server of the answers whether it knows their token; null where they name none. */
export const checkSetupLog = async (
  state: SetupState,
  services: AppServices,
  signal: AbortSignal,
): Promise<Result<TokenAnswer, AppError> | null> => {
  const log = toLog(state);
  if (!log.ok) return log;
  const { logUrl, logToken } = log.value;
  if (logUrl === null || logToken === null) return null;
  return services.checkLogServer(logUrl, logToken, signal);
};

/** Saves what was asked for; gives the draft, which is null when only the log server was changed. */
export const storeSetup = async (
  state: SetupState,
  services: AppServices,
  signal: AbortSignal,
): Promise<Result<{ settings: Settings; draft: ConnectionDraft | null }, AppError>> => {
  const { goal } = state.context;
  if (goal.type === "log" || goal.type === "logToken") {
    const log = toLog(state);
    if (!log.ok) return log;
    const { connection } = goal;
    const saved =
      log.value.logUrl === null
        ? await services.removeSaved({ what: "logToken", connection })
        : await services.saveLog(connection, log.value.logUrl, log.value.logToken);
    return saved.ok ? ok({ settings: saved.value, draft: null }) : saved;
  }
  const draft = toDraft(state);
  if (!draft.ok) return draft;
  const { bucket, prefix, region, endpoint } = draft.value;
  const further = { bucket, prefix, address: { region, endpoint } };
  const saved =
    goal.type === "destination"
      ? await services.addDestination(goal.connection, further, signal)
      : await services.saveConnection(draft.value);
  return saved.ok ? ok({ settings: saved.value, draft: draft.value }) : saved;
};
