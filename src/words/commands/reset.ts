/** Sentences of `s3-sftp reset`. */
export const resetCommandWords = {
  connection: (name: string, places: string): string =>
    `connection ${name} with its secret access key (${places})`,
  logServer: (url: string): string => `log server ${url} with its token`,
  secretsFile: (file: string): string => `encrypted file with all secrets (${file})`,
  settings: "all settings, such as theme, sorting and speed limit",
  goes: "This will be removed:",
  nothing: "Nothing is stored here.",
  stays: "Files in buckets, the queue and the history are kept.",
  cannotAsk: "s3-sftp: cannot ask for confirmation here; use s3-sftp reset --yes",
  question: "Remove all of this?",
  startOver: "Rename it and start with new settings?",
  removed: (what: readonly string[]): string => `removed: ${what.join("; ")}`,
  nothingRemoved: "nothing to remove",
} as const;
