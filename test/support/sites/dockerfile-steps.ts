import { readFile } from "node:fs/promises";
import path from "node:path";

const dockerfile = path.resolve(import.meta.dirname, "../../../deploy/Dockerfile");

/** What the container's file copies and runs, as the shell of the container gets it. */
export const installationSteps = async (): Promise<{
  readonly copied: readonly string[];
  readonly commands: readonly string[];
}> => {
  const text = await readFile(dockerfile, "utf8");
  const lines = text.replaceAll("\\\n", " ").split("\n");
  const after = (word: string) =>
    lines.filter((line) => line.startsWith(`${word} `)).map((line) => line.slice(word.length + 1));
  return { copied: after("COPY").flatMap((line) => line.split(" ")), commands: after("RUN") };
};
