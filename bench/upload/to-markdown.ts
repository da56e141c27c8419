import {
  aimsTable,
  machineLetter,
  markdownTable,
  showFigure,
  times,
  wholeMebibytes,
} from "../aims.ts";
import type { Score } from "./compare.ts";
import { ceilingName, isOurs, ours, ratioOf, scoreOf } from "./results.ts";
import type { AgainResult, UploadResults, WorkResult } from "./results.ts";
import { uploadAims } from "./upload-aims.ts";

const mebibyte = 1024 ** 2;
const gibibyte = 1024 ** 3;

const seconds = (value: number): string => `${value.toFixed(2)} s`;

const rank = (score: Score): number => {
  if (score.name === ours) return 0;
  return isOurs(score) ? 1 : 2;
};

/** The default first, then the tuned one, the others by their time. */
const inOrder = (scores: readonly Score[]): readonly Score[] => {
  return scores.toSorted((a, b) => rank(a) - rank(b) || a.seconds - b.seconds);
};

const toRow = (work: WorkResult, score: Score): readonly string[] => {
  const isBulk = work.files === 1;
  const speed = isBulk
    ? `${(work.bytes / mebibyte / score.seconds).toFixed(0)} MiB/s`
    : `${(work.files / score.seconds).toFixed(0)} files/s`;
  const cpu = isBulk
    ? `${(score.cpuSeconds / (work.bytes / gibibyte)).toFixed(2)} s/GiB`
    : `${((score.cpuSeconds * 1000) / work.files).toFixed(2)} ms/file`;
  const own = scoreOf(work, ours);
  const isSame = score === own || score.name === ceilingName;
  return [
    score.name,
    seconds(score.seconds),
    isSame ? "" : showFigure({ show: times }, ratioOf(score, own)),
    speed,
    cpu,
    wholeMebibytes(score.peakRssBytes),
  ];
};

const toSection = (work: WorkResult): string =>
  `**${work.name}: ${work.title}**\n\n${markdownTable(
    ["", "median", "by ours (least–most)", "speed", "CPU", "peak memory"],
    inOrder(work.scores).map((score) => toRow(work, score)),
  )}`;

const toAgain = ({ first, second, firstBytes, secondBytes }: AgainResult): string =>
  `**W3b: the same 2,000 files again, nothing changed**: ${seconds(second.seconds)} after ${seconds(first.seconds)}, ${(secondBytes / first.runs.length / 1024).toFixed(0)} KiB sent after ${(firstBytes / first.runs.length / 1024).toFixed(0)}.`;

const toMachine = (results: UploadResults, index: number): string => {
  const { sparse, large, queue, again, missing = [], queueByDryRun = [] } = results;
  const dryRun = queueByDryRun.length === 0 ? "" : ", beside `s5cmd --dry-run cp`";
  const lines = [
    `### ${machineLetter(index)}: ${results.machine}; ${results.date}, ${results.rounds} rounds`,
    ...results.works.map(toSection),
    ...(again ? [toAgain(again)] : []),
    `**W4: a sparse file of 200 GiB, cut off after ${sparse.seconds.toFixed(0)} s**: peak memory ${wholeMebibytes(sparse.peakRssBytes)}, with parts of 21 MiB. **A whole file of 5 GiB** (sparse): ${seconds(large.seconds)}, peak memory ${wholeMebibytes(large.peakRssBytes)}.`,
    `**W5: ${queue.queued.toLocaleString("en")} files queued**${dryRun}: ready in ${seconds(queue.readyMs / 1000)}, peak memory ${wholeMebibytes(queue.peakRssBytes)}, one frame's snapshot ${queue.snapshotMs.toFixed(2)} ms.`,
    ...missing.map(({ name, reason }) => `- Not measured here: ${name} (${reason}).`),
  ];
  return lines.join("\n\n");
};

/** The section of bench/README.md, of all machines whose results are kept. */
export const toMarkdown = (machines: readonly UploadResults[]): string => `## upload

Whole programs, started anew for each run, against a sink that speaks S3 on loopback in a process of its own
(\`bench/upload/sink.c\`) and throws everything away; over TLS but where it says http. All in turns, medians; a ratio is
taken within each round, and shown with its least and most. The files lie in the page cache. CPU and memory are the
program's own, children included, as the kernel counted them. \`s3-sftp\` is as everybody runs it, with SHA-256 in receipts.
An aim is reached when it holds on every machine here.

${aimsTable(uploadAims, machines)}

The public suites have few of these: W4's whole file is \`upload-5GiB-1x\` of aws-crt-s3-benchmarks (there of random bytes,
here without blocks on the disk). W8 has the count of its \`upload-256KiB-100_000x\`, with sizes of 1 KiB to 1 MiB; s5cmd's
own \`bench.py\` has "small files" of 10,000 × 1 MiB. MinIO's \`warp put\` sends from memory, so that no file is read.

${machines.map(toMachine).join("\n\n")}`;
