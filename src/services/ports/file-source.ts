import type { AppError } from "../../domain/errors.ts";
import type { EntryKind, FolderEntry } from "../../domain/folder-entry.ts";
import type { PackedFolder } from "../../domain/packed-folder.ts";
import type { Fingerprint } from "../../domain/fingerprint.ts";
import type { Result } from "../../domain/result.ts";

/**
 * SHA-256 and CRC32 of one pass over an open file, off the main thread. What is asked for in order is summed while it
 * is read for the asker, so that it is read once.
 */
export interface SinglePassDigest {
  /**
   * Fills `buffer` with what is at `position`, as `OpenFile.readWithChecksum` does; null where the pass has gone by
   * already, or is far behind: to be read otherwise.
   */
  fill(buffer: Uint8Array, position: number): Promise<Result<ChecksummedRead, AppError>> | null;
  /** The CRC32 of what is at `position`, for what is read once more when it is sent; null as above. */
  sum(position: number, sizeBytes: number): Promise<Result<ChecksummedRead, AppError>> | null;
  /** Reads the rest. Rejects with the signal's reason. */
  finish(): Promise<Result<FileDigest, AppError>>;
}

/** An open file, read by position. */
export interface OpenFile {
  /** As it was when it was opened. */
  readonly opened: Fingerprint;
  /** True when its path is a link: who may write there chooses what it leads to. Absent: it is none. */
  readonly isLink?: boolean;
  /** Of the open file itself, now. */
  fingerprint(): Promise<Result<Fingerprint, AppError>>;
  /** Fills `buffer` from `position`; the count is smaller only at the end of the file. */
  read(buffer: Uint8Array, position: number): Promise<Result<number, AppError>>;
  /** The same, with the CRC32 of what was read, continued from `before`. */
  readWithChecksum(
    buffer: Uint8Array,
    position: number,
    before?: number,
  ): Promise<Result<ChecksummedRead, AppError>>;
  /**
   * Begins a pass, which ends with `finish` or the signal. Null: no thread can read it, or not at once, as on a network,
   * where a second read tells what a look at the file may not.
   */
  readonly startDigest: ((signal: AbortSignal) => SinglePassDigest) | null;
  close(): Promise<void>;
}

/** What a read has put into its buffer. */
export interface ChecksummedRead {
  readonly bytes: number;
  /** Unsigned 32 bit. */
  readonly crc32: number;
}

/** A small file, read at one go. */
export interface EntireFile {
  /** As it was when it was opened. */
  readonly opened: Fingerprint;
  /** As the open file was after the read. */
  readonly after: Fingerprint;
  /** Bytes read from its start; fewer than the buffer takes when it ends before. */
  readonly readBytes: number;
  /** More came behind what fills the buffer. */
  readonly isLonger: boolean;
}

/** Both sums are of the same bytes, so that the CRC32 tells whether the SHA-256 is of what was sent. */
export interface FileDigest {
  /** Lower-case hex. */
  readonly sha256: string;
  /** Unsigned 32 bit. */
  readonly crc32: number;
  readonly sizeBytes: number;
}

/** The sender's files. Never writes. Fails with FileVanished, FileUnreadable, NotAFile, NameNotUtf8. */
export interface FileSource {
  /** Of a file that may be read, without opening it. */
  fingerprint(path: string): Promise<Result<Fingerprint, AppError>>;
  /** Of a file whose size is not true, `opened` has the one that was read. */
  open(path: string): Promise<Result<OpenFile, AppError>>;
  /** Opens, looks, fills `buffer`, looks again and closes, all in one: what small files are sent from. */
  readEntire(path: string, buffer: Uint8Array): Promise<Result<EntireFile, AppError>>;
  kind(path: string): Promise<Result<EntryKind, AppError>>;
  /** Entries in chunks as the disk gives them, unsorted, names and kinds first (hasDetails false). */
  list(
    folder: string,
    signal: AbortSignal,
  ): AsyncIterable<Result<readonly FolderEntry[], AppError>>;
  /** All of a folder, sorted and packed; the disk is read by one job, which no signal stops. */
  listAll(folder: string, signal: AbortSignal): Promise<Result<PackedFolder, AppError>>;
  /** Sizes and times of some entries of a folder. */
  details(
    folder: string,
    names: readonly string[],
    signal: AbortSignal,
  ): Promise<readonly FolderEntry[]>;
  /** Path with links resolved, for finding loops. */
  realPath(path: string): Promise<Result<string, AppError>>;
  /** SHA-256 and CRC32 of one pass over the whole file, off the main thread. */
  digest(path: string, signal: AbortSignal): Promise<Result<FileDigest, AppError>>;
}
