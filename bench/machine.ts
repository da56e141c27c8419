import { cpus, release, totalmem } from "node:os";

/** The machine in one line, for a table's foot: processor, cores, memory, kernel, Node. */
export const machineName = (): string => {
  const [first] = cpus();
  const gibibytes = Math.round(totalmem() / 1024 ** 3);
  const model = first?.model.trim() ?? "unknown processor";
  return `${model}, ${cpus().length} cores, ${gibibytes} GiB, Linux ${release()}, Node ${process.versions.node}`;
};

/**
 * What the results of this machine are kept under: processor, cores, memory and kernel, or BENCH_MACHINE. Another kernel
 * is another machine.
 */
export const machineKey = (name: string = machineName()): string =>
  (process.env["BENCH_MACHINE"] ?? name.replace(/, Node .*$/u, ""))
    .toLowerCase()
    .replaceAll(/\([^)]*\)/gu, "")
    .replaceAll(/[^a-z0-9]+/gu, "-");
