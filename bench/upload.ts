import { writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { besideFile, besideLine } from "./beside.ts";
import { isReached, showFigure, showLimit } from "./aims.ts";
import { keepResults, keptResults } from "./kept-results.ts";
import { machineName } from "./machine.ts";
import { writeSection } from "./readme-section.ts";
import { ceiling } from "./upload/ceiling.ts";
import { compare, Scratch } from "./upload/compare.ts";
import { measure } from "./upload/measure.ts";
import { ourCommand } from "./upload/ours.ts";
import { findPeers } from "./upload/peers.ts";
import type { Contender, Peers } from "./upload/peers.ts";
import { buildPrograms } from "./upload/programs.ts";
import type { Programs } from "./upload/programs.ts";
import { measureQueue } from "./upload/queue.ts";
import { ours, oursTuned } from "./upload/results.ts";
import type { MissingPeer, UploadResults, WorkResult } from "./upload/results.ts";
import { runAgain } from "./upload/run-again.ts";
import { startSink } from "./upload/sink.ts";
import type { Sink } from "./upload/sink.ts";
import {
  writeManyFiles,
  writeMixedFiles,
  writeRandomFile,
  writeSparseFile,
} from "./upload/sources.ts";
import { toChart } from "./upload/to-chart.ts";
import { toMarkdown } from "./upload/to-markdown.ts";
import { uploadAims } from "./upload/upload-aims.ts";
import { workloads } from "./upload/workloads.ts";
import type { Workload } from "./upload/workloads.ts";

// BENCH_ROUNDS=1 is for a first look; BENCH_ONLY=W1,W3 for some of them; BENCH_W8_FILES for fewer than 100,000.
const mixedFiles = Number(process.env["BENCH_W8_FILES"] ?? 100_000);
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
  readonly peers: Peers;
}

const besideProgram = besideFile("dist/main.js");
const beside = (name: string): string => `beside: ${name}`;

const ourContenders = (scratch: Scratch): readonly Contender[] => [
  { name: ours, command: (work) => ourCommand(work, scratch.next(), true) },
  { name: oursTuned, command: (work) => ourCommand(work, scratch.next(), false) },
];

const besideContenders = (scratch: Scratch, program: string): readonly Contender[] => [
  { name: beside(ours), command: (work) => ourCommand(work, scratch.next(), true, program) },
  { name: beside(oursTuned), command: (work) => ourCommand(work, scratch.next(), false, program) },
];

const sayBeside = ({ name: work, scores }: WorkResult): void => {
  for (const name of [ours, oursTuned]) {
    const own = scores.find((score) => score.name === name);
    const other = scores.find((score) => score.name === beside(name));
    if (!own || !other) continue;
    console.log(besideLine(`${work} ${name}, seconds`, own.seconds, other.seconds));
    console.log(besideLine(`${work} ${name}, CPU seconds`, own.cpuSeconds, other.cpuSeconds));
    const inMebibytes = [own, other].map(({ peakRssBytes }) => peakRssBytes / 1024 ** 2);
    console.log(besideLine(`${work} ${name}, MiB`, inMebibytes[0] ?? 0, inMebibytes[1] ?? 0));
  }
};

interface WorkRun {
  readonly result: WorkResult;
  readonly failed: readonly MissingPeer[];
}

const sayFailed = (failed: readonly MissingPeer[], work: string): readonly MissingPeer[] =>
  failed.map(({ name, reason }) => ({ name: `${name} in ${work}`, reason }));

const runWork = async (bench: Bench, workload: Workload): Promise<WorkRun> => {
  const { scratch, programs, sink, peers } = bench;
  const { name, title, files, bytesEach, shape, isPlain = false } = workload;
  console.log(`${name}: ${title}`);
  const source = scratch.next();
  const isFolder = files > 1;
  await (isFolder ? writeManyFiles(source, files, bytesEach) : writeRandomFile(source, bytesEach));
  await sink.shape(shape);
  const tlsEndpoint = shape.delayMs > 0 ? sink.farEndpoint : sink.endpoint;
  const endpoint = isPlain ? sink.farPlainEndpoint : tlsEndpoint;
  const work = { source, isFolder, endpoint, cert: programs.cert };
  const contenders = [
    ...ourContenders(scratch),
    ...(besideProgram === null ? peers.contenders : besideContenders(scratch, besideProgram)),
    ...(name === "W1" ? [ceiling(bytesEach)] : []),
  ];
  const { scores, failed } = await compare(programs.measure, contenders, work, rounds, console.log);
  const result = { name, title, files, bytes: files * bytesEach, scores };
  sayBeside(result);
  return { result, failed: sayFailed(failed, name) };
};

/** W8: a whole queue of files of all small sizes. The slow peers would take an hour. */
const runMixed = async (bench: Bench): Promise<WorkRun> => {
  const { scratch, programs, sink, peers } = bench;
  const name = "W8";
  const count = mixedFiles.toLocaleString("en");
  const title = `${count} files of 1 KiB to 1 MiB, whole, 40 ms an answer`;
  console.log(`${name}: ${title}`);
  const source = scratch.next();
  const bytes = await writeMixedFiles(source, mixedFiles);
  await sink.shape({ delayMs: 40, bytesPerSecond: 0 });
  const work = { source, isFolder: true, endpoint: sink.farEndpoint, cert: programs.cert };
  const others =
    besideProgram === null
      ? peers.contenders.filter((peer) => peer.name.startsWith("s5cmd"))
      : besideContenders(scratch, besideProgram).slice(0, 1);
  const contenders = [...ourContenders(scratch).slice(0, 1), ...others];
  const { scores, failed } = await compare(
    programs.measure,
    contenders,
    work,
    Math.min(rounds, 3),
    console.log,
  );
  const result = { name, title, files: mixedFiles, bytes, scores };
  sayBeside(result);
  return { result, failed: sayFailed(failed, name) };
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
  await keepResults("upload", results);
  await writeSection("upload", toMarkdown(await keptResults<UploadResults>("upload")));
  await writeFile(
    path.resolve(import.meta.dirname, "../docs/pictures/bench-upload.svg"),
    toChart(results),
  );
};

const sayAims = (results: UploadResults): void => {
  for (const aim of uploadAims) {
    const verdict = isReached(aim, results) ? "reached" : "MISSED ";
    const is = showFigure(aim, aim.of(results));
    console.log(`${verdict}  ${aim.what}: ${is} (${showLimit(aim)})`);
  }
};

const runAll = async (bench: Bench): Promise<UploadResults> => {
  const { scratch, programs, sink, peers } = bench;
  const runs: WorkRun[] = [];
  for (const workload of workloads) {
    if (isWanted(workload.name)) runs.push(await runWork(bench, workload));
  }
  if (isWanted("W8")) runs.push(await runMixed(bench));
  const again = isWanted("W3b") ? await runAgain(scratch, programs, sink, rounds) : null;
  const nothing = { seconds: 0, cpuSeconds: 0, peakRssBytes: 0, bytes: 0 };
  const sparse = isWanted("W4") ? await runSparse(bench, sparseBytes, sparseSeconds) : nothing;
  const large = isWanted("W4") ? await runSparse(bench, largeBytes, 0) : nothing;
  const queueFiles = isWanted("W5") ? 100_000 : 0;
  return {
    date: new Date().toISOString().slice(0, 10),
    machine: machineName(),
    rounds,
    works: runs.map(({ result }) => result),
    ...(again && { again }),
    sparse,
    large,
    ...(await measureQueue(scratch, programs, queueFiles, Math.min(rounds, 3))),
    missing: [...peers.missing, ...runs.flatMap(({ failed }) => failed)],
  };
};

/**
 * Uploads beside the peers on this machine, W1 to W8: prints the aims, and writes this machine's file in
 * bench/results/upload, bench/README.md and the chart when all of them ran. Half an hour.
 */
export const benchUpload = async (): Promise<void> => {
  const scratch = await Scratch.create(tmpdir());
  try {
    const programs = buildPrograms(scratch.root);
    const sink = await startSink(programs);
    try {
      const results = await runAll({ scratch, programs, sink, peers: findPeers() });
      if (besideProgram !== null) return;
      sayAims(results);
      if (only === null) await report(results);
    } finally {
      await sink.close();
    }
  } finally {
    await scratch.remove();
  }
};
