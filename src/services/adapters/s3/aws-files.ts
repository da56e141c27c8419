import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import path from "node:path";
import { parseAwsConfig, type AwsConfig } from "../../../domain/aws-config.ts";
import { joinTexts, nonEmpty } from "../../../domain/non-empty.ts";
import { systemCode } from "../../../domain/system-code.ts";
import type { Environment } from "../../ports/environment.ts";

/** The files of the AWS CLI as they are now, and what could not be read of them. */
export interface ReadAwsConfig extends AwsConfig {
  /** Null when nothing was in the way. */
  readonly problem: string | null;
}

interface ReadFile {
  readonly text: string | null;
  readonly problem: string | null;
}

/** Windows PowerShell writes UTF-16 with its mark before it; all others UTF-8. */
const toText = (bytes: Buffer): string =>
  bytes[0] === 0xff && bytes[1] === 0xfe ? bytes.toString("utf16le") : bytes.toString("utf8");

/** A file that is not there is no problem. */
const readIfThere = async (file: string): Promise<ReadFile> => {
  try {
    return { text: toText(await readFile(file)), problem: null };
  } catch (thrown) {
    const code = systemCode(thrown);
    if (code === null) throw thrown;
    const isAbsent = code === "ENOENT" || code === "ENOTDIR";
    return { text: null, problem: isAbsent ? null : `${file} cannot be read (${code})` };
  }
};

/** Reads `~/.aws/config` and `~/.aws/credentials`, or the files that the environment names; nothing is remembered. */
export const readAwsConfig = async (environment: Environment): Promise<ReadAwsConfig> => {
  const home = nonEmpty(environment["HOME"]) ?? homedir();
  const fileOf = (variable: string, name: string): string => {
    const named = nonEmpty(environment[variable]);
    return named === null ? path.join(home, ".aws", name) : named.replace(/^~(?=\/)/u, home);
  };
  const [config, credentials] = await Promise.all([
    readIfThere(fileOf("AWS_CONFIG_FILE", "config")),
    readIfThere(fileOf("AWS_SHARED_CREDENTIALS_FILE", "credentials")),
  ]);
  return {
    ...parseAwsConfig(config.text, credentials.text),
    problem: nonEmpty(joinTexts([config.problem, credentials.problem], "; ")),
  };
};
