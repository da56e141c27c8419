import { safe } from "../safe.ts";

/** What is wrong with a command line. */
export const argumentWords = {
  unknownCommand: (command: string): string =>
    `unknown command "${safe(command)}"; see s3-sftp --help`,
  needs: (command: string | null, what: string | null): string => `${command} needs ${what}`,
  takesOnly: (command: string | null, what: string | null): string =>
    what === null
      ? `${command ?? "the terminal app"} takes no arguments`
      : `${command} takes only ${what}`,
  behindPath: (word: string): string =>
    `"${safe(word)}" comes after a path. Options go before the first path; a file with this name is ./${safe(word)}`,
  isFileToo: (word: string): string =>
    `"${safe(word)}" is an option and also a file here. Write ./${safe(word)} for the file, or -- between options and paths`,
  /** A sentence of Node's, which quotes what was typed. */
  listOptions: (command: string | null, problem: string): string =>
    `${safe(problem)}\n  s3-sftp ${command === null ? "" : `${command} `}--help lists the options`,
} as const;
