import type { UploadOptions } from "../../domain/transfer.ts";

/** The options with a MIME type by the file's extension, unless one was given or the extension is unknown. */
export type ContentTyping = (options: UploadOptions, path: string) => UploadOptions;

/** The table of types is large: it is loaded with the first file that is queued, not with the program. */
export const loadContentTypes = async (): Promise<ContentTyping> => {
  const { default: mime } = await import("mime-types");
  // One object for all files that are sent alike, whoever asked: there may be 100,000 of them.
  const known = new Map<string, UploadOptions>();
  return (options, path) => {
    if (options.contentType !== undefined) return options;
    const contentType = mime.lookup(path);
    if (contentType === false) return options;
    const withType = { ...options, contentType };
    const name = JSON.stringify(withType);
    const same = known.get(name) ?? withType;
    known.set(name, same);
    return same;
  };
};
