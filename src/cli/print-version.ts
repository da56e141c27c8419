import { writeSync } from "node:fs";
import { versionLine } from "../domain/version-line.ts";
import { programVersion } from "../wiring/version.ts";

/** Writes what `--version` says. False: it could not be written, and `run` is to try and to say why. */
export const printVersion = (): boolean => {
  try {
    writeSync(1, `${versionLine(programVersion())}\n`);
    return true;
  } catch {
    return false;
  }
};
