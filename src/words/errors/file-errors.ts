import { formatBytes, formatCount } from "../../domain/format.ts";
import type { AppErrorOf } from "../../domain/errors.ts";
import { type SentenceTable, who } from "./error-sentences.ts";
import { safe } from "../safe.ts";

type FileErrorCode =
  | "ObjectExists"
  | "KeyTooLong"
  | "KeyCollision"
  | "NameNotUtf8"
  | "FileVanished"
  | "FileChanged"
  | "FileUnreadable"
  | "FileUnwritable"
  | "NoReceiptsFolder"
  | "NotAFile"
  | "FileTooLarge"
  | "TransferBusy";

const changeWords: Readonly<Record<AppErrorOf<"FileChanged">["what"][number], string>> = {
  size: "size",
  modified: "modification time",
  replaced: "replaced by another file",
  content: "content",
  link: "replaced by a link",
};

const kindWords: Readonly<Record<AppErrorOf<"NotAFile">["is"], string>> = {
  folder: "a folder, not a file",
  socket: "a socket, not a file",
  device: "a device, not a file",
  pipe: "a pipe, not a file",
  "link loop": "part of a link loop",
  "link outside": "a link that leads out of the selected folder",
  other: "not a file that can be read",
};

const kindSteps: Readonly<Partial<Record<AppErrorOf<"NotAFile">["is"], string>>> = {
  folder: "Select the folder to upload its contents.",
  "link outside":
    "It was skipped. Select what it leads to, or use `s3-sftp upload --follow-links`.",
};

/** By the system's code; for all others, and for errors of older versions, the one below. */
const unreadableSteps: Readonly<Record<string, string>> = {
  EACCES: "Check that you may read it (`ls -l`), then retry.",
  EPERM: "Check that you may read it (`ls -l`), then retry.",
  EIO: "Check the disk it is on, then retry.",
  EMFILE: "Close other programs or raise the limit (`ulimit -n`), then retry.",
  ENFILE: "Close other programs, then retry.",
  ESTALE: "Check the network folder (it may have to be mounted again), then retry.",
  ETIMEDOUT: "Check the network folder, then retry.",
  ENAMETOOLONG: "Shorten the name, then select it again.",
  EBUSY: "Close the program that uses it, then retry.",
  "size unknown":
    "Copy it to this computer's disk and upload the copy, or send it through a pipe: `s3-sftp upload --key NAME - < FILE`.",
};
const unreadableStep = "Check that you may read it (`ls -l`) and that its disk works, then retry.";

/** The files of the sender, and the keys they would have. */
export const fileErrors: SentenceTable<FileErrorCode> = {
  ObjectExists: ({ bucket, key }) => ({
    happened: "A file with this name already exists in the bucket. It was not changed.",
    subject: `${safe(bucket)}/${safe(key)}`,
    next: "Upload it under another name, or choose to replace the existing file.",
    who: who.you,
  }),
  KeyTooLong: ({ path, bytes }) => ({
    happened: `The name is too long: ${formatCount(bytes, "byte")}. S3 allows 1,024.`,
    subject: safe(path),
    next: "Shorten the file or folder names, or use a shorter folder in the bucket.",
    who: who.you,
  }),
  KeyCollision: ({ key, paths }) => ({
    happened: `${formatCount(paths.length, "file")} would get the same name in the bucket, so none was uploaded.`,
    subject: `${safe(key)}: ${paths.map(safe).join(", ")}`,
    next: "Rename all but one, or upload them to different folders.",
    who: who.you,
  }),
  NameNotUtf8: ({ path }) => ({
    happened: "This file name is not valid UTF-8.",
    subject: safe(path),
    next: "Rename the file and select it again.",
    who: who.you,
  }),
  // Said of folders, too.
  FileVanished: ({ path }) => ({
    happened: "File or folder not found.",
    subject: safe(path),
    next: "It was moved, deleted or mistyped. Put it back and retry, or select it again.",
    who: who.you,
  }),
  FileChanged: ({ path, what }) => ({
    happened: `The file changed after its upload started: ${what.map((each) => changeWords[each]).join(", ")}.`,
    subject: safe(path),
    next: what.includes("link")
      ? "What the link leads to was not read. Check who can write to this folder, then select the file again."
      : "Wait until no program is writing to it, then retry. The upload starts over.",
    who: who.you,
  }),
  FileUnreadable: ({ path, reason, detail }) => ({
    happened: `This cannot be read (${safe(reason)}).`,
    subject: safe(path),
    next: unreadableSteps[detail ?? ""] ?? unreadableStep,
    who: who.you,
  }),
  FileUnwritable: ({ path, reason }) => ({
    happened: `This file cannot be saved (${safe(reason)}).`,
    subject: safe(path),
    next: "Check that you may write to its folder (`ls -ld`), then save again.",
    who: who.you,
  }),
  NoReceiptsFolder: () => ({
    // In one sentence: where there is room for a line only, this is all of it.
    happened: "HOME is not set: start with --receipts DIR to save receipts.",
    subject: null,
    next: "Start s3-sftp with --receipts DIR, or set HOME.",
    who: who.you,
  }),
  NotAFile: ({ path, is }) => ({
    happened: `This is ${kindWords[is]}.`,
    subject: safe(path),
    next: kindSteps[is] ?? "It was skipped. Select a file instead.",
    who: who.you,
  }),
  FileTooLarge: ({ path, sizeBytes, maxBytes }) => ({
    happened:
      maxBytes !== null && sizeBytes > maxBytes
        ? `The file is ${formatBytes(sizeBytes)}. The limit is ${formatBytes(maxBytes)}.`
        : // The service says so of a file that S3 would take.
          `The file is ${formatBytes(sizeBytes)}, which is too large for the storage service.`,
    subject: safe(path),
    next: "Split it into smaller files, for example with `split`, and upload those.",
    who: who.you,
  }),
  TransferBusy: ({ path, pid }) => ({
    happened: `Another s3-sftp (process ${pid}) is already uploading this file.`,
    subject: safe(path),
    next: "Let it finish, or quit it and retry here. Nothing is uploaded twice.",
    who: who.you,
  }),
};
