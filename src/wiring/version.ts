import manifest from "../../package.json" with { type: "json" };
import type { ProgramVersion } from "../domain/version-line.ts";
import { thisBuild } from "../services/adapters/daemon/build.ts";

/** Put in by scripts/build.ts, blank where it was not known. There is none when the program runs from its source. */
declare const __COMMIT__: string | undefined;

/** Of this release. */
export const version: string = manifest.version;

/** Of this very program. */
export const programVersion = (): ProgramVersion => ({
  version,
  buildId: thisBuild()?.id ?? null,
  commit: (typeof __COMMIT__ === "string" && __COMMIT__.trim()) || null,
});
