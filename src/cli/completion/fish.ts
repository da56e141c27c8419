import type { OptionSpec } from "../command-spec.ts";
import { appOptions, helpOption, listConnections, namedCommands } from "./completion-table.ts";

const quoted = (text: string): string => `'${text.replace(/[\\']/g, "\\$&")}'`;

/** What follows the option; `-x` offers no files. */
const valueOf = ({ value, choices, completes }: OptionSpec): string => {
  if (value === undefined) return "";
  if (choices !== undefined) return ` -x -a ${quoted(choices.join(" "))}`;
  if (completes === "connections") return ` -x -a '(${listConnections})'`;
  if (completes === "folders") return " -x -a '(__fish_complete_directories)'";
  return completes === "files" ? " -r -F" : " -x";
};

const optionLine = (condition: string, option: OptionSpec): string => {
  const { name, short, words } = option;
  const letter = short === undefined ? "" : ` -s ${short}`;
  return `complete -c s3-sftp -n '${condition}' -l ${name}${letter} -d ${quoted(words)}${valueOf(option)}`;
};

const seen = (command: string): string => `__fish_seen_subcommand_from ${command}`;

/** Completion for fish. */
export const fishCompletion = (): string =>
  [
    ...namedCommands.map(
      ({ command, words }) =>
        `complete -c s3-sftp -n __fish_use_subcommand -a ${command} -d ${quoted(words)}`,
    ),
    ...appOptions.map((option) => optionLine("__fish_use_subcommand", option)),
    ...namedCommands.flatMap(({ command, options, choices }) => [
      ...[...options, helpOption].map((option) => optionLine(seen(command), option)),
      ...(choices === undefined
        ? []
        : [`complete -c s3-sftp -n '${seen(command)}' -f -a ${quoted(choices.join(" "))}`]),
    ]),
  ].join("\n");
