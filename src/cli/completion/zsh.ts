import type { Completes, OptionSpec } from "../command-spec.ts";
import {
  appOptions,
  helpOption,
  listConnections,
  namedCommands,
  type NamedCommand,
} from "./completion-table.ts";

const plain = (text: string): string => text.replace(/['[\]:\\]/g, " ");

/** A description: within brackets, or behind the first colon, a colon is text. */
const explained = (text: string): string =>
  text.replace(/[\\[\]]/g, "\\$&").replaceAll("'", String.raw`'\''`);

const actions: Readonly<Record<Completes, string>> = {
  connections: "_s3_sftp_connections",
  files: "_files",
  folders: "_files -/",
};

/** What completes a value or a word. */
interface Completed {
  readonly choices?: readonly string[] | undefined;
  readonly completes?: Completes | undefined;
}

const actionOf = ({ choices, completes }: Completed): string => {
  if (choices !== undefined) return `(${choices.join(" ")})`;
  return completes === undefined ? "" : actions[completes];
};

const optionArguments = (option: OptionSpec): readonly string[] => {
  const { name, short, value, words, isMultiple } = option;
  const argument = value === undefined ? "" : `:${plain(value)}:${actionOf(option)}`;
  const spec = (flag: string) =>
    `'${isMultiple === true ? "*" : ""}${flag}[${explained(words)}]${argument}'`;
  // The value may follow as a word of its own, or behind an equals sign.
  const long = spec(value === undefined ? `--${name}` : `--${name}=`);
  return short === undefined ? [long] : [long, spec(`-${short}`)];
};

const commandCase = ({ command, options, choices, completes = "files" }: NamedCommand): string => {
  const all = [...options, helpOption].flatMap(optionArguments).join(" ");
  return `    ${command}) _arguments ${all} '*:argument:${actionOf({ choices, completes })}' ;;`;
};

const described = namedCommands.map(({ command, words }) => `'${command}:${explained(words)}'`);

/** Completion for zsh: sourced, or as a file of `fpath`, which zsh calls the first time as the function itself. */
export const zshCompletion = (): string => `#compdef s3-sftp
_s3_sftp_connections() {
  local -a names
  names=("\${(@f)$(${listConnections})}")
  compadd -a names
}
_s3_sftp() {
  local -a commands
  commands=(${described.join(" ")})
  if (( CURRENT == 2 )) && [[ $words[2] != -* ]]; then
    _describe command commands || _files
    return
  fi
  case $words[2] in
${namedCommands.map(commandCase).join("\n")}
    *) _arguments ${appOptions.flatMap(optionArguments).join(" ")} '*:path:_files' ;;
  esac
}
if [[ $funcstack[1] == _s3-sftp ]]; then
  _s3_sftp "$@"
else
  compdef _s3_sftp s3-sftp
fi`;
