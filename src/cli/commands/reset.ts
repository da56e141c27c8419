import type { AppError } from "../../domain/errors.ts";
import { ok, type Result } from "../../domain/result.ts";
import type { Settings } from "../../domain/settings.ts";
import { createToldSecrets } from "../../services/adapters/socket/told-secrets.ts";
import { forget } from "../../services/connection/forget.ts";
import { askYes } from "../ask.ts";
import type { Command, CommandContext } from "../command-context.ts";
import { exitCodes } from "../../domain/exit-codes.ts";
import { openPlatform, type Platform } from "../platform.ts";
import { openRunningDesk } from "../running-desk.ts";
import { errorLines, sayError } from "../say-error.ts";

const whatGoes = ({ connections, logUrl }: Settings): readonly string[] => [
  ...connections.map(({ name, destinations }) => {
    const places = destinations.map(({ bucket, prefix }) => `${bucket}/${prefix}`).join(", ");
    return `connection ${name} with its secret access key (${places})`;
  }),
  ...(logUrl === null ? [] : [`log server ${logUrl} with its token`]),
];

/** The settings; unreadable ones are moved aside when the person chooses to start over. */
const loadOrSetAside = async (
  { settings }: Platform,
  isSure: boolean,
  context: CommandContext,
): Promise<Result<Settings | null, AppError>> => {
  const loaded = await settings.load();
  if (loaded.ok || loaded.error.code !== "StateUnreadable") return loaded;
  for (const line of errorLines(loaded.error)) context.say(line);
  const question = "Rename it and start with new settings?";
  if (!isSure && !(context.canAsk && (await askYes(question, context)))) return loaded;
  const aside = await settings.setAside();
  if (!aside.ok) return aside;
  context.say(`Renamed to ${aside.value}`);
  return ok(null);
};

/** A worker that runs now forgets the secrets, too: what it has not begun to send will ask for them. */
const forgetEverything = async (platform: Platform): Promise<Result<Settings, AppError>> => {
  const { settings, secrets, environment } = platform;
  const running = await openRunningDesk(environment);
  const worker = running.ok ? running.value : null;
  const told = worker ? createToldSecrets(secrets, worker) : secrets;
  const forgotten = await forget({ settings, secrets: told }, { what: "everything" });
  await worker?.refresh();
  worker?.close();
  return forgotten;
};

/** `reset [--yes]`: forgets every connection, secret and the log server on this computer, after asking. */
export const reset: Command = async (line, context) => {
  const platform = openPlatform(context.environment);
  const isSure = line.flags.has("yes");
  const loaded = await loadOrSetAside(platform, isSure, context);
  if (!loaded.ok) return sayError(context, loaded.error);
  const going = loaded.value === null ? [] : whatGoes(loaded.value);
  if (!isSure) {
    context.say(going.length > 0 ? "This will be removed:" : "No connection is stored here.");
    for (const one of going) context.say(`  ${one}`);
    context.say("Files in buckets, the queue and the history are kept.");
    if (!context.canAsk) {
      context.say("s3-sftp: cannot ask for confirmation here; use s3-sftp reset --yes");
      return exitCodes.usage;
    }
    if (!(await askYes("Remove all of this?", context))) return exitCodes.done;
  }
  const forgotten = await forgetEverything(platform);
  if (!forgotten.ok) return sayError(context, forgotten.error);
  context.out(going.length > 0 ? `removed: ${going.join("; ")}` : "nothing to remove");
  return exitCodes.done;
};
