import { safe } from "../safe.ts";

/** What is wrong with a command line. */
export const argumentWords = {
  unknownCommand: (command: string, nearest: string | null): string =>
    nearest === null
      ? `unknown command "${safe(command)}"; see s3-sftp --help`
      : `unknown command "${safe(command)}". Did you mean ${nearest}? See s3-sftp --help`,
  unknownOption: (command: string | null, option: string, nearest: string | null): string => {
    const unknown = `${command ?? "the terminal app"} has no option ${safe(option)}`;
    return nearest === null ? unknown : `${unknown}\n  Did you mean --${nearest}?`;
  },
  needsValue: (option: string, what: string): string =>
    `${option} needs a value: ${option} ${what}`,
  takesNoValue: (option: string, value: string): string =>
    `${option} takes no value, but has "${safe(value)}"`,
  emptyValue: (option: string): string =>
    `${option} is empty\n  Leave the option out, or give it a value`,
  valueLikeOption: (option: string, what: string, value: string): string =>
    `${option} needs a value (${what})\n  "${safe(value)}" looks like an option. If it is the value, write\n  ${option}=${safe(value)}`,
  givenTwice: (option: string, one: string, other: string): string =>
    `${option} is given twice\n  Give it once: "${safe(one)}" or "${safe(other)}"`,
  notTogether: (one: string, other: string): string => `${one} and ${other} exclude each other`,
  needs: (command: string | null, what: string | null): string => `${command} needs ${what}`,
  takesOnly: (command: string | null, what: string | null): string =>
    what === null
      ? `${command ?? "the terminal app"} takes no arguments`
      : `${command} takes only ${what}`,
  behindPath: (word: string): string =>
    `"${safe(word)}" comes after a path\n  Options go before the first path; a file with this name is ./${safe(word)}`,
  isFileToo: (word: string): string =>
    `"${safe(word)}" is an option and also a file here\n  Write ./${safe(word)} for the file, or -- between options and paths`,
  separatorIsFile:
    '"--" ends the options, and a file here is called so, too\n  Write -- * for all files here, or ./NAME for those that you mean',
  /** A sentence of those above. */
  listOptions: (command: string | null, problem: string): string =>
    `${problem}\n  s3-sftp ${command === null ? "" : `${command} `}--help lists the options`,
} as const;
