import { fstatSync } from "node:fs";
import type { AppError } from "../domain/errors.ts";
import { toFileError } from "../services/adapters/disk/file-errors.ts";

/** Standard input cannot be read; thrown, since it comes out of a stream. */
export class UnreadableInput extends Error {
  readonly error: AppError;

  constructor(error: AppError) {
    super("standard input cannot be read");
    this.error = error;
  }
}

/** The chunks of standard input; rejects with UnreadableInput where the system refuses. `path` is its name in errors. */
export async function* openStdin(
  stdin: AsyncIterable<string | Buffer>,
  path: string,
): AsyncGenerator<string | Buffer> {
  try {
    yield* stdin;
  } catch (thrown) {
    const error = toFileError(thrown, path);
    throw error ? new UnreadableInput(error) : thrown;
  }
}

/** True for a folder as standard input: Node reads it as if it were empty. */
export const isFolderInput = (stdin: object): boolean =>
  "fd" in stdin && typeof stdin.fd === "number" && fstatSync(stdin.fd).isDirectory();
