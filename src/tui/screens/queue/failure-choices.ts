import { errorKind, isMendedByKeys } from "../../../domain/error-kinds.ts";
import type { AppError } from "../../../domain/errors.ts";
import { isTokenRefused, lacksPassphrase } from "../../../domain/retry.ts";
import type { QueueSnapshot, TransferView } from "../../../services/ports/transfer-view.ts";
import type { AppEvent } from "../screen-props.ts";

/** What a person can do about a failure. */
export type FailureChoice = "renew" | "rename" | "ownerNotice" | "retry" | "destination" | "cancel";

/** The likeliest to help first. */
export const failureChoices = (error: AppError): readonly FailureChoice[] => {
  const last = ["destination", "cancel"] as const;
  if (isMendedByKeys(error.code) || lacksPassphrase(error)) return ["renew", "retry", ...last];
  if (error.code === "ObjectExists") return ["rename", "cancel"];
  if (errorKind(error.code) === "owner of the bucket") return ["ownerNotice", "retry", ...last];
  return ["retry", ...last];
};

/** What asks for the value that mends this failure of a connection; null: none does. */
export const renewEvent = (error: AppError, connection: string): AppEvent | null => {
  if (lacksPassphrase(error)) return { type: "unlock" };
  if (error.code === "NotSetUp" && error.missing === "logToken")
    return { type: "setUp", goal: { type: "logToken", connection } };
  if (!isMendedByKeys(error.code)) return null;
  const isSecretOnly = error.code === "WrongSecret" || error.code === "NotSetUp";
  return { type: "setUp", goal: { type: isSecretOnly ? "secret" : "accessKey", connection } };
};

/** Whose transfer met the error that stopped the queue; of a queue that does not say, null where none in sight did. */
const stoppedConnection = ({ rows, trouble, troubleConnection }: QueueSnapshot): string | null =>
  troubleConnection ??
  rows.find(({ error }) => error?.code === trouble?.code)?.target.connection ??
  null;

/** What asks for the value that is wrong now: of the highlighted transfer, of the whole queue, or of a log server. */
export const renewInQueue = (
  snapshot: QueueSnapshot | null,
  highlighted: TransferView | null,
  active: string,
): AppEvent | null => {
  const own = highlighted?.error;
  const event = own && highlighted ? renewEvent(own, highlighted.target.connection) : null;
  if (event !== null || snapshot === null) return event ?? null;
  const { trouble, log } = snapshot;
  const stopped = trouble && renewEvent(trouble, stoppedConnection(snapshot) ?? active);
  if (stopped) return stopped;
  if (lacksPassphrase(log.trouble)) return { type: "unlock" };
  // One that `upload` named is no connection's, whose token would not be for it.
  const isLogToken =
    log.trouble !== null &&
    log.url === undefined &&
    (isTokenRefused(log.trouble) || log.trouble.code === "NotSetUp");
  return isLogToken
    ? { type: "setUp", goal: { type: "logToken", connection: log.connection ?? active } }
    : null;
};
