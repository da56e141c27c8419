import { readlink, realpath } from "node:fs/promises";
import path from "node:path";
import { systemCode } from "../../../domain/system-code.ts";

// As Linux allows: "path_resolution(7)".
const maxLinks = 40;

const readLinkOf = async (file: string): Promise<string | null> => {
  try {
    return await readlink(file);
  } catch (thrown) {
    const code = systemCode(thrown);
    // No link, or nothing there.
    if (code === "EINVAL" || code === "ENOENT") return null;
    throw thrown;
  }
};

/**
 * Where a file lies whose name may be a symbolic link, as those of people who keep their settings in another folder: at
 * the end of all links, also when nothing is there yet. Rejects with ELOOP, and with what node:fs says.
 */
export const behindLinks = async (file: string): Promise<string> => {
  let at = file;
  for (let links = 0; links < maxLinks; links += 1) {
    const target = await readLinkOf(at);
    if (target === null) return at;
    // A folder on the way may be a link itself, so that ".." does not lead back.
    at = path.resolve(await realpath(path.dirname(at)), target);
  }
  throw Object.assign(new Error(`too many links: ${file}`), { code: "ELOOP" });
};
