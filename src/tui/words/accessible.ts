import { formatBytes, formatCount } from "../../domain/format.ts";
import { safe } from "./safe.ts";

/** Sentences of the app line by line. */
export const accessibleWords = {
  welcome: (destination: string): string =>
    `s3-sftp, line by line. Files go to ${destination}. Answer with a number and Enter.`,
  menu: "What do you want to do?",
  send: "Send files or folders",
  queue: "Hear what is on its way",
  history: "Hear what was sent",
  connections: "Send to another bucket",
  setup: "Set up another connection",
  reset: "Forget something on this computer",
  quit: "Quit",
  number: (count: number): string => `Number, 1 to ${count}; Enter alone takes 1:`,
  noSuchNumber: (count: number): string => `Please type a number from 1 to ${count}.`,
  answer: (title: string, step: string): string => `${title}, ${step}.`,
  back: 'Type "<" to go back.',
  value: "Your answer:",
  hidden: "Your answer (it is not shown):",
  kept: (value: string): string => `Enter alone keeps: ${safe(value)}`,
  keptSecret: (length: number): string => `Enter alone keeps the one with ${length} characters.`,
  taken: (length: number): string => `Taken: ${formatCount(length, "character")}.`,
  regionNow: (id: string, place: string): string =>
    `Enter alone takes ${safe(id)}${place === "" ? "" : `, ${place}`}.`,
  regionHow: 'Type a city or a name, or "other" for a store that is not AWS.',
  whichRegion: "Which of these?",
  folder: (path: string): string => `Folder ${safe(path)}`,
  folderEntry: (name: string): string => `folder ${safe(name)}`,
  fileEntry: (name: string, bytes: number): string => `${safe(name)}, ${formatBytes(bytes)}`,
  more: (count: number): string => `${count} more; type m to hear them.`,
  pickHow:
    "Type a number to choose, o and a number to open a folder, u for the folder above, a path, or Enter alone when you are done.",
  pick: "Choose:",
  chosen: (name: string, count: number): string =>
    `Chosen: ${safe(name)}. ${formatCount(count, "choice")} so far.`,
  notChosen: (name: string): string => `Not chosen any more: ${safe(name)}.`,
  notUnderstood: "That is no number of the list, and no path that is there.",
  nothingChosen: "Nothing was chosen.",
  conflict: (name: string): string => `${safe(name)} is in the bucket already.`,
  conflictForAll: "What shall be done with them?",
  oneByOne: "Decide for each of them",
  cannotSend: (path: string, why: string): string => `Cannot be sent: ${safe(path)}. ${why}`,
  nothingToSend: "Nothing is left to send.",
  sendNow: "Send them now",
  notNow: "Do not send them",
  following: "Enter goes back to the menu; sending goes on.",
  percent: (percent: number): string => `${percent} % sent.`,
  idle: "Nothing is on its way.",
  nothingSent: "Nothing was sent yet.",
  receipt: (name: string, bytes: number, when: string, to: string): string =>
    `${safe(name)}, ${formatBytes(bytes)}, delivered ${when} to ${safe(to)}.`,
  leaving: (count: number): string =>
    count === 0
      ? "Goodbye."
      : `Goodbye. ${formatCount(count, "upload")} not finished; what is missing is sent next time.`,
  which: "Which one?",
  goBack: "Back",
} as const;
