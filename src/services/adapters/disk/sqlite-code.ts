/** The extended result code that node:sqlite has thrown, whose low byte is the primary one (sqlite.org/rescode.html); else null. */
export const sqliteCode = (thrown: unknown): number | null =>
  thrown instanceof Error && "errcode" in thrown && typeof thrown.errcode === "number"
    ? thrown.errcode
    : null;
