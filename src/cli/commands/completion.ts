import type { CommandLine } from "../args.ts";
import type { CommandContext } from "../command-context.ts";
import { exitCodes, type ExitCode } from "../../domain/exit-codes.ts";
import { commandTable, type OptionSpec, type CommandSpec } from "../command-table.ts";

const commands = commandTable.filter(({ command }) => command !== null);
const names = (options: readonly OptionSpec[]) => options.map(({ name }) => `--${name}`).join(" ");
const appOptions = commandTable.find(({ command }) => command === null)?.options ?? [];

const bashCase = ({ command, options }: CommandSpec) =>
  `    ${command}) options="${names(options)}" ;;`;

const bash = () => `_s3_sftp() {
  local word=\${COMP_WORDS[COMP_CWORD]} before=\${COMP_WORDS[COMP_CWORD-1]} options
  case $before in
    --conflict) COMPREPLY=($(compgen -W "skip rename replace" -- "$word")); return ;;
    --start) COMPREPLY=($(compgen -d -- "$word")); return ;;
  esac
  case \${COMP_WORDS[1]} in
${commands.map(bashCase).join("\n")}
    *) options="${names(appOptions)} --version --help" ;;
  esac
  if [[ $word == -* ]]; then
    COMPREPLY=($(compgen -W "$options --help" -- "$word"))
  elif [[ $COMP_CWORD == 1 ]]; then
    COMPREPLY=($(compgen -W "${commands.map(({ command }) => command).join(" ")}" -- "$word"))
  else
    COMPREPLY=($(compgen -f -- "$word"))
  fi
}
complete -o filenames -F _s3_sftp s3-sftp`;

const zshWords = (text: string) => text.replace(/['[\]:\\]/g, " ");

const zshOption = ({ name, value, words, choices }: OptionSpec) => {
  const argument =
    value === undefined ? "" : `:${value}:${choices ? `(${choices.join(" ")})` : ""}`;
  return `'--${name}[${zshWords(words)}]${argument}'`;
};

const zshCase = ({ command, options }: CommandSpec) =>
  `    ${command}) _arguments ${options.map(zshOption).join(" ")} '*:file:_files' ;;`;

const zsh = () => `#compdef s3-sftp
_s3_sftp() {
  local -a verbs=(${commands.map(({ command, words }) => `'${command}:${zshWords(words)}'`).join(" ")})
  if (( CURRENT == 2 )) && [[ $words[2] != -* ]]; then
    _describe command verbs
    return
  fi
  local verb=$words[2]
  case $verb in
${commands.map(zshCase).join("\n")}
    *) _arguments ${appOptions.map(zshOption).join(" ")} ;;
  esac
}
compdef _s3_sftp s3-sftp`;

const fishWords = (text: string) => text.replace(/'/g, "\\'");

const fishOption = (condition: string, { name, value, words, choices }: OptionSpec) =>
  `complete -c s3-sftp -n '${condition}' -l ${name} -d '${fishWords(words)}'${value === undefined ? "" : " -r"}${
    choices ? ` -a '${choices.join(" ")}'` : ""
  }`;

const fish = () =>
  [
    ...commands.map(
      ({ command, words }) =>
        `complete -c s3-sftp -n __fish_use_subcommand -a ${command} -d '${fishWords(words)}'`,
    ),
    ...appOptions.map((option) => fishOption("__fish_use_subcommand", option)),
    ...commands.flatMap(({ command, options }) =>
      options.map((option) => fishOption(`__fish_seen_subcommand_from ${command}`, option)),
    ),
  ].join("\n");

const shells: Readonly<Record<string, () => string>> = { bash, zsh, fish };

/** `completion SHELL`: a script for the shell's completion, from the table of commands. */
export const completion = async (line: CommandLine, context: CommandContext): Promise<ExitCode> => {
  const script = shells[line.paths_[0] ?? ""];
  if (!script) {
    context.say(`s3-sftp: completion supports ${Object.keys(shells).join(", ")}`);
    return exitCodes.usage;
  }
  context.out(script());
  return exitCodes.done;
};
