import manifest from "../../package.json" with { type: "json" };
import type { ProgramVersion } from "../domain/version-line.ts";

// Both put in by scripts/build.ts; there is none when the program runs from its source.
declare const __BUILD_ID__: string | undefined;
declare const __COMMIT__: string | undefined;

/** Of this very program. The commit is blank where it was not known. */
export const programVersion = (): ProgramVersion => ({
  version: manifest.version,
  buildId: typeof __BUILD_ID__ === "string" ? __BUILD_ID__ : null,
  commit: (typeof __COMMIT__ === "string" && __COMMIT__.trim()) || null,
});
