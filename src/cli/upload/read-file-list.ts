import { readFile } from "node:fs/promises";
import path from "node:path";
import { buffer } from "node:stream/consumers";
import type { SkippedPath } from "../../domain/delivery-plan.ts";
import type { AppError } from "../../domain/errors.ts";
import { fail, ok, type Result } from "../../domain/result.ts";
import { isClosedInput, isFolderInput } from "../../wiring/open-stdin.ts";
import { systemCode } from "../../domain/system-code.ts";

/** Where names of files to upload are listed. */
export interface FileList {
  /** As typed; "-" is standard input. */
  readonly file: string;
  readonly endsWith: "newline" | "nul";
}

/** The paths of a list, as they stand there, and those that are no text. */
export interface ListedPaths {
  readonly paths: readonly string[];
  readonly unusable: readonly SkippedPath[];
}

export interface ReadFileListParams {
  readonly list: FileList;
  /** Relative paths begin here. */
  readonly folder: string;
  readonly stdin: NodeJS.ReadStream;
}

/** The options that name such a list. */
export const fileListOptions = { newline: "--files-from", nul: "--files-from0" } as const;

const endBytes = { newline: 0x0a, nul: 0x00 } as const;

/** The pieces of a list, without their ends; nothing stands for an empty one. */
function* pieces(bytes: Buffer, end: number): Generator<Buffer> {
  for (let from = 0; from < bytes.length;) {
    const found = bytes.indexOf(end, from);
    const to = found === -1 ? bytes.length : found;
    if (to > from) yield bytes.subarray(from, to);
    from = to + 1;
  }
}

const carriageReturn = 0x0d;

/** Lists that were written on Windows have two signs at the end of a line. */
const withoutReturn = (line: Buffer): Buffer =>
  line.at(-1) === carriageReturn ? line.subarray(0, -1) : line;

const readBytes = async ({ list, folder, stdin }: ReadFileListParams): Promise<Buffer> =>
  list.file === "-" ? buffer(stdin) : readFile(path.resolve(folder, list.file));

const refuse = ({ file, endsWith }: FileList, problem: string): Result<never, AppError> => {
  const given = { option: fileListOptions[endsWith], value: file };
  return fail({ code: "InvalidInput", field: "filesFrom", problem, given });
};

const readProblems: Readonly<Record<string, string>> = {
  ENOENT: "does not exist",
  EISDIR: "is a folder; name a file",
};

/** A name may hold a newline; a list of names without a NUL is one of lines. */
const hasLinesAlone = (bytes: Buffer): boolean =>
  bytes.includes(endBytes.newline) && !bytes.includes(endBytes.nul);

/** Reads a list of paths. A name that is not UTF-8 is told, not mangled. Fails with InvalidInput. */
export const readFileList = async (
  params: ReadFileListParams,
): Promise<Result<ListedPaths, AppError>> => {
  const { endsWith } = params.list;
  if (params.list.file === "-" && isClosedInput(params.stdin))
    return refuse(params.list, "is standard input, which is closed");
  if (params.list.file === "-" && isFolderInput(params.stdin))
    return refuse(params.list, "is standard input, which is a folder");
  let bytes: Buffer;
  try {
    bytes = await readBytes(params);
  } catch (thrown) {
    const code = systemCode(thrown) ?? "unknown error";
    return refuse(params.list, readProblems[code] ?? `cannot be read (${code})`);
  }
  if (endsWith === "nul" && hasLinesAlone(bytes))
    return refuse(params.list, `has lines, and no NUL: use ${fileListOptions.newline}`);
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  const paths: string[] = [];
  const unusable: SkippedPath[] = [];
  for (const piece of pieces(bytes, endBytes[endsWith])) {
    const name = endsWith === "newline" ? withoutReturn(piece) : piece;
    if (name.length === 0) continue;
    try {
      paths.push(decoder.decode(name));
    } catch {
      const at = name.toString();
      unusable.push({ path: at, error: { code: "NameNotUtf8", path: at } });
    }
  }
  return ok({ paths, unusable });
};
