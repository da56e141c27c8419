import { nonEmpty } from "../domain/non-empty.ts";
import { ok, type Result } from "../domain/result.ts";
import type { AppError } from "../domain/errors.ts";
import { askSecret } from "./ask.ts";
import type { CommandContext } from "./command-context.ts";
import type { Platform } from "../wiring/platform.ts";
import { unlockCommandWords } from "../words/commands/unlock.ts";

const maxTries = 3;

/**
 * Opens the encrypted file, where there is one: with S3_SFTP_PASSPHRASE, else by asking on the terminal, three
 * times. Fails with SecretStoreUnavailable; ok where nothing has to be opened.
 */
export const unlockSecrets = async (
  { secrets, environment }: Platform,
  context: CommandContext,
): Promise<Result<void, AppError>> => {
  if (!(await secrets.isFileLocked())) return ok(undefined);
  const given = nonEmpty(environment["S3_SFTP_PASSPHRASE"]);
  if (given !== null) return secrets.unlock(given);
  // A command that needs the secret will report that it is locked; `upload` may not need it.
  if (!context.canAsk) return ok(undefined);
  for (let tries = 1; ; tries += 1) {
    const typed = await askSecret(unlockCommandWords.question, context);
    if (nonEmpty(typed) === null) return ok(undefined);
    const opened = await secrets.unlock(typed);
    if (opened.ok || tries === maxTries) return opened;
    context.say(unlockCommandWords.wrong);
  }
};
