import { mkdir } from "node:fs/promises";
import path from "node:path";
import type { AppError } from "../../../domain/errors.ts";
import { fail, ok, type Result } from "../../../domain/result.ts";
import { isDiskFull, systemCode } from "../../../domain/system-code.ts";
import { createFile } from "../../../whole-files/create-file.ts";
import { syncFolder } from "../../../whole-files/sync.ts";
import { fileProblem } from "./file-errors.ts";

/** Somebody who has saved so many under one name has a folder to clear up. */
const maxNames = 1_000;

const writeError = (code: string, file: string): AppError =>
  isDiskFull(code)
    ? { code: "DiskFull", path: path.dirname(file) }
    : { code: "FileUnwritable", path: file, reason: fileProblem(code) };

/** "receipt.txt", "receipt (2).txt", "receipt (3).txt" and so on. */
const namesLike = function* (suggestedName: string): Generator<string> {
  const { name, ext } = path.parse(suggestedName);
  yield suggestedName;
  for (let count = 2; count <= maxNames; count += 1) yield `${name} (${count})${ext}`;
};

/**
 * Writes a text to a new file of the sender's (0600), never over an old one: "receipt.txt", else "receipt (2).txt".
 * Whoever watches the folder sees all of it or nothing. Gives the path. Fails with DiskFull or FileUnwritable.
 */
export const writeNewTextFile = async (
  folder: string,
  suggestedName: string,
  text: string,
): Promise<Result<string, AppError>> => {
  const name = suggestedName.replace(/[/\\\p{Cc}]/gu, "_");
  try {
    const file = await createFile(folder, namesLike(name), text);
    if (file === null) return fail(writeError("EEXIST", path.join(folder, name)));
    await syncFolder(folder);
    return ok(file);
  } catch (thrown) {
    const code = systemCode(thrown);
    if (code === null) throw thrown;
    return fail(writeError(code, path.join(folder, name)));
  }
};

/** As `writeNewTextFile`, in a folder of the person's own that is made (0700) when there is none. */
export const writeToOwnFolder = async (
  folder: string,
  suggestedName: string,
  text: string,
): Promise<Result<string, AppError>> => {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
  } catch (thrown) {
    const code = systemCode(thrown);
    if (code === null) throw thrown;
    return fail(writeError(code, path.join(folder, suggestedName)));
  }
  return writeNewTextFile(folder, suggestedName, text);
};
