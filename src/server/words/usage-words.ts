import { didYouMean } from "./did-you-mean.ts";

/** What is said of a command line that is wrong. */
export const usageWords = {
  unknownOption: (option: string, nearest: readonly string[]): string =>
    `unknown option ${option}${didYouMean(nearest, "--")}`,
  needsValue: (option: string): string => `${option} needs a value`,
  emptyValue: (option: string): string =>
    `${option} is empty\n  leave the option out, or give it a value`,
  noValue: (option: string): string => `${option} takes no value`,
  unknownCommand: (command: string, nearest: readonly string[]): string =>
    `unknown command ${command}${didYouMean(nearest)}`,
  /** Of "token lst": the commands that begin so. */
  unknownVerb: (command: string, verb: string | null, known: readonly string[]): string =>
    verb === null
      ? `${command} needs a second word\n  there are: ${known.join(", ")}`
      : `unknown command ${command} ${verb}\n  there are: ${known.join(", ")}`,
  unexpected: (command: string, word: string): string => `${command} does not take "${word}"`,
  needsName: (command: string): string => `${command} needs a NAME`,
  notBoth: (one: string, other: string): string => `give ${one} or ${other}, not both`,
  needsInvite: (option: string): string => `${option} is for an invite: add --invite`,
  belongsTo: (option: string, command: string): string => `${option} belongs to ${command}`,
  /** Below each of them. */
  seeHelp: (topic: string | null): string =>
    topic === null
      ? "s3-sftp-log-server --help lists commands and options"
      : `s3-sftp-log-server ${topic} --help lists its options`,
} as const;
