import { execFileSync } from "node:child_process";
import type { Command } from "./measure.ts";

/** What is to be sent, and where to. */
export interface Work {
  /** A file, or a folder whose files all go. */
  readonly source: string;
  readonly isFolder: boolean;
  readonly endpoint: string;
  readonly cert: string;
}

/** A program that uploads. */
export interface Contender {
  /** With its version. */
  readonly name: string;
  command(work: Work): Command;
}

/** Keys of nothing: the sink looks at no signature. */
export const awsEnvironment = (cert: string): Readonly<Record<string, string>> => ({
  AWS_ACCESS_KEY_ID: "AKIABENCH00000000000",
  AWS_SECRET_ACCESS_KEY: "a-secret-of-the-bench",
  AWS_REGION: "us-east-1",
  AWS_DEFAULT_REGION: "us-east-1",
  AWS_CA_BUNDLE: cert,
  AWS_EC2_METADATA_DISABLED: "true",
});

const versionOf = (program: string, args: readonly string[]): string | null => {
  try {
    return execFileSync(program, args, {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
    }).trim();
  } catch {
    return null;
  }
};

const awsCli = (program: string): Contender | null => {
  const version = versionOf(program, ["--version"]);
  if (version === null) return null;
  return {
    name: version.split(" ", 1)[0]?.replace("/", " ") ?? program,
    command: ({ source, isFolder, endpoint, cert }) => {
      const copy = [program, "s3", "cp", "--only-show-errors", "--endpoint-url", endpoint];
      const what = isFolder ? ["--recursive", source, "s3://b/k"] : [source, "s3://b/k"];
      return { argv: [...copy, ...what], env: awsEnvironment(cert) };
    },
  };
};

const s5cmd = (): Contender | null => {
  const version = versionOf("s5cmd", ["version"]);
  if (version === null) return null;
  return {
    name: `s5cmd ${version.split("-", 1)[0]}`,
    command: ({ source, isFolder, endpoint, cert }) => {
      const flags = ["--log", "error", "--no-verify-ssl", "--endpoint-url", endpoint];
      const what = isFolder ? [`${source}/*`, "s3://b/k/"] : [source, "s3://b/k"];
      return { argv: ["s5cmd", ...flags, "cp", ...what], env: awsEnvironment(cert) };
    },
  };
};

// Its defaults for one file; for many, as many threads as anybody would dare.
const boto3Program = `
import os, sys, boto3
from concurrent.futures import ThreadPoolExecutor
from botocore.config import Config
endpoint, source = sys.argv[1:3]
if os.path.isdir(source):
    client = boto3.client("s3", endpoint_url=endpoint, config=Config(max_pool_connections=64))
    def send(name):
        with open(os.path.join(source, name), "rb") as body:
            client.put_object(Bucket="b", Key=name, Body=body)
    with ThreadPoolExecutor(64) as pool:
        list(pool.map(send, os.listdir(source)))
else:
    boto3.client("s3", endpoint_url=endpoint).upload_file(source, "b", "k")
`;

const boto3 = (python: string): Contender | null => {
  const version = versionOf(python, ["-c", "import boto3; print(boto3.__version__)"]);
  if (version === null) return null;
  return {
    name: `boto3 ${version}`,
    command: ({ source, endpoint, cert }) => ({
      argv: [python, "-c", boto3Program, endpoint, source],
      env: awsEnvironment(cert),
    }),
  };
};

/** Every rival on this machine, each in its newest version on the PATH and in Debian's, without doubles. */
export const findPeers = (): readonly Contender[] => {
  const found = [
    s5cmd(),
    ...["python3", "/usr/bin/python3"].map(boto3),
    ...["aws", "/usr/bin/aws"].map(awsCli),
  ].filter((contender) => contender !== null);
  return [...new Map(found.map((contender) => [contender.name, contender])).values()];
};
