import { fstatSync, statSync, writeSync } from "node:fs";
import { devNull } from "node:os";
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

const descriptorOf = (stdin: object): number | null =>
  "fd" in stdin && typeof stdin.fd === "number" ? stdin.fd : null;

/** True for a folder as standard input: Node reads it as if it were empty. */
export const isFolderInput = (stdin: object): boolean => {
  const fd = descriptorOf(stdin);
  return fd !== null && fstatSync(fd).isDirectory();
};

const isWritable = (fd: number): boolean => {
  try {
    // POSIX write(2): of no bytes it only looks for errors, such as EBADF where one may only read.
    writeSync(fd, Buffer.alloc(0));
    return true;
  } catch {
    return false;
  }
};

/**
 * True for standard input that is closed (`<&-`). Node puts /dev/null in its place, before any of our code runs
 * (node.cc, PlatformInit), and opens it for writing, too, which `</dev/null` does not.
 */
export const isClosedInput = (stdin: object): boolean => {
  const fd = descriptorOf(stdin);
  if (fd === null) return false;
  const { rdev } = fstatSync(fd);
  return rdev !== 0 && rdev === statSync(devNull).rdev && isWritable(fd);
};
