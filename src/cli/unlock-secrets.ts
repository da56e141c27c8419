import { nonEmpty } from "../domain/non-empty.ts";
import { ok, type Result } from "../domain/result.ts";
import { lacksPassphrase } from "../domain/retry.ts";
import type { AppError } from "../domain/errors.ts";
import { askSecret } from "./ask.ts";
import type { CommandContext } from "./command-context.ts";
import type { Platform } from "../wiring/platform.ts";
import { unlockCommandWords } from "../words/commands/unlock.ts";

const maxTries = 3;

/** True when one of these secrets cannot be read before the encrypted file is opened. */
const isLockedFor = async (
  { secrets }: Platform,
  accounts: readonly string[],
): Promise<boolean> => {
  if (!(await secrets.isFileLocked())) return false;
  for (const account of accounts) {
    const found = await secrets.read(account);
    if (!found.ok && lacksPassphrase(found.error)) return true;
  }
  return false;
};

/**
 * Opens the encrypted file, where one of these secrets is in it: with S3_SFTP_PASSPHRASE, else by asking on the
 * terminal, three times. Fails with SecretStoreUnavailable; ok where nothing has to be opened.
 */
export const unlockSecrets = async (
  platform: Platform,
  context: CommandContext,
  accounts: readonly string[],
): Promise<Result<void, AppError>> => {
  if (!(await isLockedFor(platform, accounts))) return ok(undefined);
  const { secrets, environment } = platform;
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
