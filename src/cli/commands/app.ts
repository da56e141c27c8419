import { statSync } from "node:fs";
import path from "node:path";
import type { AppStart } from "../../tui/app-start.ts";
import { isUtf8Locale } from "../../domain/locale.ts";
import type { CommandLine } from "../args.ts";
import type { Command, CommandContext } from "../command-context.ts";
import { openApp, wantsPlainText } from "../open-app.ts";
import { sayError } from "../say-error.ts";
import { openPlatform, type Platform } from "../../wiring/platform.ts";

type StartPlace = Pick<AppStart, "startFolder" | "startName">;

/** Where the app opens: a folder, or the folder of a file with that file highlighted. Null: there is no such path. */
const startPlace = (line: CommandLine, folder: string): StartPlace | null => {
  const [word] = line.paths_;
  const startFolder = path.resolve(folder, line.values.get("start") ?? ".");
  if (word === undefined) return { startFolder };
  const at = path.resolve(startFolder, word);
  const found = statSync(at, { throwIfNoEntry: false });
  if (!found) return null;
  return found.isDirectory()
    ? { startFolder: at }
    : { startFolder: path.dirname(at), startName: path.basename(at) };
};

/** As the person asked for it now, or in the settings. Settings that cannot be read are said in the app. */
const isPlainText = async (
  { flags }: CommandLine,
  { environment }: CommandContext,
  { settings }: Platform,
): Promise<boolean> => {
  if (flags.has("accessible") || wantsPlainText(environment)) return true;
  const stored = await settings.load();
  return stored.ok && stored.value.preferences.plainText;
};

const open = async (line: CommandLine, context: CommandContext, startAt: "files" | "setup") => {
  const place = startPlace(line, context.folder);
  if (place === null) {
    const [at = ""] = line.paths_;
    return sayError(context, { code: "FileVanished", path: at });
  }
  const receipts = line.values.get("receipts");
  const platform = openPlatform(context.environment);
  return openApp(
    {
      ...place,
      ...(receipts === undefined ? {} : { receiptsFolder: path.resolve(context.folder, receipts) }),
      connection: line.values.get("connection"),
      startAt,
      isAscii: line.flags.has("ascii") || !isUtf8Locale(context.environment),
      isPlainText: await isPlainText(line, context, platform),
    },
    platform,
    context,
  );
};

/** Without a verb: the terminal app. */
export const app: Command = (line, context) => open(line, context, "files");

/** `setup`: the terminal app at the first question, also when there is a connection. */
export const setup: Command = (line, context) => open(line, context, "setup");
