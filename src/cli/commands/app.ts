import path from "node:path";
import { isUtf8Locale } from "../../domain/locale.ts";
import type { CommandLine } from "../args.ts";
import type { Command, CommandContext } from "../command-context.ts";
import { openApp, wantsPlainText } from "../open-app.ts";
import { openPlatform } from "../../wiring/platform.ts";

const open = (line: CommandLine, context: CommandContext, startAt: "files" | "setup") =>
  openApp(
    {
      startFolder: path.resolve(context.folder, line.values.get("start") ?? "."),
      connection: line.values.get("connection"),
      startAt,
      isAscii: line.flags.has("ascii") || !isUtf8Locale(context.environment),
      isPlainText: line.flags.has("accessible") || wantsPlainText(context.environment),
    },
    openPlatform(context.environment),
    context,
  );

/** Without a verb: the terminal app. */
export const app: Command = (line, context) => open(line, context, "files");

/** `setup`: the terminal app at the first question, also when there is a connection. */
export const setup: Command = (line, context) => open(line, context, "setup");
