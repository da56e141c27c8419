import { hasProgram } from "../tool-missing.ts";
import { arrows, pressKeys, type KeyStrokes } from "./key-strokes.ts";
import type { Place } from "./place.ts";
import { median } from "./statistics.ts";
import { startTimed } from "./timed-terminal.ts";

/** Another file manager: how it is started, and what its screen shows of a sorted folder. */
interface Other {
  readonly name: "mc" | "nnn";
  readonly command: (folder: string) => readonly string[];
  readonly down: string;
}

const others: readonly Other[] = [
  {
    name: "mc",
    command: (folder) => ["mc", "--nomouse", "--nosubshell", folder, folder],
    down: arrows.applicationDown,
  },
  { name: "nnn", command: (folder) => ["nnn", folder], down: arrows.down },
];

export interface OtherResult {
  readonly name: string;
  readonly drawnMs: number;
  readonly keys: KeyStrokes;
}

/** Those that are not on this machine. */
export const missingOthers = (): readonly string[] =>
  others.map(({ name }) => name).filter((name) => !hasProgram(name));

/** mc and nnn in the same folder of 100,000 entries: until it is drawn, and what a Down key costs. */
export const measureOthers = async (place: Place): Promise<readonly OtherResult[]> => {
  const environment = await place.environment("others");
  const results: OtherResult[] = [];
  for (const { name, command, down } of others.filter((each) => hasProgram(each.name))) {
    const times: number[] = [];
    let keys: KeyStrokes | null = null;
    for (let run = 0; run < 5; run += 1) {
      const terminal = startTimed(command(place.folders.hundredThousand), {
        ...environment,
        SHELL: "/bin/sh",
        XDG_CONFIG_HOME: environment["HOME"] ?? "",
      });
      const drawnAtMs = await terminal.waitFor((screen) => screen.includes("file-000005"));
      times.push(drawnAtMs - terminal.startedAtMs);
      await terminal.quiet(300);
      keys ??= await pressKeys(terminal, [down], 100);
      await terminal.close();
    }
    if (keys) results.push({ name, drawnMs: median(times), keys });
  }
  return results;
};
