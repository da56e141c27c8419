import { readFileSync } from "node:fs";
import path from "node:path";

/** Lines of a file such as passwd(5), by their fields; null where it cannot be read. */
const readTable = (file: string): readonly (readonly string[])[] | null => {
  try {
    return readFileSync(file, "utf8")
      .split("\n")
      .map((line) => line.split(":"));
  } catch {
    return null;
  }
};

/**
 * True when a group is the user's own, as OpenSSH asks: `who`'s primary group, which nobody else is in. What a
 * directory service (LDAP) says of others nobody tells us, so that without a line here only a group that has the user's
 * own number counts. `root` is "/" except in tests.
 */
export const isPrivateGroup = (
  gid: number,
  who: { readonly uid: number; readonly gid: number },
  root = "/",
): boolean => {
  if (gid !== who.gid) return false;
  const users = readTable(path.join(root, "etc/passwd")) ?? [];
  const groups = readTable(path.join(root, "etc/group")) ?? [];
  const own = users.filter(([, , uid]) => Number(uid) === who.uid).map(([name]) => name);
  const hasOthers = users.some(
    ([name, , , primary]) =>
      primary !== undefined && Number(primary) === gid && !own.includes(name),
  );
  const lines = groups.filter(
    ([name, , id]) => name !== "" && id !== undefined && Number(id) === gid,
  );
  const members = lines.flatMap(([, , , names]) => names?.split(",") ?? []).filter(Boolean);
  if (hasOthers || members.some((name) => !own.includes(name))) return false;
  return gid === who.uid || (own.length > 0 && lines.length > 0);
};
