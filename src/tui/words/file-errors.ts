import { formatBytes, formatCount } from "../../domain/format.ts";
import type { AppErrorOf } from "../../domain/errors.ts";
import { type SentenceTable, who } from "./error-sentences.ts";
import { safe } from "./safe.ts";

type FileErrorCode =
  | "ObjectExists"
  | "KeyTooLong"
  | "KeyCollision"
  | "NameNotUtf8"
  | "FileVanished"
  | "FileChanged"
  | "FileUnreadable"
  | "NotAFile"
  | "FileTooLarge"
  | "TransferBusy";

const changeWords: Readonly<Record<AppErrorOf<"FileChanged">["what"][number], string>> = {
  size: "its size",
  modified: "its time",
  replaced: "the file itself",
  content: "its content",
};

const kindWords: Readonly<Record<AppErrorOf<"NotAFile">["is"], string>> = {
  folder: "a folder, not a file",
  socket: "a socket, not a file",
  device: "a device, not a file",
  pipe: "a pipe, not a file",
  "link loop": "a link that leads back to itself",
  other: "not a file that can be read",
};

/** The files of the sender, and the keys they would have. */
export const fileErrors: SentenceTable<FileErrorCode> = {
  ObjectExists: ({ bucket, key }) => ({
    happened: "An object with this key is already in the bucket; it was left as it is.",
    subject: `${safe(bucket)}/${safe(key)}`,
    next: "Send the file under another name, or choose to replace what is there.",
    who: who.you,
  }),
  KeyTooLong: ({ path, bytes }) => ({
    happened: `The name is too long for S3: ${formatCount(bytes, "byte")}, at most 1,024 are allowed.`,
    subject: safe(path),
    next: "Give the file or its folders shorter names, or choose a shorter folder in the bucket.",
    who: who.you,
  }),
  KeyCollision: ({ key, paths }) => ({
    happened: `${formatCount(paths.length, "file")} would get the same key, so none of them is sent.`,
    subject: `${safe(key)}: ${paths.map(safe).join(", ")}`,
    next: "Rename all but one of them, or send them one after the other to different folders.",
    who: who.you,
  }),
  NameNotUtf8: ({ path }) => ({
    happened: "The name of this file is not valid UTF-8, so it cannot be a key.",
    subject: safe(path),
    next: "Rename the file, and choose it again.",
    who: who.you,
  }),
  // Said of folders, too.
  FileVanished: ({ path }) => ({
    happened: "This is not there any more.",
    subject: safe(path),
    next: "Look where it went. Put it back and retry, or choose it anew.",
    who: who.you,
  }),
  FileChanged: ({ path, what }) => ({
    happened: `The file changed since its upload began: ${what.map((each) => changeWords[each]).join(", ")}.`,
    subject: safe(path),
    next: "Wait until nothing writes to it any more, then retry: it is sent anew from the start.",
    who: who.you,
  }),
  FileUnreadable: ({ path, reason }) => ({
    happened: `This cannot be read (${safe(reason)}).`,
    subject: safe(path),
    next: "Check that your user may read it (`ls -l`), and that the disk it is on is well. Then retry.",
    who: who.you,
  }),
  NotAFile: ({ path, is }) => ({
    happened: `This is ${kindWords[is]}.`,
    subject: safe(path),
    next:
      is === "folder"
        ? "Choose the folder to send what is in it."
        : "It is left out; choose a file instead.",
    who: who.you,
  }),
  FileTooLarge: ({ path, sizeBytes, maxBytes }) => ({
    happened: `The file has ${formatBytes(sizeBytes)}; S3 takes at most ${formatBytes(maxBytes)} in one object.`,
    subject: safe(path),
    next: "Cut it into smaller files, for example with `split`, and send those.",
    who: who.you,
  }),
  TransferBusy: ({ path, pid }) => ({
    happened: `Another s3-sftp (process ${pid}) is already sending this file.`,
    subject: safe(path),
    next: "Let that one finish, or stop it and start again here: nothing is sent twice.",
    who: who.you,
  }),
};
