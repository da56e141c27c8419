import { lookup } from "mime-types";
import type { UploadOptions } from "../../domain/transfer.ts";

/** The options with a MIME type: the one that was asked for, else by the name's extension, else none. */
export const withContentType = (name: string, options: UploadOptions): UploadOptions => {
  const found = options.contentType ?? lookup(name);
  return found === false ? options : { ...options, contentType: found };
};
