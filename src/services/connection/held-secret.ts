import type { CompleteDraft, ConnectionDraft } from "../../domain/connection-draft.ts";
import type { AppError } from "../../domain/errors.ts";
import { fail, ok, type Result } from "../../domain/result.ts";
import { secretAccount } from "../../domain/settings.ts";
import type { SecretStore } from "../ports/secret-store.ts";

/** The secret held for a connection. Fails with NotSetUp when there is none. */
export const readHeldSecret = async (
  secrets: SecretStore,
  connection: string,
): Promise<Result<string, AppError>> => {
  const secret = await secrets.read(secretAccount(connection));
  if (!secret.ok) return secret;
  return secret.value === null
    ? fail({ code: "NotSetUp", missing: "secret", name: connection })
    : ok(secret.value);
};

/** The draft with its secret: null stands for that held under its name. */
export const withHeldSecret = async (
  secrets: SecretStore,
  draft: ConnectionDraft,
): Promise<Result<CompleteDraft, AppError>> => {
  const { secretAccessKey } = draft;
  if (secretAccessKey !== null) return ok({ ...draft, secretAccessKey });
  const secret = await readHeldSecret(secrets, draft.name);
  return secret.ok ? ok({ ...draft, secretAccessKey: secret.value }) : secret;
};
