import { execFileSync } from "node:child_process";
import type { Command } from "./measure.ts";
import type { MissingPeer } from "./results.ts";

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
  /** It may fail without ending the bench. */
  readonly isPeer?: boolean;
  command(work: Work): Command;
}

/** The sink looks at no signature. */
const keysOfNothing = {
  AWS_ACCESS_KEY_ID: "AKIABENCH00000000000",
  AWS_SECRET_ACCESS_KEY: "a-secret-of-the-bench",
  AWS_REGION: "us-east-1",
  AWS_DEFAULT_REGION: "us-east-1",
  AWS_EC2_METADATA_DISABLED: "true",
} as const;

export const awsEnvironment = (cert: string): Readonly<Record<string, string>> => ({
  ...keysOfNothing,
  AWS_CA_BUNDLE: cert,
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

const s5cmdFlags = (endpoint: string): readonly string[] => [
  "s5cmd",
  "--log",
  "error",
  "--no-verify-ssl",
  "--endpoint-url",
  endpoint,
];

const s5cmdCopy = ({ source, isFolder }: Work): readonly string[] =>
  isFolder ? [`${source}/*`, "s3://b/k/"] : [source, "s3://b/k"];

const s5cmd = (): Contender | null => {
  const version = versionOf("s5cmd", ["version"]);
  if (version === null) return null;
  return {
    name: `s5cmd ${version.split("-", 1)[0]}`,
    command: (work) => ({
      argv: [...s5cmdFlags(work.endpoint), "cp", ...s5cmdCopy(work)],
      env: awsEnvironment(work.cert),
    }),
  };
};

/** s5cmd's plan of the same copy, without a request; null where there is no s5cmd. */
export const s5cmdDryRun = (): Contender | null => {
  const contender = s5cmd();
  if (contender === null) return null;
  return {
    name: `${contender.name} --dry-run cp`,
    isPeer: true,
    command: (work) => ({
      argv: [...s5cmdFlags(work.endpoint), "--dry-run", "cp", ...s5cmdCopy(work)],
      env: awsEnvironment(work.cert),
    }),
  };
};

/** The sink has no objects that it could be asked about afterwards. */
const rcloneFlags = ["--config", "/dev/null", "--s3-no-check-bucket", "--s3-no-head"];

const rclone = (): Contender | null => {
  const version = versionOf("rclone", ["version"]);
  if (version === null) return null;
  return {
    name: version.split("\n", 1)[0] ?? "rclone",
    command: ({ source, isFolder, endpoint, cert }) => ({
      argv: [
        "rclone",
        isFolder ? "copy" : "copyto",
        ...rcloneFlags,
        "--ca-cert",
        cert,
        source,
        "sink:b/k",
      ],
      env: {
        ...keysOfNothing,
        RCLONE_CONFIG_SINK_TYPE: "s3",
        RCLONE_CONFIG_SINK_PROVIDER: "Other",
        RCLONE_CONFIG_SINK_ENV_AUTH: "true",
        RCLONE_CONFIG_SINK_ENDPOINT: endpoint,
      },
    }),
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

const kinds: readonly { readonly name: string; readonly find: () => (Contender | null)[] }[] = [
  { name: "s5cmd", find: () => [s5cmd()] },
  { name: "rclone", find: () => [rclone()] },
  { name: "boto3", find: () => ["python3", "/usr/bin/python3"].map(boto3) },
  { name: "aws-cli", find: () => ["aws", "/usr/bin/aws"].map(awsCli) },
];

export interface Peers {
  readonly contenders: readonly Contender[];
  readonly missing: readonly MissingPeer[];
}

/** Every rival on this machine, each in its newest version on the PATH and in Debian's, without doubles. */
export const findPeers = (): Peers => {
  const contenders = new Map<string, Contender>();
  const missing: MissingPeer[] = [];
  for (const { name, find } of kinds) {
    const found = find().filter((contender) => contender !== null);
    for (const contender of found) contenders.set(contender.name, { ...contender, isPeer: true });
    if (found.length === 0) missing.push({ name, reason: "not installed here" });
  }
  return { contenders: [...contenders.values()], missing };
};
