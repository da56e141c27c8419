import type { OptionSpec } from "../command-spec.ts";
import {
  appOptions,
  helpOption,
  listConnections,
  namedCommands,
  valueOptions,
  type NamedCommand,
} from "./completion-table.ts";

/** Words apart by line ends: names may have spaces in them. */
const wordList = (words: readonly string[]): string => `$'${words.join("\\n")}'`;

const names = (options: readonly OptionSpec[]): readonly string[] =>
  options.flatMap(({ name, short }) =>
    short === undefined ? [`--${name}`] : [`--${name}`, `-${short}`],
  );

const generator = ({ choices, completes }: OptionSpec): string => {
  if (choices !== undefined) return `-W ${wordList(choices)}`;
  if (completes === "connections") return `-W "$(${listConnections})"`;
  return completes === "folders" ? "-d" : "-f";
};

const valueCase = (option: OptionSpec): string =>
  `    --${option.name}) COMPREPLY=($(compgen ${generator(option)} -- "$word")); return ;;`;

const optionCase = ({ command, options }: NamedCommand): string =>
  `    ${command}) options=${wordList(names([...options, helpOption]))} ;;`;

const choiceCase = ({ command, choices = [] }: NamedCommand): string =>
  `    ${command}) COMPREPLY=($(compgen -W ${wordList(choices)} -- "$word")); return ;;`;

/** Completion for bash 3.2 and newer, whose readline takes `--name=value` apart into three words. */
export const bashCompletion = (): string => `_s3_sftp() {
  local IFS=$'\\n'
  local word=\${COMP_WORDS[COMP_CWORD]} before=\${COMP_WORDS[COMP_CWORD-1]} options
  if [[ $word == = ]]; then
    word=
  elif [[ $before == = ]]; then
    before=\${COMP_WORDS[COMP_CWORD-2]}
  fi
  case $before in
${valueOptions.map(valueCase).join("\n")}
  esac
  case \${COMP_WORDS[1]} in
${namedCommands.map(optionCase).join("\n")}
    *) options=${wordList(names(appOptions))} ;;
  esac
  if [[ $word == -* ]]; then
    COMPREPLY=($(compgen -W "$options" -- "$word"))
    return
  fi
  if [[ $COMP_CWORD == 1 ]]; then
    COMPREPLY=($(compgen -W ${wordList(namedCommands.map(({ command }) => command))} -- "$word"))
    [[ -n $word && \${#COMPREPLY[@]} == 0 ]] || return
  fi
  case \${COMP_WORDS[1]} in
${namedCommands
  .filter(({ choices }) => choices !== undefined)
  .map(choiceCase)
  .join("\n")}
  esac
  COMPREPLY=($(compgen -f -- "$word"))
}
complete -o filenames -F _s3_sftp s3-sftp`;
