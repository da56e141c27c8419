import { nonEmpty } from "../../domain/non-empty.ts";
import { emptyFolder, unpackFolder } from "../../domain/packed-folder.ts";
import path from "node:path";
import type { ActiveDestination } from "../../domain/active-destination.ts";
import type { AppServices } from "../services.ts";
import type { FolderEntry } from "../../domain/folder-entry.ts";
import { accessibleWords as words } from "../../words/plain-text.ts";
import { ask, isAnswer, type Asked } from "./asked.ts";
import { findByLines, recentByLines } from "./find-by-lines.ts";
import { pageRows } from "./choose-several.ts";
import { readPickCommand, type PickCommand } from "./pick-command.ts";
import type { PlainTerminal } from "./plain-terminal.ts";
import { sayError } from "./say-error.ts";

type Done = Extract<PickCommand, { readonly type: "done" }>;

export interface PickFilesParams {
  readonly terminal: PlainTerminal;
  readonly services: AppServices;
  readonly active: ActiveDestination;
  readonly showHidden: boolean;
  readonly signal: AbortSignal;
}

const byName = (a: FolderEntry, b: FolderEntry): number =>
  Number(b.kind === "folder") - Number(a.kind === "folder") || a.name.localeCompare(b.name);

/** Selects by numbers and paths, folder by folder, as long as the person likes. */
class Picking {
  readonly #params: PickFilesParams;
  readonly #selected = new Set<string>();
  /** Where the person came from, the last one last. */
  readonly #before: string[] = [];
  #folder: string;
  #entries: readonly FolderEntry[] = [];
  #filter: string | null = null;
  #showsHidden: boolean;
  #next = 0;
  #isAskedToDrop = false;

  constructor(params: PickFilesParams) {
    this.#params = params;
    this.#folder = params.services.startFolder;
    this.#showsHidden = params.showHidden;
  }

  async run(): Promise<Asked<readonly string[]>> {
    const { terminal } = this.#params;
    await this.#read();
    terminal.say(words.pickHow);
    for (;;) {
      const typed = await ask(terminal, words.pick);
      if (typed === "end of input") return typed;
      const isBack = typed === "back" && !(await this.#goBack());
      if (isBack) return "back";
      if (!isAnswer(typed)) continue;
      this.#isAskedToDrop = false;
      const command = readPickCommand(typed.value, this.#shown().length);
      if (command.type === "done") return { value: Array.from(this.#selected) };
      await this.#obey(command);
    }
  }

  async #obey(command: Exclude<PickCommand, Done>): Promise<void> {
    const { terminal } = this.#params;
    switch (command.type) {
      case "more":
        return this.#sayPage(this.#next);
      case "above":
        return this.#enter(path.dirname(this.#folder));
      case "hidden":
        this.#showsHidden = !this.#showsHidden;
        return this.#read();
      case "filter":
        this.#filter = nonEmpty(command.text);
        return this.#sayPage(0);
      case "selected":
        return this.#saySelected();
      case "find":
        return this.#find(command.text);
      case "recent": {
        const folder = await recentByLines(this.#params);
        return folder === null ? undefined : this.#enter(folder);
      }
      case "open":
      case "size": {
        const entry = this.#shown()[command.number - 1];
        if (entry?.kind !== "folder") return terminal.say(words.notUnderstood);
        const folder = path.join(this.#folder, entry.name);
        return command.type === "open" ? this.#enter(folder) : this.#saySize(folder);
      }
      case "numbers":
        return this.#toggle(
          command.numbers.flatMap((number) => {
            const entry = this.#shown()[number - 1];
            return entry === undefined ? [] : [path.join(this.#folder, entry.name)];
          }),
        );
      case "path":
        return this.#togglePath(path.resolve(this.#folder, command.path));
      case "unclear":
        return terminal.say(words.notUnderstood);
      default:
        return command satisfies never;
    }
  }

  #shown(): readonly FolderEntry[] {
    const text = this.#filter?.toLowerCase();
    return text === undefined
      ? this.#entries
      : this.#entries.filter(({ name }) => name.toLowerCase().includes(text));
  }

  async #enter(folder: string): Promise<void> {
    if (folder === this.#folder) return this.#params.terminal.say(words.topFolder);
    this.#before.push(this.#folder);
    return this.#goTo(folder);
  }

  async #goTo(folder: string): Promise<void> {
    this.#folder = folder;
    this.#filter = null;
    return this.#read();
  }

  /** False: there is nothing before; a selection is dropped only when the person says so twice. */
  async #goBack(): Promise<boolean> {
    if (this.#filter !== null) {
      this.#filter = null;
      await this.#sayPage(0);
      return true;
    }
    const before = this.#before.pop();
    if (before !== undefined) {
      await this.#goTo(before);
      return true;
    }
    if (this.#selected.size === 0 || this.#isAskedToDrop) return false;
    this.#isAskedToDrop = true;
    this.#params.terminal.say(words.againToDrop(this.#selected.size));
    return true;
  }

  async #read(): Promise<void> {
    const { services, terminal, signal } = this.#params;
    let read = emptyFolder;
    for await (const part of services.listFolder(this.#folder, signal)) {
      if (!part.ok) {
        sayError(terminal, part.error);
        break;
      }
      read = part.value;
    }
    const isShown = ({ name, isUtf8, kind }: FolderEntry) =>
      (this.#showsHidden || !name.startsWith(".")) &&
      isUtf8 &&
      (kind === "file" || kind === "folder");
    this.#entries = unpackFolder(read).filter(isShown).toSorted(byName);
    terminal.say(words.folder(this.#folder));
    return this.#sayPage(0);
  }

  async #sayPage(from: number): Promise<void> {
    const { services, terminal, signal } = this.#params;
    const shown = this.#shown();
    const page = shown.slice(from, from + pageRows);
    const names = page.map(({ name }) => name);
    const details = await services.folderDetails(this.#folder, names, signal);
    const sizes = new Map(details.map(({ name, sizeBytes }) => [name, sizeBytes]));
    for (const [index, { name, kind }] of page.entries()) {
      const text =
        kind === "folder" ? words.folderEntry(name) : words.fileEntry(name, sizes.get(name) ?? 0);
      const isSelected = this.#selected.has(path.join(this.#folder, name));
      terminal.say(`${from + index + 1}. ${isSelected ? words.selectedEntry(text) : text}`);
    }
    const rest = shown.length - from - page.length;
    this.#next = rest > 0 ? from + pageRows : 0;
    if (rest > 0) terminal.say(words.more(rest));
    if (shown.length === 0)
      terminal.say(this.#filter === null ? words.emptyFolder : words.nothingMatches(this.#filter));
  }

  async #find(text: string): Promise<void> {
    const asked = { folder: this.#folder, text, withHidden: this.#showsHidden };
    const paths = await findByLines(this.#params, asked);
    if (paths.length > 0) this.#toggle(paths);
  }

  async #saySize(folder: string): Promise<void> {
    const { services, terminal, active, signal } = this.#params;
    const planned = await services.planDelivery([folder], active, () => undefined, signal);
    if (!planned.ok) return sayError(terminal, planned.error);
    const { files, totalBytes } = planned.value;
    terminal.say(words.folderSize(path.basename(folder), files.length, totalBytes));
  }

  #saySelected(): void {
    const { terminal } = this.#params;
    if (this.#selected.size === 0) terminal.say(words.nothingSelected);
    for (const one of this.#selected) terminal.say(words.selectedPath(one));
  }

  /** One is switched over; of several all are selected, unless they are already. */
  #toggle(paths: readonly string[]): void {
    const { terminal } = this.#params;
    const isDropping = paths.every((one) => this.#selected.has(one));
    for (const one of paths) {
      if (isDropping) this.#selected.delete(one);
      else this.#selected.add(one);
    }
    const [first = ""] = paths;
    if (paths.length > 1)
      terminal.say(words.severalSelected(paths.length, isDropping, this.#selected.size));
    else if (isDropping) terminal.say(words.notSelected(path.basename(first)));
    else terminal.say(words.selected(path.basename(first), this.#selected.size));
  }

  /** What lies at a path that was typed can be selected; whether it can be sent, the review says. */
  async #togglePath(typed: string): Promise<void> {
    const { services, terminal, signal } = this.#params;
    const { dir, base } = path.parse(typed);
    const [found] = await services.folderDetails(dir, [base], signal);
    const isThere = base === "" || (found !== undefined && found.kind !== "other");
    if (isThere) this.#toggle([typed]);
    else terminal.say(words.notUnderstood);
  }
}

/** Files and folders selected by numbers or paths, in the order of choosing; a second time takes one away. */
export const pickFiles = (params: PickFilesParams): Promise<Asked<readonly string[]>> =>
  new Picking(params).run();
