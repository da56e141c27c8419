import { crc32 } from "node:zlib";
import type { AppError } from "../../domain/errors.ts";
import { fingerprintChanges } from "../../domain/fingerprint.ts";
import { fail, ok, type Result } from "../../domain/result.ts";
import type { OpenFile } from "../ports/file-source.ts";
import { readBody, readUntouched } from "./read-body.ts";
import type { UploadContext } from "./upload-context.ts";

/** Where the body of a put comes from, for each attempt anew. */
export interface PutSource {
  /** Fills `buffer` with all of it and gives its CRC32. FileChanged when it is not the file of the record any more. */
  read(buffer: Uint8Array): Promise<Result<number, AppError>>;
}

/** The body of an open file. */
export const openFileSource = ({ record }: UploadContext, file: OpenFile): PutSource => {
  let before = file.opened;
  return {
    read: (buffer) => {
      const { path, fingerprint } = record.transfer;
      return readUntouched(path, async () => {
        const body = await readBody(path, file, buffer, 0, fingerprint);
        if (!body.ok) return body;
        const known = before;
        before = body.value.after;
        return ok({ ...body.value, before: known });
      });
    },
  };
};

/** The body of a small file, opened and closed for each attempt. */
export interface SmallFileSource extends PutSource {
  /** True when the file is not what was queued, or not as long as it says, and nothing of it has been sent. */
  isStale(): boolean;
}

/** A file that is read at one go: to keep it open for its request would be four looks more. */
export const smallFileSource = ({ resources, record }: UploadContext): SmallFileSource => {
  let isRead = false;
  let isStale = false;
  const readOnce = async (buffer: Uint8Array) => {
    const { path, fingerprint } = record.transfer;
    const file = await resources.files.readEntire(path, buffer);
    if (!file.ok) return file;
    const { opened, after, readBytes, isLonger } = file.value;
    const what = fingerprintChanges(fingerprint, opened);
    if (what.length > 0) {
      isStale = !isRead;
      return fail({ code: "FileChanged", path, what } as const);
    }
    const meanwhile = fingerprintChanges(opened, after);
    if (meanwhile.length > 0) return fail({ code: "FileChanged", path, what: meanwhile } as const);
    if (readBytes < buffer.length || isLonger) {
      // Its size is not true: whoever opens it finds the right one.
      isStale = !isRead;
      return fail({ code: "FileChanged", path, what: ["size"] } as const);
    }
    return ok({ crc32: crc32(buffer), before: opened, after });
  };
  return {
    isStale: () => isStale,
    read: async (buffer) => {
      const body = await readUntouched(record.transfer.path, () => readOnce(buffer));
      if (body.ok) isRead = true;
      return body;
    },
  };
};
