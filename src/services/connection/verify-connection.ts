import type { ConnectionCheck, ConnectionDraft } from "../../domain/connection-draft.ts";
import type { AppError, AppErrorCode } from "../../domain/errors.ts";
import { fail, ok, type Result } from "../../domain/result.ts";
import type { ObjectStore } from "../ports/object-store.ts";
import type { ConnectionDeps } from "./connection-deps.ts";
import { draftCredentials } from "./held-keys.ts";

// What the receiver's administrator can mend, so that they hear of it before the sender calls.
const refusals: ReadonlySet<AppErrorCode> = new Set([
  "InvalidAccessKey",
  "WrongSecret",
  "AccessDenied",
  "NoSuchBucket",
]);

const check = async (
  store: ObjectStore,
  { bucket, prefix, options }: ConnectionDraft,
  signal: AbortSignal,
): Promise<Result<ConnectionCheck, AppError>> => {
  const listed = await store.list({ bucket, prefix, maxKeys: 1, signal });
  if (!listed.ok) return listed;
  const write = await store.checkWrite({
    bucket,
    prefix,
    ...(options !== undefined && { options }),
    signal,
  });
  return write.ok ? ok({ write: write.value }) : write;
};

/**
 * Lists one key and proves the right to write; leaves nothing behind. Fails with what the store answered; a refusal
 * of key, right or bucket is told to the log as well. A null secret stands for the held one. Aborting rejects.
 */
export const verifyConnection = async (
  deps: Pick<ConnectionDeps, "openStore" | "secrets" | "profileCredentials" | "reportRefusal">,
  draft: ConnectionDraft,
  signal: AbortSignal,
): Promise<Result<ConnectionCheck, AppError>> => {
  const credentials = await draftCredentials(deps, draft);
  if (!credentials.ok) return credentials;
  const { region, endpoint, addressing, options: terms, logUrl, logToken } = draft;
  const address = { region, endpoint, addressing, terms };
  const store = await deps.openStore(address, credentials.value);
  try {
    const checked = await check(store, draft, signal);
    if (checked.ok || !refusals.has(checked.error.code)) return checked;
    const log = logUrl !== null && logToken !== null ? { url: logUrl, token: logToken } : null;
    deps.reportRefusal({
      connection: draft.name,
      bucket: draft.bucket,
      error: checked.error,
      log,
    });
    return fail(checked.error);
  } finally {
    store.close();
  }
};
