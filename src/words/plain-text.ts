import { formatBytes, formatCount } from "../domain/format.ts";
import { joinTexts } from "../domain/non-empty.ts";
import type { QueueSnapshot } from "../services/ports/transfer-view.ts";
import { historyWords, type HistoryStateName } from "./history.ts";
import { queueWords } from "./queue.ts";
import { safe } from "./safe.ts";

/** What is shown of the history. */
export interface HistoryFilter {
  readonly text: string | null;
  readonly state: HistoryStateName;
  readonly days: 1 | 7 | 30 | null;
}

/** Sentences of the app line by line. */
export const accessibleWords = {
  welcome: (destination: string): string =>
    `s3-sftp, plain text mode. Files go to ${destination}. Type a number and press Enter.`,
  menu: "What do you want to do?",
  send: "Upload files or folders",
  queue: "Show the queue",
  history: "Show the history",
  connections: "Switch to another bucket",
  setup: "Add a connection",
  settings: "Settings",
  reset: "Remove saved connections or keys",
  quit: "Quit",
  number: (count: number): string =>
    count === 1
      ? "Press Enter for 1, < to go back:"
      : `Number from 1 to ${count} (Enter for 1, < to go back):`,
  numbers: (count: number): string =>
    `Numbers from 1 to ${count}, such as 1-5 or 1,3, or all (Enter for none, < to go back):`,
  noSuchNumbers: (count: number): string =>
    `Type numbers from 1 to ${count}, such as 2, 1-5 or 1,3, or all.`,
  firstStep: "This is the first step. Press Ctrl+D to quit.",
  goesTo: (destination: string): string => `Files go to ${destination}.`,
  noSuchNumber: (count: number): string => `Type a number from 1 to ${count}.`,
  /** A question, and the group of questions that it belongs to. */
  answer: (title: string, group: string): string =>
    title === group ? `${title}.` : `${group}: ${title}.`,
  /** What will be saved: "Key: AKIA…3F7Q, secret ****x9a0, kept until you quit." */
  summary: (label: string, value: string, detail: string | null): string =>
    `${label}: ${value}${detail === null ? "" : `, ${detail.replaceAll(/ {3}/g, ", ")}`}.`,
  back: 'Type "<" to go back.',
  value: "Your answer:",
  hidden: "Your answer (hidden):",
  /** Behind a question, after a paste that may hold a secret and has no line end. */
  pasted: "(pasted and hidden, press Enter)",
  /** `what` is a list of what was found in a pasted block. */
  pastedKeys: (what: readonly string[]): string => `Pasted: ${what.join(", ")}.`,
  kept: (value: string): string => `Press Enter to keep ${safe(value)}`,
  keptSecret: (length: number): string =>
    `Press Enter to keep the current one (${formatCount(length, "character")}).`,
  taken: (length: number): string => `Entered ${formatCount(length, "character")}.`,
  regionNow: (id: string, place: string | null): string =>
    `Press Enter for ${safe(id)}${place === null ? "" : `, ${place}`}.`,
  regionOpen: "Press Enter to find it out.",
  regionHow: 'Type a city or region, or "other" for a service that is not AWS.',
  whichRegion: "Which one?",
  folder: (path: string): string => `Folder ${safe(path)}`,
  folderEntry: (name: string): string => `folder ${safe(name)}`,
  fileEntry: (name: string, bytes: number): string => `${safe(name)}, ${formatBytes(bytes)}`,
  more: (count: number): string => `${count} more. Type m to list them.`,
  pickHow:
    "Type numbers (3, 1-5, 1,3 or all) or a path to select, o and a number to open a folder, u to go up, < to go back, f and a text to filter, n and a text to find names here and below, r for recent folders, z and a number for the size of a folder, . for hidden files, s for what is selected. Press Enter when you are done.",
  searching: "Searching. Press Enter to stop.",
  foundWhich: "Found. Which do you want to select?",
  folderSize: (name: string, files: number, bytes: number): string =>
    `${safe(name)}: ${formatCount(files, "file")}, ${formatBytes(bytes)}.`,
  pick: "Select:",
  selected: (name: string, count: number): string =>
    `Selected ${safe(name)}. ${formatCount(count, "item")} so far.`,
  severalSelected: (count: number, isDropped: boolean, all: number): string =>
    `${isDropped ? "Deselected" : "Selected"} ${formatCount(count, "item")}. ${formatCount(all, "item")} so far.`,
  selectedEntry: (entry: string): string => `${entry}, selected`,
  selectedPath: (path: string): string => safe(path),
  againToDrop: (count: number): string =>
    `Type < again to clear ${formatCount(count, "selected item")}.`,
  emptyFolder: "This folder is empty.",
  topFolder: "This is the top folder.",
  nothingMatches: (text: string): string => `No name contains "${safe(text)}". Type f to show all.`,
  notSelected: (name: string): string => `Deselected ${safe(name)}.`,
  notUnderstood: "That is not a number in the list or an existing path.",
  nothingSelected: "Nothing selected.",
  conflict: (name: string): string => `${safe(name)} already exists in the bucket.`,
  conflictForAll: "What should happen to your files?",
  oneByOne: "Decide one by one",
  cannotSend: (path: string, why: string): string => `Cannot upload ${safe(path)}. ${why}`,
  /** `when` as a list shows it. */
  alreadyDelivered: (path: string, when: string): string =>
    `Already delivered ${when}, left out: ${safe(path)}`,
  nothingToSend: "Nothing to upload.",
  sendNow: "Upload now",
  takeIn: "Upload again what was delivered already",
  takeInWhich: "Which files do you want to upload again?",
  leaveOut: "Leave files out",
  leaveOutWhich: "Which files do you want to leave out?",
  notNow: "Do not upload",
  following: "Press Enter for the menu; uploads continue.",
  waitsForPassphrase: "Your uploads wait for your passphrase. Press Enter to type it in the queue.",
  triesAgain: (inMs: number): string =>
    `Uploads are held: ${queueWords.nextTry(inMs)}. Press Enter for the menu to try now.`,
  /** Of files of one destination, while others are uploaded. */
  heldUntil: (inMs: number): string => `Its files are held: ${queueWords.nextTry(inMs)}.`,
  triesNow: "Trying now.",
  goesOn: "Uploads continue.",
  percent: (percent: number): string => `${percent}% uploaded.`,
  idle: "The queue is empty.",
  queueNow: (snapshot: QueueSnapshot): string =>
    joinTexts(
      [queueWords.heading(snapshot), queueWords.pace(snapshot), queueWords.ended(snapshot)],
      ", ",
    ),
  queueTask: {
    unlock: "Enter the passphrase",
    tryNow: "Try now",
    renew: "Type the new keys or token",
    ownerNotice: "A text to forward to the bucket owner",
    follow: "Follow the uploads",
    list: "List the files",
    pause: "Pause",
    resume: "Resume",
    retry: "Retry failed files",
    rename: "Upload skipped files under a new name",
    sendFirst: "Upload some files first",
    redirect: "Upload failed files to another destination",
    cancel: "Cancel",
    dismiss: "Clear finished files from this list",
    limit: "Set a speed limit",
  },
  whichFiles: {
    pause: "Which files do you want to pause?",
    resume: "Which files do you want to resume?",
    retry: "Which files do you want to retry?",
    rename: "Which files are to get a new name in the bucket?",
    sendFirst: "Which files do you want to upload first?",
    redirect: "Which files are to go to another destination?",
    cancel: "Which files do you want to cancel?",
    dismiss: "Which files do you want to clear?",
  },
  queueDone: {
    pause: (count: number): string => `Paused ${formatCount(count, "file")}.`,
    resume: (count: number): string => `Resumed ${formatCount(count, "file")}.`,
    retry: (count: number): string => `Retrying ${formatCount(count, "file")}.`,
    rename: (count: number): string => `Uploading ${formatCount(count, "file")} under a new name.`,
    sendFirst: (count: number): string =>
      `${formatCount(count, "file")} ${count === 1 ? "goes" : "go"} first.`,
    cancel: (count: number): string => `Cancelled ${formatCount(count, "file")}.`,
    dismiss: (count: number): string => `Cleared ${formatCount(count, "file")}.`,
  },
  whichFailure: "Which failure is it about?",
  saveNotice: "Save the text",
  sendNotice: "Send the text to the recipient through the log server",
  queueRow: (name: string, state: string | null, why: string | null): string =>
    joinTexts([safe(name), state, why], ", "),
  cancelQuestion: (count: number): string =>
    `Cancel the upload of ${formatCount(count, "file")}? Your files are not changed.`,
  enterForMore: (count: number): string =>
    `Press Enter for ${formatCount(count, "more", "more")}, < to go back:`,
  /** The end of what was followed. */
  ended: ({ totals }: QueueSnapshot): string => {
    const { delivered, failed, skipped, cancelled } = totals.files;
    const isAll = failed + skipped + cancelled === 0;
    if (isAll && delivered === 1)
      return `Your file has arrived, ${formatBytes(totals.ackedBytes)}.`;
    if (isAll)
      return `All ${formatCount(delivered, "file")} have arrived, ${formatBytes(totals.ackedBytes)}.`;
    const others = joinTexts(
      [
        failed > 0 && `${failed} failed`,
        skipped > 0 && `${skipped} skipped`,
        cancelled > 0 && `${cancelled} cancelled`,
      ],
      ", ",
    );
    return `${formatCount(delivered, "file")} delivered, ${others}.`;
  },
  /** Above what ended on it: "Today:". */
  day: (day: string): string => `${day}:`,
  sentBatch: (files: string, place: string, size: string, time: string): string =>
    `${files}, ${size}, to ${safe(place)}, ${time}`,
  sentFile: (place: string, size: string, state: string, when: string, why: string | null) =>
    joinTexts([safe(place), size, `${state} ${when}`, why], ", "),
  historyHow:
    "Type a number to list its files, m for more, f and a text to filter, x for a state, t for a time.",
  historyQuestion: "Sent together (Enter or < to go back):",
  filesHow:
    "Type numbers for receipts, m for more, u (and numbers) to upload again, f and a text, x or t to filter.",
  batchHow:
    "Type numbers for receipts, m for more, s, j or c for one receipt (text, JSON, CSV), u (and numbers) to upload again.",
  /** What is shown of the history. */
  shownOnly: ({ text, state, days }: HistoryFilter): string =>
    `Shown: ${joinTexts(
      [
        text === null ? null : `"${safe(text)}"`,
        historyWords.states[state],
        days === null ? null : historyWords.since(days),
      ],
      ", ",
    )}.`,
  noneMatch: "Nothing in the history matches.",
  whichStates: "Which files?",
  whichTime: "From when?",
  filesQuestion: "Files (Enter or < to go back):",
  saveReceipts: (count: number): string =>
    count === 1 ? "Save the receipt" : `Save ${formatCount(count, "receipt")} in one file`,
  receiptSaved: (file: string): string => `Saved as ${safe(file)}`,
  nothingSent: "Nothing delivered yet.",
  leaving: (count: number, isContinuing: boolean): string => {
    if (count === 0) return "Goodbye.";
    const uploads = formatCount(count, "upload");
    return isContinuing
      ? `Goodbye. ${uploads} not finished: they continue in the background.`
      : `Goodbye. ${uploads} not finished. You can resume next time.`;
  },
  which: "Which one?",
  goBack: "Back",
} as const;
