import { mkdir, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { besideFile, besideLine } from "./beside.ts";
import { machineName } from "./machine.ts";
import { writeSection } from "./readme-section.ts";
import { ceiling } from "./upload/ceiling.ts";
import { compare, Scratch } from "./upload/compare.ts";
import { measure } from "./upload/measure.ts";
import { ourCommand } from "./upload/ours.ts";
import { findPeers } from "./upload/peers.ts";
import type { Contender } from "./upload/peers.ts";
import { buildPrograms } from "./upload/programs.ts";
import type { Programs } from "./upload/programs.ts";
import { measureQueue } from "./upload/queue.ts";
import { ours, oursWithSha256, reaches } from "./upload/results.ts";
import type { UploadResults, WorkResult } from "./upload/results.ts";
import { startSink } from "./upload/sink.ts";
import type { Sink } from "./upload/sink.ts";
import { writeManyFiles, writeRandomFile, writeSparseFile } from "./upload/sources.ts";
import { toChart } from "./upload/to-chart.ts";
import { toMarkdown } from "./upload/to-markdown.ts";
import { workloads } from "./upload/workloads.ts";
import type { Workload } from "./upload/workloads.ts";

// BENCH_ROUNDS=1 is for a first look; BENCH_ONLY=W1,W3 for some of them.
const rounds = Number(process.env["BENCH_ROUNDS"] ?? 5);
const only = process.env["BENCH_ONLY"]?.split(",") ?? null;
const isWanted = (name: string): boolean => only === null || only.includes(name);

const gibibyte = 1024 ** 3;
const sparseBytes = 200 * gibibyte;
const sparseSeconds = 60;
const largeBytes = 5 * gibibyte;

interface Bench {
  readonly scratch: Scratch;
  readonly programs: Programs;
  readonly sink: Sink;
}

const besideProgram = besideFile("dist/main.js");
const beside = (name: string): string => `beside: ${name}`;

const besideContenders = (scratch: Scratch, program: string): readonly Contender[] => [
  { name: beside(ours), command: (work) => ourCommand(work, scratch.next(), false, program) },
  {
    name: beside(oursWithSha256),
    command: (work) => ourCommand(work, scratch.next(), true, program),
  },
];

const sayBeside = ({ name: work, scores }: WorkResult): void => {
  for (const name of [ours, oursWithSha256]) {
    const own = scores.find((score) => score.name === name);
    const other = scores.find((score) => score.name === beside(name));
    if (!own || !other) continue;
    console.log(besideLine(`${work} ${name}, seconds`, own.seconds, other.seconds));
    console.log(besideLine(`${work} ${name}, CPU seconds`, own.cpuSeconds, other.cpuSeconds));
    const inMebibytes = [own, other].map(({ peakRssBytes }) => peakRssBytes / 1024 ** 2);
    console.log(besideLine(`${work} ${name}, MiB`, inMebibytes[0] ?? 0, inMebibytes[1] ?? 0));
  }
};

const ourContenders = (scratch: Scratch): readonly Contender[] => [
  { name: ours, command: (work) => ourCommand(work, scratch.next(), false) },
  { name: oursWithSha256, command: (work) => ourCommand(work, scratch.next(), true) },
];

const runWork = async (bench: Bench, workload: Workload): Promise<WorkResult> => {
  const { scratch, programs, sink } = bench;
  const { name, title, files, bytesEach, shape } = workload;
  console.log(`${name}: ${title}`);
  const source = scratch.next();
  const isFolder = files > 1;
  await (isFolder ? writeManyFiles(source, files, bytesEach) : writeRandomFile(source, bytesEach));
  await sink.shape(shape);
  const endpoint = shape.delayMs > 0 ? sink.farEndpoint : sink.endpoint;
  const work = { source, isFolder, endpoint, cert: programs.cert };
  const contenders = [
    ...ourContenders(scratch),
    ...(besideProgram === null ? findPeers() : besideContenders(scratch, besideProgram)),
    ...(name === "W1" ? [ceiling(bytesEach)] : []),
  ];
  const scores = await compare(programs.measure, contenders, work, rounds, console.log);
  const result = { name, title, bytes: files * bytesEach, scores };
  sayBeside(result);
  return result;
};

/** Memory alone: a file that takes no room, sent whole, or cut off. */
const runSparse = async (
  { scratch, programs, sink }: Bench,
  bytes: number,
  cutOffSeconds: number,
): Promise<UploadResults["sparse"]> => {
  const until = cutOffSeconds === 0 ? "whole" : `for ${cutOffSeconds} s`;
  console.log(`W4: a sparse file of ${bytes / gibibyte} GiB, ${until}`);
  const source = scratch.next();
  await writeSparseFile(source, bytes);
  await sink.shape({ delayMs: 0, bytesPerSecond: 0 });
  const work = { source, isFolder: false, endpoint: sink.endpoint, cert: programs.cert };
  const command = ourCommand(work, scratch.next(), true);
  return { ...(await measure(programs.measure, command, cutOffSeconds)), bytes };
};

const report = async (results: UploadResults): Promise<void> => {
  const file = path.join(import.meta.dirname, "results/upload.json");
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, `${JSON.stringify(results, null, 2)}\n`);
  await writeSection("upload", toMarkdown(results));
  await writeFile(
    path.resolve(import.meta.dirname, "../docs/pictures/bench-upload.svg"),
    toChart(results),
  );
};

/**
 * Uploads beside the peers on this machine, W1 to W5: prints the aims, and writes bench/results/upload.json,
 * bench/README.md and the chart when all of them ran. Ten minutes.
 */
export const benchUpload = async (): Promise<void> => {
  const scratch = await Scratch.create(tmpdir());
  try {
    const programs = buildPrograms(scratch.root);
    const sink = await startSink(programs);
    try {
      const bench = { scratch, programs, sink };
      const works: WorkResult[] = [];
      for (const workload of workloads) {
        if (isWanted(workload.name)) works.push(await runWork(bench, workload));
      }
      const nothing = { seconds: 0, cpuSeconds: 0, peakRssBytes: 0, bytes: 0 };
      const sparse = isWanted("W4") ? await runSparse(bench, sparseBytes, sparseSeconds) : nothing;
      const large = isWanted("W4") ? await runSparse(bench, largeBytes, 0) : nothing;
      const queue = await measureQueue(scratch, isWanted("W5") ? 100_000 : 0);
      const date = new Date().toISOString().slice(0, 10);
      const results = { date, machine: machineName(), rounds, works, sparse, large, queue };
      for (const { what, aim, is, isReached } of reaches(results)) {
        console.log(`${isReached ? "reached" : "MISSED "}  ${what}: ${is} (${aim})`);
      }
      if (only === null && besideProgram === null) await report(results);
    } finally {
      await sink.close();
    }
  } finally {
    await scratch.remove();
  }
};
