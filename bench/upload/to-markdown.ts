import type { Score } from "./compare.ts";
import { reaches } from "./results.ts";
import type { UploadResults, WorkResult } from "./results.ts";

const mebibyte = 1024 ** 2;
const gibibyte = 1024 ** 3;

const seconds = (value: number): string => `${value.toFixed(2)} s`;
const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");

const toRow = (work: WorkResult, score: Score): readonly string[] => {
  const [least, most] = score.spread;
  const isBulk = work.bytes >= 64 * mebibyte;
  const speed = isBulk
    ? `${(work.bytes / mebibyte / score.seconds).toFixed(0)} MiB/s`
    : `${(2000 / score.seconds).toFixed(0)} files/s`;
  const cpu = isBulk
    ? `${(score.cpuSeconds / (work.bytes / gibibyte)).toFixed(2)} s/GiB`
    : `${((score.cpuSeconds * 1000) / 2000).toFixed(2)} ms/file`;
  return [
    score.name,
    seconds(score.seconds),
    `${least.toFixed(2)}–${most.toFixed(2)}`,
    speed,
    cpu,
    `${(score.peakRssBytes / mebibyte).toFixed(0)} MiB`,
  ];
};

const toSection = (work: WorkResult): string =>
  `**${work.name}: ${work.title}**\n\n${table(
    ["", "median", "spread", "speed", "CPU", "peak memory"],
    work.scores.toSorted((a, b) => a.seconds - b.seconds).map((score) => toRow(work, score)),
  )}`;

/** The section of bench/README.md. */
export const toMarkdown = (results: UploadResults): string => {
  const { sparse, large, queue } = results;
  const aims = reaches(results).map(({ what, aim, is, isReached }) => [
    what,
    aim,
    is,
    isReached ? "yes" : "**no**",
  ]);
  return `## upload

Whole programs, started anew for each run, against a sink that speaks S3 over TLS on loopback in a process of its own
(\`bench/upload/sink.c\`) and throws everything away. All in turns, ${results.rounds} rounds, medians. The files lie in
the page cache. CPU and memory are the program's own, children included, as the kernel counted them.

${table(["aim", "wanted", "is", "reached"], aims)}

${results.works.map(toSection).join("\n\n")}

**W4: a sparse file of 200 GiB, cut off after ${sparse.seconds.toFixed(0)} s**: peak memory
${(sparse.peakRssBytes / mebibyte).toFixed(0)} MiB, with parts of 21 MiB. **A whole file of 5 GiB** (sparse, SHA-256 on): ${seconds(large.seconds)}, peak memory
${(large.peakRssBytes / mebibyte).toFixed(0)} MiB.

**W5: ${queue.queued.toLocaleString("en")} files queued**: ready in ${seconds(queue.readyMs / 1000)}, peak memory
${(queue.peakRssBytes / mebibyte).toFixed(0)} MiB, one frame's snapshot ${queue.snapshotMs.toFixed(2)} ms.

${results.machine}; ${results.date}.

What limits us now: on W1 a single thread's TLS, the kernel's copy and CRC32 (the bare sockets show how little is
left); with SHA-256 a second core shares its time with the sink. On W2 the search for the number of connections. On W3
the event loop: garbage is an eighth of its time, waiting for the first round trips as much, then come TLS's writes,
its handshakes and the state database, a twelfth each.`;
};
