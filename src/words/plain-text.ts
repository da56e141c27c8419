import { formatBytes, formatCount } from "../domain/format.ts";
import { safe } from "./safe.ts";

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
  reset: "Remove saved connections or keys",
  quit: "Quit",
  number: (count: number): string => `Number from 1 to ${count} (Enter for 1):`,
  noSuchNumber: (count: number): string => `Type a number from 1 to ${count}.`,
  answer: (title: string, step: string): string => `${title}, ${step}.`,
  back: 'Type "<" to go back.',
  value: "Your answer:",
  hidden: "Your answer (hidden):",
  /** Behind a question, after a paste that may hold a secret and has no line end. */
  pasted: "(pasted and hidden, press Enter)",
  /** `what` is a list of what was found in a pasted block. */
  pastedKeys: (what: readonly string[]): string => `Pasted: ${what.join(", ")}.`,
  kept: (value: string): string => `Press Enter to keep ${safe(value)}`,
  keptSecret: (length: number): string =>
    `Press Enter to keep the current one (${length} characters).`,
  taken: (length: number): string => `Entered ${formatCount(length, "character")}.`,
  regionNow: (id: string, place: string | null): string =>
    `Press Enter for ${safe(id)}${place === null ? "" : `, ${place}`}.`,
  regionHow: 'Type a city or region, or "other" for a service that is not AWS.',
  whichRegion: "Which one?",
  folder: (path: string): string => `Folder ${safe(path)}`,
  folderEntry: (name: string): string => `folder ${safe(name)}`,
  fileEntry: (name: string, bytes: number): string => `${safe(name)}, ${formatBytes(bytes)}`,
  more: (count: number): string => `${count} more. Type m to list them.`,
  pickHow:
    "Type a number or a path to select, o and a number to open a folder, u to go up. Press Enter when you are done.",
  pick: "Select:",
  selected: (name: string, count: number): string =>
    `Selected ${safe(name)}. ${formatCount(count, "item")} so far.`,
  notSelected: (name: string): string => `Deselected ${safe(name)}.`,
  notUnderstood: "That is not a number in the list or an existing path.",
  nothingSelected: "Nothing selected.",
  conflict: (name: string): string => `${safe(name)} already exists in the bucket.`,
  conflictForAll: "What should happen to your files?",
  oneByOne: "Decide one by one",
  cannotSend: (path: string, why: string): string => `Cannot upload ${safe(path)}. ${why}`,
  nothingToSend: "Nothing to upload.",
  sendNow: "Upload now",
  notNow: "Do not upload",
  following: "Press Enter for the menu; uploads continue.",
  percent: (percent: number): string => `${percent}% uploaded.`,
  idle: "The queue is empty.",
  nothingSent: "Nothing delivered yet.",
  receipt: (name: string, bytes: number, when: string, to: string): string =>
    `${safe(name)}, ${formatBytes(bytes)}, delivered ${when} to ${safe(to)}.`,
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
