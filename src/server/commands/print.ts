import { fstatSync, readSync, statSync } from "node:fs";
import { devNull } from "node:os";
import { fail, ok, type Result } from "../../domain/result.ts";

/** The code of a write to standard output that failed; null for any other error. */
export const lostOutputCode = (error: unknown): string | null =>
  error instanceof Error && "syscall" in error && error.syscall === "write" && "code" in error
    ? String(error.code)
    : null;

const isReadable = (fd: number): boolean => {
  try {
    readSync(fd, Buffer.alloc(1));
    return true;
  } catch {
    return false;
  }
};

/**
 * True for standard output that is closed (`>&-`). Node puts /dev/null in its place (node.cc, PlatformInit), and opens it
 * for reading, too, which `>/dev/null` does not.
 */
const isClosed = (fd: number): boolean => {
  const { rdev } = fstatSync(fd);
  return rdev !== 0 && rdev === statSync(devNull).rdev && isReadable(fd);
};

/** Writes to standard output. Fails with the system's code when nobody gets it: a disk that is full, a reader that is gone. */
export const print = (text: string): Promise<Result<null, string>> =>
  new Promise((resolve) => {
    if (isClosed(process.stdout.fd)) return resolve(fail("EBADF"));
    const end = (error: unknown) =>
      resolve(error ? fail(lostOutputCode(error) ?? "unknown") : ok(null));
    // The answer tells of it; whoever listens for it would end the program first.
    process.stdout.removeAllListeners("error").on("error", () => undefined);
    try {
      process.stdout.write(text, end);
    } catch (error) {
      // A file is written to at once.
      end(error);
    }
  });
