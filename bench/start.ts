import { spawnSync } from "node:child_process";
import { loadavg } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { isReached } from "./aims.ts";
import { keepResults, keptResults } from "./kept-results.ts";
import { machineName } from "./machine.ts";
import { writeSection } from "./readme-section.ts";
import { installProgram } from "./start/installed-program.ts";
import {
  startAims,
  starters,
  type Starter,
  type StartResults,
  type Turns,
} from "./start/results.ts";
import { toMarkdown } from "./start/to-markdown.ts";
import { makePlace, type Place } from "./tui/place.ts";
import { startTimed } from "./tui/timed-terminal.ts";

const main = path.resolve(import.meta.dirname, "../dist/main.js");
const versionTurns = 60;
const frameTurns = 30;
const warmUps = 3;
/** For a program to keep what it has compiled, as it does a second after its start. */
const keepMs = 2_500;

type Commands = Readonly<Record<Starter, readonly string[]>>;

/** One after the other, the first one by turns; the first few fill the caches and do not count. */
const inTurns = async (
  count: number,
  startOnce: (starter: Starter, isWarmUp: boolean) => Promise<number>,
): Promise<Turns> => {
  const turns: Record<Starter, number[]> = { "node dist/main.js": [], "the installed program": [] };
  for (let turn = -warmUps; turn < count; turn += 1) {
    const order = turn % 2 === 0 ? starters : starters.toReversed();
    for (const starter of order) {
      const ms = await startOnce(starter, turn < 0);
      if (turn >= 0) turns[starter].push(ms);
    }
  }
  return turns;
};

const versionTime = (
  [program = "", ...words]: readonly string[],
  environment: Readonly<Record<string, string>>,
): number => {
  const startedAtMs = performance.now();
  const { status } = spawnSync(program, [...words, "--version"], {
    env: { PATH: process.env["PATH"] ?? "", ...environment },
    stdio: "ignore",
  });
  const endedAtMs = performance.now();
  if (status !== 0) throw new Error(`${program} --version ended with ${status}`);
  return endedAtMs - startedAtMs;
};

const frameTime = async (
  command: readonly string[],
  place: Place,
  environment: Readonly<Record<string, string>>,
  isWarmUp: boolean,
): Promise<number> => {
  const app = startTimed([...command, "--start", place.folders.few], environment);
  const shownAtMs = await app.waitFor((screen) => screen.includes("[1 Files]"));
  if (isWarmUp) await sleep(keepMs);
  await app.close();
  return shownAtMs - app.startedAtMs;
};

const measure = async (
  commands: Commands,
  place: Place,
): Promise<Pick<StartResults, "version" | "firstFrame">> => {
  const environment = await place.environment("start");
  const version = await inTurns(versionTurns, async (starter) =>
    versionTime(commands[starter], environment),
  );
  const firstFrame = await inTurns(frameTurns, (starter, isWarmUp) =>
    frameTime(commands[starter], place, environment, isWarmUp),
  );
  return { version, firstFrame };
};

/** Measures the start of the installed program beside the one from source; prints its page and keeps it. */
export const benchStart = async (): Promise<void> => {
  const [load = 0] = loadavg();
  const installed = await installProgram();
  try {
    const place = await makePlace({ hundredThousand: 0, tenThousand: 0 });
    try {
      const commands = {
        "node dist/main.js": [process.execPath, main],
        "the installed program": [installed.script],
      };
      const results: StartResults = {
        measuredAt: new Date().toISOString(),
        machine: machineName(),
        loadAverage: load,
        ...(await measure(commands, place)),
      };
      console.log(toMarkdown([results]));
      await keepResults("start", results);
      await writeSection("start", toMarkdown(await keptResults<StartResults>("start")));
      if (startAims.some((aim) => !isReached(aim, results))) process.exitCode = 1;
    } finally {
      await place.close();
    }
  } finally {
    await installed.remove();
  }
};
