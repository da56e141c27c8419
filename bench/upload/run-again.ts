import { toScore } from "./compare.ts";
import type { Scratch } from "./compare.ts";
import { measure } from "./measure.ts";
import type { Measurement } from "./measure.ts";
import { ourCommand } from "./ours.ts";
import type { Programs } from "./programs.ts";
import type { AgainResult } from "./results.ts";
import type { Sink } from "./sink.ts";
import { writeManyFiles } from "./sources.ts";

const files = 2000;
const bytesEach = 4096;

/** W3b: all files, and once more with the same state when nothing has changed, at a sink that remembers its keys. */
export const runAgain = async (
  scratch: Scratch,
  programs: Programs,
  sink: Sink,
  rounds: number,
): Promise<AgainResult> => {
  console.log(`W3b: ${files} files of ${bytesEach} bytes, and once more`);
  const source = scratch.next();
  await writeManyFiles(source, files, bytesEach);
  const work = { source, isFolder: true, endpoint: sink.farEndpoint, cert: programs.cert };
  const runs: { readonly first: Measurement[]; readonly second: Measurement[] } = {
    first: [],
    second: [],
  };
  const bytes = { first: 0, second: 0 };
  for (let round = 1; round <= rounds; round += 1) {
    await sink.shape({ delayMs: 40, bytesPerSecond: 0, remembers: true });
    const command = ourCommand(work, scratch.next(), true);
    for (const which of ["first", "second"] as const) {
      const before = await sink.receivedBytes();
      const run = await measure(programs.measure, command);
      runs[which].push(run);
      const sent = (await sink.receivedBytes()) - before;
      bytes[which] += sent;
      console.log(`  ${round}/${rounds} ${which} run: ${run.seconds.toFixed(2)} s, ${sent} bytes`);
    }
  }
  return {
    first: toScore("first run", runs.first),
    second: toScore("second run", runs.second),
    firstBytes: bytes.first,
    secondBytes: bytes.second,
  };
};
