/** The code of what node:fs or the system threw, such as ENOENT; empty for what has none. */
export const codeOf = (thrown: unknown): string =>
  thrown instanceof Error && "code" in thrown ? String(thrown.code) : "";
