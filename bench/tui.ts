import { loadavg } from "node:os";
import { isReached } from "./aims.ts";
import { keepResults, keptResults } from "./kept-results.ts";
import { machineName } from "./machine.ts";
import { writeSection } from "./readme-section.ts";
import {
  firstFrameTime,
  largeFolderTime,
  measureAtRest,
  measureAtWork,
  queueMemory,
  startTimes,
} from "./tui/measure-app.ts";
import { measureOthers, missingOthers } from "./tui/measure-others.ts";
import { makePlace, type Place } from "./tui/place.ts";
import { rowNames, tuiAims, type Row, type TuiResults } from "./tui/results.ts";
import { toMarkdown } from "./tui/to-markdown.ts";

const mebibyte = 1024 ** 2;

const row = (name: string, unit: string, measured: number): Row => ({ name, unit, measured });

const measure = async (place: Place): Promise<readonly Row[]> => {
  const rest = await measureAtRest(place);
  const work = await measureAtWork(place);
  const start = startTimes(11);
  const firstFrameMs = await firstFrameTime(place);
  const folderMs = await largeFolderTime(place);
  const memory = await queueMemory(place);
  const keyMs = Math.max(work.filesKeys.p95Ms, work.queueKeys.p95Ms);
  return [
    row(rowNames.version, "ms", start.versionMs),
    row(rowNames.bareNode, "ms", start.bareNodeMs),
    row(rowNames.firstFrame, "ms", firstFrameMs),
    row(rowNames.folder, "ms", folderMs),
    row(rowNames.keyAtRest, "B", rest.keys.medianBytes),
    row(rowNames.keyAtWork, "B", work.filesKeys.medianBytes),
    row(rowNames.keyTime, "ms", keyMs),
    row(rowNames.keyMedian, "ms", Math.max(work.filesKeys.medianMs, work.queueKeys.medianMs)),
    row(rowNames.echoTime, "ms", work.echoKeys.p95Ms),
    row(rowNames.frames, "/s", work.queue.framesPerSecond),
    row(rowNames.bytes, "B/s", work.queue.bytesPerSecond),
    row(rowNames.idle, "B/s", rest.idle.bytesPerSecond),
    row(rowNames.appMemory, "MiB", memory.appBytes / mebibyte),
    row(rowNames.workerMemory, "MiB", memory.workerBytes / mebibyte),
  ];
};

/** Measures the terminal app on a PTY beside mc and nnn; prints its page, and keeps it in bench/results/tui and README.md. */
export const benchTui = async (): Promise<void> => {
  const [load = 0] = loadavg();
  const place = await makePlace();
  try {
    const others = await measureOthers(place);
    const results: TuiResults = {
      measuredAt: new Date().toISOString(),
      machine: machineName(),
      loadAverage: load,
      rows: await measure(place),
      others,
      missing: missingOthers(),
    };
    console.log(toMarkdown([results]));
    await keepResults("tui", results);
    await writeSection("tui", toMarkdown(await keptResults<TuiResults>("tui")));
    if (tuiAims.some((aim) => !isReached(aim, results))) process.exitCode = 1;
  } finally {
    await place.close();
  }
};
