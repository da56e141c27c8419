import { nonEmpty } from "../../domain/non-empty.ts";
import { emptyFolder, unpackFolder } from "../../domain/packed-folder.ts";
import path from "node:path";
import type { AppServices } from "../services.ts";
import type { FolderEntry } from "../../domain/folder-entry.ts";
import { accessibleWords as words } from "../../words/plain-text.ts";
import type { PlainTerminal } from "./plain-terminal.ts";
import { sayError } from "./say-error.ts";

export interface PickFilesParams {
  readonly terminal: PlainTerminal;
  readonly services: AppServices;
  readonly showHidden: boolean;
  readonly signal: AbortSignal;
}

/** As many as one can keep in mind while they are read out. */
const pageRows = 20;

const byName = (a: FolderEntry, b: FolderEntry): number =>
  Number(b.kind === "folder") - Number(a.kind === "folder") || a.name.localeCompare(b.name);

const readFolder = async (
  { services, terminal, showHidden, signal }: PickFilesParams,
  folder: string,
): Promise<readonly FolderEntry[]> => {
  let read = emptyFolder;
  for await (const part of services.listFolder(folder, signal)) {
    if (!part.ok) {
      sayError(terminal, part.error);
      break;
    }
    read = part.value;
  }
  const isShown = ({ name, isUtf8, kind }: FolderEntry) =>
    (showHidden || !name.startsWith(".")) && isUtf8 && (kind === "file" || kind === "folder");
  return unpackFolder(read).filter(isShown).toSorted(byName);
};

const sayPage = async (
  { services, terminal, signal }: PickFilesParams,
  folder: string,
  entries: readonly FolderEntry[],
  from: number,
): Promise<void> => {
  const page = entries.slice(from, from + pageRows);
  const details = await services.folderDetails(
    folder,
    page.map(({ name }) => name),
    signal,
  );
  const sizes = new Map(details.map(({ name, sizeBytes }) => [name, sizeBytes]));
  page.forEach(({ name, kind }, index) => {
    const text =
      kind === "folder" ? words.folderEntry(name) : words.fileEntry(name, sizes.get(name) ?? 0);
    terminal.say(`${from + index + 1}. ${text}`);
  });
  const rest = entries.length - from - page.length;
  if (rest > 0) terminal.say(words.more(rest));
};

/** What one answer means. */
type Answer =
  | { readonly type: "done" | "more" | "above" | "unclear" }
  | { readonly type: "open"; readonly folder: string }
  | { readonly type: "toggle"; readonly path: string }
  /** Typed, and not yet looked for. */
  | { readonly type: "path"; readonly path: string };

const meaning = (typed: string | null, folder: string, entries: readonly FolderEntry[]): Answer => {
  if (typed === null || nonEmpty(typed) === null) return { type: "done" };
  if (typed === "m") return { type: "more" };
  if (typed === "u") return { type: "above" };
  const opened = /^o\s*(\d+)$/.exec(typed)?.[1];
  const entry = entries[Number(opened ?? typed) - 1];
  if (entry && opened !== undefined)
    return entry.kind === "folder"
      ? { type: "open", folder: path.join(folder, entry.name) }
      : { type: "unclear" };
  if (entry) return { type: "toggle", path: path.join(folder, entry.name) };
  if (opened !== undefined || /^\d+$/.test(typed)) return { type: "unclear" };
  return { type: "path", path: path.resolve(folder, typed) };
};

/** What lies at a path that was typed can be selected; whether it can be sent, the review says. */
const findByName = async (
  { services, signal }: PickFilesParams,
  answer: Answer & { readonly type: "path" },
): Promise<Answer> => {
  const { dir, base } = path.parse(answer.path);
  const [found] = await services.folderDetails(dir, [base], signal);
  const isThere = base === "" || (found !== undefined && found.kind !== "other");
  return isThere ? { type: "toggle", path: answer.path } : { type: "unclear" };
};

/** Files and folders selected by number or path, in the order of choosing; a second time takes one away. */
export const pickFiles = async (params: PickFilesParams): Promise<readonly string[]> => {
  const { terminal, services } = params;
  const selected = new Set<string>();
  let folder = services.startFolder;
  let entries: readonly FolderEntry[] | null = null;
  let from = 0;
  for (;;) {
    if (entries === null) {
      entries = await readFolder(params, folder);
      from = 0;
      terminal.say(words.folder(folder));
      await sayPage(params, folder, entries, from);
      terminal.say(words.pickHow);
    }
    const meant = meaning(await terminal.ask(words.pick), folder, entries);
    const answer = meant.type === "path" ? await findByName(params, meant) : meant;
    if (answer.type === "done") return Array.from(selected);
    if (answer.type === "unclear") terminal.say(words.notUnderstood);
    else if (answer.type === "more") {
      from = from + pageRows < entries.length ? from + pageRows : 0;
      await sayPage(params, folder, entries, from);
    } else if (answer.type === "toggle") {
      const name = path.basename(answer.path);
      const wasSelected = selected.delete(answer.path);
      if (!wasSelected) selected.add(answer.path);
      terminal.say(wasSelected ? words.notSelected(name) : words.selected(name, selected.size));
    } else {
      folder = answer.type === "open" ? answer.folder : path.dirname(folder);
      entries = null;
    }
  }
};
