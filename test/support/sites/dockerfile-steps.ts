import { readFile } from "node:fs/promises";
import path from "node:path";

const dockerfile = path.resolve(import.meta.dirname, "../../../deploy/Dockerfile");

/** What the container's file says of one container. */
export interface DockerfileSteps {
  readonly copied: readonly string[];
  /** As the shell of the container gets them. */
  readonly commands: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly user: string;
  /** Entry point and arguments. */
  readonly started: readonly string[];
  readonly healthCheck: readonly string[];
}

const words = (json: string): readonly string[] => JSON.parse(json);

/** Reads deploy/Dockerfile, in the few forms that it uses. */
export const dockerfileSteps = async (): Promise<DockerfileSteps> => {
  const text = await readFile(dockerfile, "utf8");
  const lines = text.replaceAll("\\\n", " ").split("\n");
  const after = (word: string) =>
    lines.filter((line) => line.startsWith(`${word} `)).map((line) => line.slice(word.length + 1));
  const one = (word: string) => after(word).join("");
  const variables = one("ENV")
    .split(/\s+/)
    .map((pair) => pair.split("=", 2));
  return {
    copied: after("COPY").flatMap((line) => line.split(" ")),
    commands: after("RUN"),
    environment: Object.fromEntries(variables),
    user: one("USER"),
    started: [...words(one("ENTRYPOINT")), ...words(one("CMD"))],
    healthCheck: words(one("HEALTHCHECK").replace(/^.*? CMD /, "")),
  };
};
