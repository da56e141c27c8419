import { exitCodes } from "../../domain/exit-codes.ts";
import { completionWords } from "../../words/commands/completion.ts";
import type { Command } from "../command-context.ts";
import { shells } from "../command-table.ts";
import { bashCompletion } from "../completion/bash.ts";
import { fishCompletion } from "../completion/fish.ts";
import { powershellCompletion } from "../completion/powershell.ts";
import { zshCompletion } from "../completion/zsh.ts";
import { openPlatform } from "../../wiring/platform.ts";

const scripts: Readonly<Record<(typeof shells)[number], () => string>> = {
  bash: bashCompletion,
  zsh: zshCompletion,
  fish: fishCompletion,
  powershell: powershellCompletion,
};

/**
 * `completion SHELL`: a script for the shell's completion, from the table of commands. With `--connections` the names
 * of stored connections, for those scripts: nobody would see why there are none.
 */
export const completion: Command = async (line, context) => {
  if (line.flags.has("connections")) {
    const settings = await openPlatform(context.environment).settings.load();
    if (settings.ok) for (const { name } of settings.value.connections) context.out(name);
    return exitCodes.done;
  }
  const [typed = ""] = line.paths_;
  const shell = shells.find((known) => known === typed);
  if (shell === undefined) {
    context.say(completionWords.unknownShell(typed, shells));
    return exitCodes.usage;
  }
  context.out(scripts[shell]());
  return exitCodes.done;
};
