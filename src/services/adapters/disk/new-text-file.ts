import { mkdir, open } from "node:fs/promises";
import path from "node:path";
import type { AppError } from "../../../domain/errors.ts";
import { fail, ok, type Result } from "../../../domain/result.ts";
import { isDiskFull, systemCode } from "../../../domain/system-code.ts";
import { fileProblem } from "./file-errors.ts";

const maxTries = 1_000;

const writeError = (code: string, file: string): AppError =>
  isDiskFull(code)
    ? { code: "DiskFull", path: path.dirname(file) }
    : { code: "FileUnwritable", path: file, reason: fileProblem(code) };

/**
 * Writes a text to a new file of the sender's (0600), never over an old one: "receipt.txt", else "receipt (2).txt".
 * Gives the path. Fails with DiskFull or FileUnwritable.
 */
export const writeNewTextFile = async (
  folder: string,
  suggestedName: string,
  text: string,
): Promise<Result<string, AppError>> => {
  const { name, ext } = path.parse(suggestedName.replace(/[/\\\p{Cc}]/gu, "_"));
  for (let count = 1; count <= maxTries; count += 1) {
    const file = path.join(folder, count === 1 ? `${name}${ext}` : `${name} (${count})${ext}`);
    try {
      const handle = await open(file, "wx", 0o600);
      try {
        await handle.writeFile(text);
      } finally {
        await handle.close();
      }
      return ok(file);
    } catch (thrown) {
      const code = systemCode(thrown);
      if (code === "EEXIST") continue;
      if (code === null) throw thrown;
      return fail(writeError(code, file));
    }
  }
  const reason = fileProblem("EEXIST");
  return fail({ code: "FileUnwritable", path: path.join(folder, suggestedName), reason });
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
