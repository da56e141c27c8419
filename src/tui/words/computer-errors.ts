import type { AppErrorOf, WorkerAbsence } from "../../domain/errors.ts";
import { type ErrorSentences, type SentenceTable, who } from "./error-sentences.ts";
import { inputFieldWords } from "./input-fields.ts";
import { safe } from "./safe.ts";

const stateProblems: Readonly<Record<AppErrorOf<"StateUnreadable">["reason"], string>> = {
  corrupt: "is damaged, so it is not used",
  newer: "was written by a newer version of s3-sftp, so it is not used",
  permission: "may not be read by your user",
};

type SecretProblem = AppErrorOf<"SecretStoreUnavailable">["why"];
const secretProblems: Readonly<Record<SecretProblem, Pick<ErrorSentences, "happened" | "next">>> = {
  missing: {
    happened: "There is no keychain on this computer, so the secret cannot be read.",
    next: "Start s3-sftp on a terminal and choose a passphrase for an encrypted file, or enter the secret for this session.",
  },
  locked: {
    happened: "This computer's keychain is locked.",
    next: "Unlock it (log in to the desktop, or `gnome-keyring-daemon --unlock`), and try again.",
  },
  refused: {
    happened: "This computer's keychain did not give the secret out.",
    next: "Allow s3-sftp to use the keychain when it asks, and try again.",
  },
  "no passphrase": {
    happened: "The secrets are in an encrypted file, which was not opened yet.",
    next: "Start s3-sftp anew on a terminal, type the passphrase when it asks, then retry. A script gives it in S3_SFTP_PASSPHRASE.",
  },
  "wrong passphrase": {
    happened: "This passphrase does not open the encrypted file.",
    next: "Type it again. If it is lost, forget the secret with `s3-sftp reset`, and set it up anew.",
  },
};

type Missing = AppErrorOf<"NotSetUp">["missing"];
const setUp = "Run `s3-sftp setup` and answer its questions.";
const missingWords: Readonly<
  Record<Missing | "named connection", Pick<ErrorSentences, "happened" | "next">>
> = {
  connection: { happened: "There is no connection yet.", next: setUp },
  "named connection": {
    happened: "There is no connection of this name.",
    next: `${setUp} What waits for this connection goes on when it has this name again; other files can go to another one.`,
  },
  secret: { happened: "The secret of this connection is not on this computer.", next: setUp },
  bucket: {
    happened: "It is not said which bucket to send to.",
    next: "Name it with --bucket, or set up a connection with `s3-sftp setup`.",
  },
};

/** Why there is no worker, and what follows for the uploads. */
const hereOnly = "Uploads go on only while this window is open";
const keepOpen =
  "Keep the window open, for example in tmux. What is interrupted goes on at the next start.";

/** The consequence first: a narrow line may cut the reason. */
const workerProblems: Readonly<Record<WorkerAbsence, Pick<ErrorSentences, "happened" | "next">>> = {
  "unsafe folder": {
    happened: `${hereOnly}: others may write the folder of the worker's socket.`,
    next: `Close that folder to others (chmod 700), and start again. ${keepOpen}`,
  },
  "no socket": {
    happened: `${hereOnly}: no socket can be made here for a worker.`,
    next: keepOpen,
  },
  "not started": { happened: `${hereOnly}: the worker could not be started.`, next: keepOpen },
  "killed at logout": {
    happened: `${hereOnly}: this computer ends all your programs at logout.`,
    next: keepOpen,
  },
  "newer worker": {
    happened: `${hereOnly}: a newer s3-sftp is already at work.`,
    next: "Start the newer s3-sftp to see its uploads.",
  },
  lost: {
    happened: "The worker has ended without a word; another one is being started.",
    next: "Wait a moment: it goes on where the last one was.",
  },
  silent: {
    happened: "The worker does not answer.",
    next: "Wait a moment. `s3-sftp status` says whether it is there.",
  },
};

/** Typing, disk, keychain: what is wrong on this computer. */
export const computerErrors: SentenceTable<
  | "InvalidInput"
  | "DiskFull"
  | "StateUnreadable"
  | "SecretStoreUnavailable"
  | "NotSetUp"
  | "WorkerUnavailable"
> = {
  InvalidInput: ({ field, problem }) => ({
    happened: `The ${inputFieldWords[field]} ${safe(problem)}.`,
    subject: `the ${inputFieldWords[field]}`,
    next: "Correct it, and go on.",
    who: who.you,
  }),
  DiskFull: ({ path }) => ({
    happened: "The disk of this computer is full, so s3-sftp cannot note what was sent.",
    subject: safe(path),
    next: "Make room on the disk, then retry. What was delivered stays delivered.",
    who: who.you,
  }),
  StateUnreadable: ({ file, reason }) => ({
    happened: `A file of s3-sftp ${stateProblems[reason]}.`,
    subject: safe(file),
    next:
      reason === "newer"
        ? "Use the newer s3-sftp, or go on beside it: the file is kept under another name."
        : "The file is kept as it is. Go on beside it with an empty one, or mend it and start again.",
    who: who.you,
  }),
  SecretStoreUnavailable: ({ why }) => ({
    ...secretProblems[why],
    subject: "the place that keeps the secret",
    who: who.you,
  }),
  NotSetUp: ({ missing, name }) => ({
    ...missingWords[missing === "connection" && name !== undefined ? "named connection" : missing],
    subject: name === undefined ? "" : safe(name),
    who: who.you,
  }),
  WorkerUnavailable: ({ why, detail }) => ({
    ...workerProblems[why],
    subject: detail === undefined ? "" : safe(detail),
    who: who.you,
  }),
};
