import path from "node:path";
import type { SelectedPath, SkippedPath } from "../../domain/delivery-plan.ts";
import type { AppError, AppErrorOf } from "../../domain/errors.ts";
import type { Fingerprint } from "../../domain/fingerprint.ts";
import type { FolderEntry } from "../../domain/folder-entry.ts";
import type { FileSource } from "../ports/file-source.ts";
import { isHiddenName, takesKind } from "../../domain/taken-names.ts";
import { toEntry, withoutOverlap } from "./without-overlap.ts";

/** A file that was selected itself or lies in a selected folder. */
export interface FoundFile {
  readonly path: string;
  /** Folder in which it, or the folder around it, was selected; keys are relative to it. */
  readonly baseFolder: string;
  readonly fingerprint: Fingerprint;
}

export type Found = FoundFile | SkippedPath;

/** Which of a selection is wanted, by the path below the folder that was selected. */
export interface PathFilter {
  wantsFile(relativePath: string): boolean;
  /** False: it is not even read. */
  wantsFolder(relativePath: string): boolean;
}

export interface ExpandParams {
  readonly files: FileSource;
  readonly selected: readonly SelectedPath[];
  /** Links that lead out of a selected folder are followed; unless told so, whoever may write there could send any file. */
  readonly followsLinks?: boolean | undefined;
  readonly filter?: PathFilter | undefined;
  /** Files and bytes found so far. */
  readonly onProgress?: ((files: number, bytes: number) => void) | undefined;
  readonly signal: AbortSignal;
}

/** Files looked at together: enough to keep a network disk busy, few enough to stop at once. */
const batchFiles = 64;

/** The real paths of a folder and those around it, innermost first. */
interface RealChain {
  readonly realPath: string;
  readonly around: RealChain | null;
}

interface OpenFolder {
  readonly folder: string;
  readonly baseFolder: string;
  /** What the paths that a filter sees are relative to. */
  readonly filterFolder: string;
  /** Null for the selected folder itself. */
  readonly around: RealChain | null;
  readonly wants: (name: string) => boolean;
}

const everyName = () => true;

const isInside = (chain: RealChain | null, realPath: string): boolean => {
  for (let link = chain; link !== null; link = link.around) {
    if (link.realPath === realPath) return true;
  }
  return false;
};

/** The real path of the selected folder. */
const rootOf = (chain: RealChain): string => {
  let root = chain;
  while (root.around !== null) root = root.around;
  return root.realPath;
};

const isBelow = (root: string, realPath: string): boolean =>
  realPath === root || realPath.startsWith(root.endsWith(path.sep) ? root : root + path.sep);

const notAFile = (at: string, kind: AppErrorOf<"NotAFile">["is"]): SkippedPath => ({
  path: at,
  error: { code: "NotAFile", path: at, is: kind },
});

/** Fingerprints of some paths, in their order, batch by batch. */
async function* statFiles(
  { files, signal }: ExpandParams,
  paths: readonly string[],
  baseFolder: string,
): AsyncGenerator<readonly Found[]> {
  for (let at = 0; at < paths.length; at += batchFiles) {
    signal.throwIfAborted();
    yield await Promise.all(
      paths.slice(at, at + batchFiles).map(async (one): Promise<Found> => {
        const found = await files.fingerprint(one);
        return found.ok
          ? { path: one, baseFolder, fingerprint: found.value }
          : { path: one, error: found.error };
      }),
    );
  }
}

interface FolderContents {
  readonly filePaths: readonly string[];
  /** Those of the files that are links. */
  readonly links: ReadonlySet<string>;
  readonly folderPaths: readonly string[];
  readonly skipped: readonly SkippedPath[];
}

const sortEntries = (folder: string, entries: readonly FolderEntry[]): FolderContents => {
  const filePaths: string[] = [];
  const folderPaths: string[] = [];
  const links = new Set<string>();
  const skipped: SkippedPath[] = [];
  for (const entry of entries) {
    const at = path.join(folder, entry.name);
    if (entry.isLink) links.add(at);
    if (!entry.isUtf8) skipped.push({ path: at, error: { code: "NameNotUtf8", path: at } });
    else if (entry.kind === "folder") folderPaths.push(at);
    // A dangling link is looked at like a file, and says itself that its target vanished.
    else if (entry.kind === "file" || (entry.kind === "other" && entry.isLink)) filePaths.push(at);
    else skipped.push(notAFile(at, entry.kind));
  }
  return { filePaths: filePaths.sort(), folderPaths: folderPaths.sort(), links, skipped };
};

/** The entries of one folder that are wanted; those read before an error count. */
const readFolder = async (params: ExpandParams, open: OpenFolder) => {
  const { files, signal } = params;
  const entries: FolderEntry[] = [];
  let error: AppError | null = null;
  for await (const chunk of files.list(open.folder, signal)) {
    if (chunk.ok) for (const entry of chunk.value) if (open.wants(entry.name)) entries.push(entry);
    if (!chunk.ok) error = chunk.error;
  }
  const contents = withoutFiltered(params, open, sortEntries(open.folder, entries));
  if (error === null) return contents;
  return { ...contents, skipped: [{ path: open.folder, error }, ...contents.skipped] };
};

/** Without what the filter leaves out. */
const withoutFiltered = (
  { filter }: ExpandParams,
  { filterFolder }: OpenFolder,
  contents: FolderContents,
): FolderContents => {
  if (filter === undefined) return contents;
  const below = (at: string) => path.relative(filterFolder, at);
  return {
    ...contents,
    filePaths: contents.filePaths.filter((at) => filter.wantsFile(below(at))),
    folderPaths: contents.folderPaths.filter((at) => filter.wantsFolder(below(at))),
    skipped: contents.skipped.filter(({ path: at }) => filter.wantsFile(below(at))),
  };
};

/** Files that are links out of the selected folder. One that leads nowhere is looked at like a file, and says so. */
const linksOutside = async (
  { files, followsLinks = false }: ExpandParams,
  { filePaths, links }: FolderContents,
  root: string,
): Promise<ReadonlySet<string>> => {
  const outside = new Set<string>();
  if (followsLinks || links.size === 0) return outside;
  for (const at of filePaths) {
    if (!links.has(at)) continue;
    const real = await files.realPath(at);
    if (real.ok && !isBelow(root, real.value)) outside.add(at);
  }
  return outside;
};

/** Walks folders depth first, without recursion; a link back into a folder around it is cut. */
async function* walk(params: ExpandParams, start: OpenFolder): AsyncGenerator<readonly Found[]> {
  const waiting: OpenFolder[] = [start];
  for (let open = waiting.pop(); open !== undefined; open = waiting.pop()) {
    params.signal.throwIfAborted();
    const { folder, baseFolder, filterFolder, around } = open;
    const real = await params.files.realPath(folder);
    if (!real.ok) {
      yield [{ path: folder, error: real.error }];
      continue;
    }
    if (isInside(around, real.value)) {
      yield [notAFile(folder, "link loop")];
      continue;
    }
    const chain = { realPath: real.value, around };
    const root = rootOf(chain);
    if (params.followsLinks !== true && !isBelow(root, real.value)) {
      yield [notAFile(folder, "link outside")];
      continue;
    }
    const contents = await readFolder(params, open);
    const outside = await linksOutside(params, contents, root);
    const skipped = [
      ...contents.skipped,
      ...Array.from(outside, (at) => notAFile(at, "link outside")),
    ];
    if (skipped.length > 0) yield skipped;
    const inside = contents.filePaths.filter((at) => !outside.has(at));
    yield* statFiles(params, inside, baseFolder);
    for (const inner of contents.folderPaths.toReversed()) {
      waiting.push({ folder: inner, baseFolder, filterFolder, around: chain, wants: everyName });
    }
  }
}

/** Bytes of a command line that are no UTF-8 arrive as U+FFFD: such a path leads nowhere, but nothing has vanished. */
const notFound = (one: string, error: AppError): AppError =>
  error.code === "FileVanished" && one.includes("\u{FFFD}")
    ? { code: "NameNotUtf8", path: one }
    : error;

async function* expandOne(
  params: ExpandParams,
  one: SelectedPath,
): AsyncGenerator<readonly Found[]> {
  if (typeof one !== "string" && "folder" in one) {
    const except = new Set(one.except);
    const { folder, baseFolder, takes } = one;
    const wants = (name: string) => !except.has(name) && takesKind(takes, isHiddenName(name));
    yield* walk(params, { folder, baseFolder, filterFolder: folder, around: null, wants });
    return;
  }
  const { path: at, baseFolder } = toEntry(one);
  const { filter } = params;
  const below = path.relative(baseFolder, at);
  const kind = await params.files.kind(at);
  if (!kind.ok) yield [{ path: at, error: notFound(at, kind.error) }];
  else if (kind.value === "folder") {
    // A folder that stands for itself is wanted, whatever its name: patterns are for what is below it.
    const filterFolder = typeof one === "string" ? at : baseFolder;
    if (at !== filterFolder && filter?.wantsFolder(below) === false) return;
    yield* walk(params, { folder: at, baseFolder, filterFolder, around: null, wants: everyName });
  } else if (filter?.wantsFile(below) === false) return;
  else if (kind.value === "file") yield* statFiles(params, [at], baseFolder);
  else yield [notAFile(at, kind.value)];
}

/**
 * All files of a selection, in batches: folders walked, each file once, what cannot be sent with its reason
 * (vanished, unreadable, a socket, a link loop, a link out of the folder). Rejects with the reason of an abort.
 */
export async function* expandSelection(params: ExpandParams): AsyncGenerator<readonly Found[]> {
  let files = 0;
  let bytes = 0;
  for (const one of withoutOverlap(params.selected)) {
    for await (const batch of expandOne(params, one)) {
      for (const found of batch) {
        if (!("fingerprint" in found)) continue;
        files += 1;
        bytes += found.fingerprint.sizeBytes;
      }
      params.onProgress?.(files, bytes);
      yield batch;
    }
  }
}
