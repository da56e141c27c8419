import { readFile } from "node:fs/promises";
import { createSecureContext } from "node:tls";
import { fail, ok, type Result } from "../../domain/result.ts";
import { nextSteps, withNext } from "../words/next-steps.ts";
import { commandWords } from "../words/command-words.ts";

/** Certificate chain and key, as PEM. */
export interface TlsIdentity {
  readonly cert: Buffer;
  readonly key: Buffer;
}

export interface TlsFiles {
  readonly certFile: string;
  readonly keyFile: string;
}

const afterFileError = (code: string, file: string): readonly string[] =>
  code === "ENOENT" ? [nextSteps.noSuchFile(file)] : nextSteps.afterSystemError(code, file);

/** Reads both files and proves that they belong together. Fails with a sentence that holds nothing of the key. */
export const readTlsIdentity = async (files: TlsFiles): Promise<Result<TlsIdentity, string>> => {
  try {
    const [cert, key] = await Promise.all([readFile(files.certFile), readFile(files.keyFile)]);
    createSecureContext({ cert, key });
    return ok({ cert, key });
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown";
    const file = error instanceof Error && "path" in error ? String(error.path) : null;
    const words = commandWords.certificateUnusable(files.certFile, code);
    const next = file === null ? nextSteps.afterTlsError(code) : afterFileError(code, file);
    return fail(withNext(words, ...next));
  }
};
