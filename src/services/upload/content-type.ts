import { lookup } from "mime-types";
import type { UploadOptions } from "../../domain/transfer.ts";

/** The options with a MIME type by the file's extension, unless one was given or the extension is unknown. */
export const withContentType = (options: UploadOptions, path: string): UploadOptions => {
  if (options.contentType !== undefined) return options;
  const contentType = lookup(path);
  return contentType === false ? options : { ...options, contentType };
};
