import { accessSync, constants } from "node:fs";
import path from "node:path";

/** A bench cannot run here: said as it is, without a stack. */
export class ToolMissing extends Error {}

/** Whether a program of this name lies on the PATH. */
export const hasProgram = (name: string): boolean =>
  (process.env["PATH"] ?? "").split(path.delimiter).some((folder) => {
    try {
      accessSync(path.join(folder, name), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });

/** Throws ToolMissing, which says what to install. */
export const requirePrograms = (needed: Readonly<Record<string, string>>): void => {
  const missing = Object.entries(needed).filter(([name]) => !hasProgram(name));
  if (missing.length === 0) return;
  const names = missing.map(([name]) => name).join(", ");
  const packages = [...new Set(missing.map(([, debian]) => debian))].join(" ");
  throw new ToolMissing(`not on the PATH: ${names}. On Debian: apt install ${packages}`);
};
