import { access } from "node:fs/promises";
import { isDeepStrictEqual } from "node:util";
import type { AppError } from "../../domain/errors.ts";
import { ok, type Result } from "../../domain/result.ts";
import { defaultPreferences, emptySettings, type Settings } from "../../domain/settings.ts";
import { logServerUrls } from "../../domain/log-servers.ts";
import { removeSaved } from "../../services/connection/remove-saved.ts";
import { askYes } from "../ask.ts";
import type { Command, CommandContext } from "../command-context.ts";
import { exitCodes } from "../../domain/exit-codes.ts";
import { openPlatform, type Platform } from "../../wiring/platform.ts";
import { attachToQueue } from "../../wiring/attach-to-queue.ts";
import { forwardSecretsTo } from "../../wiring/forward-secrets.ts";
import { resetCommandWords } from "../../words/commands/reset.ts";
import { savedFileWords } from "../../words/commands/saved-files.ts";
import { errorLines, sayError } from "../say-error.ts";

/** Settings that differ from those of a fresh computer. */
const hasOwnPreferences = ({ preferences }: Settings): boolean =>
  !isDeepStrictEqual(preferences, defaultPreferences);

const whatGoes = (settings: Settings, secretsFile: string | null): readonly string[] => [
  ...settings.connections.map(({ name, destinations }) => {
    const places = destinations.map(({ bucket, prefix }) => `${bucket}/${prefix}`).join(", ");
    return resetCommandWords.connection(name, places);
  }),
  ...logServerUrls(settings).map(resetCommandWords.logServer),
  ...(secretsFile === null ? [] : [resetCommandWords.secretsFile(secretsFile)]),
  ...(hasOwnPreferences(settings) ? [resetCommandWords.settings] : []),
];

/** The encrypted file that goes; null where there is none, or where files are not used. Needs no passphrase. */
const secretsFileOf = async ({ paths, secrets }: Platform): Promise<string | null> => {
  if (secrets.holder.kind === "session") return null;
  return access(paths.secretsFile).then(
    () => paths.secretsFile,
    () => null,
  );
};

/** The settings; unreadable ones are moved aside when the person chooses to start over. */
const loadOrSetAside = async (
  { settings }: Platform,
  isSure: boolean,
  context: CommandContext,
): Promise<Result<Settings | null, AppError>> => {
  const loaded = await settings.load();
  if (loaded.ok || loaded.error.code !== "StateUnreadable") return loaded;
  for (const line of errorLines(loaded.error)) context.say(line);
  if (!isSure && !(context.canAsk && (await askYes(resetCommandWords.startOver, context))))
    return loaded;
  const aside = await settings.setAside();
  if (!aside.ok) return aside;
  context.say(savedFileWords.renamed(aside.value));
  return ok(null);
};

/** A daemon that runs now forgets the secrets, too: what it has not begun to send will ask for them. */
const removeEverything = async (platform: Platform): Promise<Result<Settings, AppError>> => {
  const { settings, secrets, environment } = platform;
  const running = await attachToQueue(environment);
  const daemon = running.ok ? running.value : null;
  const forwarding = daemon ? forwardSecretsTo(daemon, secrets) : secrets;
  const removed = await removeSaved({ settings, secrets: forwarding }, { what: "everything" });
  await daemon?.refresh();
  daemon?.close();
  return removed;
};

/** `reset [--yes]`: forgets every connection, secret and the log server on this computer, after asking. */
export const reset: Command = async (line, context) => {
  const platform = openPlatform(context.environment);
  const isSure = line.flags.has("yes");
  const loaded = await loadOrSetAside(platform, isSure, context);
  if (!loaded.ok) return sayError(context, loaded.error);
  const going = whatGoes(loaded.value ?? emptySettings, await secretsFileOf(platform));
  if (!isSure) {
    context.say(going.length > 0 ? resetCommandWords.goes : resetCommandWords.nothing);
    for (const one of going) context.say(`  ${one}`);
    context.say(resetCommandWords.stays);
    if (going.length === 0) return exitCodes.done;
    if (!context.canAsk) {
      context.say(resetCommandWords.cannotAsk);
      return exitCodes.usage;
    }
    if (!(await askYes(resetCommandWords.question, context))) return exitCodes.done;
  }
  const removed = await removeEverything(platform);
  if (!removed.ok) return sayError(context, removed.error);
  context.out(
    going.length > 0 ? resetCommandWords.removed(going) : resetCommandWords.nothingRemoved,
  );
  return exitCodes.done;
};
