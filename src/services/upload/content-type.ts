import type { UploadOptions } from "../../domain/transfer.ts";

/** The options with a MIME type by the file's extension, unless one was given or the extension is unknown. */
export type ContentTyping = (options: UploadOptions, path: string) => UploadOptions;

/** With its dot; "" for none. */
const extensionOf = (path: string): string => {
  const dot = path.lastIndexOf(".");
  return dot > path.lastIndexOf("/") + 1 ? path.slice(dot) : "";
};

/** The table of types is large: it is loaded with the first file that is queued, not with the program. */
export const loadContentTypes = async (): Promise<ContentTyping> => {
  const { default: mime } = await import("mime-types");
  // One object for all files that are sent alike, whoever asked: there may be 100,000 of them.
  const known = new Map<string, UploadOptions>();
  const withType = (options: UploadOptions, contentType: string): UploadOptions => {
    const typed = { ...options, contentType };
    const name = JSON.stringify(typed);
    const same = known.get(name) ?? typed;
    known.set(name, same);
    return same;
  };
  // Most ask with the same object, for a few kinds of files.
  const byOptions = new WeakMap<UploadOptions, Map<string, UploadOptions>>();
  return (options, path) => {
    if (options.contentType !== undefined) return options;
    const byExtension = byOptions.get(options) ?? new Map<string, UploadOptions>();
    byOptions.set(options, byExtension);
    const extension = extensionOf(path);
    const before = byExtension.get(extension);
    if (before) return before;
    const contentType = mime.lookup(extension);
    const typed = contentType === false ? options : withType(options, contentType);
    byExtension.set(extension, typed);
    return typed;
  };
};
