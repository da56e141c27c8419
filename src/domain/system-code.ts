/** The code of what the system or Node threw, such as ENOENT or ERR_INVALID_ARG_TYPE; null for what has none. */
export const systemCode = (thrown: unknown): string | null =>
  thrown instanceof Error && "code" in thrown && typeof thrown.code === "string"
    ? thrown.code
    : null;

// No space left, the user's quota is used up, a file beyond what the file system or `ulimit -f` allows.
const diskFullCodes: ReadonlySet<string> = new Set(["ENOSPC", "EDQUOT", "EFBIG"]);

/** True when a write failed for want of room: to free some is what helps. */
export const isDiskFull = (code: string | null): boolean =>
  code !== null && diskFullCodes.has(code);
