import { homedir, userInfo } from "node:os";
import path from "node:path";

/**
 * This user's home folder, by HOME; where that is empty or relative, the account's: what is kept there would else lie in
 * the current folder, from which files are sent. Throws for a user without an account.
 */
export const homeFolder = (own: string = homedir()): string =>
  path.isAbsolute(own) ? own : userInfo().homedir;
