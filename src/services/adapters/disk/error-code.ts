/** The code of what node:fs or the system threw, such as ENOENT; empty for what has none. */
export const codeOf = (thrown: unknown): string =>
  thrown instanceof Error && "code" in thrown ? String(thrown.code) : "";

const fullCodes: ReadonlySet<string> = new Set(["ENOSPC", "EDQUOT", "EFBIG"]);

/** True when there is no room: the disk is full, or what this user may use of it. */
export const isFullDisk = (code: string): boolean => fullCodes.has(code);
