import { nonEmpty } from "../../domain/non-empty.ts";
import type { ConnectionDraft } from "../../domain/connection-draft.ts";
import type { AppError } from "../../domain/errors.ts";
import { ok, type Result } from "../../domain/result.ts";
import type { ConnectionDeps } from "./connection-deps.ts";
import { draftCredentials } from "./held-keys.ts";

// Signed for the oldest region, S3 answers with the bucket's own.
const askedRegion = "us-east-1";

/**
 * The region that the store names for the bucket; null when it does not say. Fails with what else the store
 * answered; the log server is not told of it. Aborting rejects.
 */
export const findRegion = async (
  deps: Pick<ConnectionDeps, "openStore" | "secrets" | "profileCredentials">,
  draft: ConnectionDraft,
  signal: AbortSignal,
): Promise<Result<string | null, AppError>> => {
  const credentials = await draftCredentials(deps, draft);
  if (!credentials.ok) return credentials;
  const { endpoint, bucket, prefix, addressing, options: terms } = draft;
  const region = nonEmpty(draft.region) ?? askedRegion;
  const store = await deps.openStore({ region, endpoint, addressing, terms }, credentials.value);
  try {
    const listed = await store.list({ bucket, prefix, maxKeys: 1, signal });
    if (listed.ok) return ok(region);
    if (listed.error.code !== "WrongRegion") return listed;
    return ok(listed.error.is);
  } finally {
    store.close();
  }
};
