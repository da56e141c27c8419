import { cutEnd } from "../../domain/display-name.ts";
import type { AppErrorOf, DaemonUnavailableReason } from "../../domain/errors.ts";
import { type ErrorSentences, type SentenceTable, who } from "./error-sentences.ts";
import { inputFieldWords } from "./input-fields.ts";
import { safe } from "../safe.ts";

const stateProblems: Readonly<Record<AppErrorOf<"StateUnreadable">["reason"], string>> = {
  corrupt: "is damaged, so it is not used",
  newer: "was written by a newer version of s3-sftp, so it is not used",
  permission: "cannot be read or written (no permission, or a read-only disk)",
  "disk error": "cannot be read: the disk reports an error",
  "not private": "belongs to another user, or other users can write to it, so it is not used",
};

const stateAdvice: Readonly<Partial<Record<AppErrorOf<"StateUnreadable">["reason"], string>>> = {
  newer: "Use the newer s3-sftp, or continue with a new file: the old one is renamed and kept.",
  "not private":
    "Make the file and its folder yours alone (chown, chmod 700 and 600), or set S3_SFTP_HOME to another folder.",
};

type SecretProblem = AppErrorOf<"SecretStoreUnavailable">["why"];
const secretProblems: Readonly<Record<SecretProblem, Pick<ErrorSentences, "happened" | "next">>> = {
  missing: {
    happened: "This computer has no keychain to read the secret from.",
    next: "Start s3-sftp in a terminal. Set a passphrase to keep secrets in an encrypted file, or enter the secret each time.",
  },
  locked: {
    happened: "This computer's keychain is locked.",
    next: "Unlock it (log in to the desktop, or run `gnome-keyring-daemon --unlock`), then try again.",
  },
  refused: {
    happened: "This computer's keychain refused access to the secret.",
    next: "Allow s3-sftp to use the keychain when it asks, and try again.",
  },
  "no passphrase": {
    happened: "The encrypted file with your secrets is still locked.",
    next: "Enter its passphrase in s3-sftp (n in the queue); uploads then continue. Scripts can set S3_SFTP_PASSPHRASE.",
  },
  "wrong passphrase": {
    happened: "This passphrase does not unlock the encrypted file.",
    next: "Try again. If you lost it, run `s3-sftp reset` (removes all connections and settings) and set up again.",
  },
};

type Missing = AppErrorOf<"NotSetUp">["missing"];
const setUp = "Run `s3-sftp setup`.";
const missingWords: Readonly<
  Record<
    Missing | "named connection" | "token for this server",
    Pick<ErrorSentences, "happened" | "next">
  >
> = {
  connection: { happened: "No connection is set up yet.", next: setUp },
  "named connection": {
    happened: "There is no connection with this name.",
    next: `${setUp} Queued files resume once a connection has this name again. Other files can use another connection.`,
  },
  secret: {
    happened: "The secret for this connection is not stored on this computer.",
    next: setUp,
  },
  logToken: {
    happened: "The log server token is not stored on this computer.",
    next: "Press c, then l in the app to enter it, or set S3_SFTP_LOG_TOKEN. Uploads still work.",
  },
  "token for this server": {
    happened: "The stored log server token is for another log server.",
    next: "Set S3_SFTP_LOG_TOKEN to the token of this one. Uploads still work.",
  },
  bucket: {
    happened: "No bucket was given.",
    next: "Add --bucket, or set up a connection with `s3-sftp setup`.",
  },
};

const missingOf = (missing: Missing, name: string | undefined): keyof typeof missingWords => {
  if (name === undefined) return missing;
  if (missing === "logToken") return "token for this server";
  return missing === "connection" ? "named connection" : missing;
};

/** Those among which a command line that named one chooses; absent: a file in the queue names it. */
const storedWords = (stored?: readonly string[]): Partial<Pick<ErrorSentences, "next">> => {
  if (stored === undefined) return {};
  if (stored.length === 0) return { next: `None is stored. ${setUp}` };
  return {
    next: `Name one that is stored: ${stored.map(safe).join(", ")}. Or run \`s3-sftp setup\`.`,
  };
};

/** Why there is no daemon, and what follows for the uploads. */
const hereOnly = "Uploads run only while this window is open";
const keepOpen =
  "Keep the window open, for example in tmux. Interrupted uploads can be resumed at the next start.";

/** The consequence first: a narrow line may cut the reason. */
const daemonProblems: Readonly<
  Record<DaemonUnavailableReason, Pick<ErrorSentences, "happened" | "next">>
> = {
  "unsafe folder": {
    happened: `${hereOnly}: other users can write to the background uploader's folder.`,
    next: `Make that folder private (chmod 700), then restart s3-sftp. ${keepOpen}`,
  },
  "no socket": {
    happened: `${hereOnly}: the background uploader cannot create its socket.`,
    next: keepOpen,
  },
  "not started": {
    happened: `${hereOnly}: the background uploader did not start.`,
    next: keepOpen,
  },
  "killed at logout": {
    happened: `${hereOnly}: this computer stops your programs when you log out.`,
    // It stops tmux and screen as well: logind.conf(5), KillUserProcesses.
    next: "Stay logged in until uploads finish, or ask IT for `loginctl enable-linger` and systemd-run. Interrupted uploads can be resumed at the next start.",
  },
  "newer worker": {
    happened: `${hereOnly}: a newer s3-sftp is already running.`,
    next: "Start the newer s3-sftp to see its uploads.",
  },
  replaced: {
    happened: "A newer s3-sftp has taken over the uploads.",
    next: "Use the newer s3-sftp to see them.",
  },
  "older worker": {
    happened: "The background uploader belongs to an older s3-sftp.",
    next: "Start s3-sftp: it takes over the uploads.",
  },
  // Said of a crash and of an orderly change to another version: which of them is not known yet.
  lost: {
    happened: "The connection to the background uploader was lost. Reconnecting.",
    next: "Wait a moment. Uploads resume where they stopped.",
  },
  // `s3-sftp status` says this, too.
  silent: {
    happened: "The background uploader is not responding.",
    next: "Wait a moment, then try again.",
  },
};

type Given = NonNullable<AppErrorOf<"InvalidInput">["given"]>;

/** An option as it was typed: `--limit "fast"`. */
const givenWords = ({ option, value }: Given): string =>
  value ? `${option} "${cutEnd(safe(value), maxGiven, count)}"` : option;

const nextWords = (given: Given | undefined): string => {
  if (given === undefined) return "Correct it and continue.";
  return given.next === undefined ? "Correct it and run the command again." : `${given.next}.`;
};

/** Who has typed more knows what it was. */
const maxGiven = 60;
const count = (text: string): number => text.length;

/** Typing, disk, keychain: what is wrong on this computer. */
export const computerErrors: SentenceTable<
  | "InvalidInput"
  | "DiskFull"
  | "DiskFault"
  | "StateUnreadable"
  | "SecretStoreUnavailable"
  | "NotSetUp"
  | "WorkerUnavailable"
> = {
  InvalidInput: ({ field, problem, given }) => ({
    happened: `${given === undefined ? `The ${inputFieldWords[field]}` : givenWords(given)} ${safe(problem)}.`,
    subject: given === undefined ? `the ${inputFieldWords[field]}` : null,
    next: nextWords(given),
    who: who.you,
  }),
  DiskFull: ({ path }) => ({
    happened: "The disk is full, so s3-sftp cannot save to it.",
    subject: safe(path),
    next: "Free up disk space, then retry. Delivered files are not affected.",
    who: who.you,
  }),
  DiskFault: ({ path }) => ({
    happened: "The disk reports an error, so s3-sftp cannot use it.",
    subject: safe(path),
    next: "Check the disk (`dmesg` may say more), then retry. Delivered files are not affected.",
    who: who.you,
  }),
  StateUnreadable: ({ file, reason }) => ({
    happened: `An s3-sftp file ${stateProblems[reason]}.`,
    subject: safe(file),
    next:
      stateAdvice[reason] ??
      "The file was not changed. Continue with a new one, or repair it and restart s3-sftp.",
    who: who.you,
  }),
  SecretStoreUnavailable: ({ why }) => ({
    ...secretProblems[why],
    subject: "secret storage",
    who: who.you,
  }),
  NotSetUp: ({ missing, name, stored }) => ({
    ...missingWords[missingOf(missing, name)],
    ...storedWords(stored),
    subject: name === undefined ? "" : safe(name),
    who: who.you,
  }),
  WorkerUnavailable: ({ why, detail }) => ({
    ...daemonProblems[why],
    subject: detail === undefined ? "" : safe(detail),
    who: who.you,
  }),
};
