import { createHash, randomBytes } from "node:crypto";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { startS3StandIn, type S3StandIn } from "../../demo/s3-stand-in.ts";
import { listAndPutGrants } from "../../demo/s3/s3-types.ts";
import { writeSampleFiles } from "../../demo/sample-files.ts";
import { startSlackStandIn, type SlackStandIn } from "../../demo/slack-stand-in.ts";
import type { ConnectionDraft } from "../../domain/connection-draft.ts";
import type { AppError } from "../../domain/errors.ts";
import { fail, ok, type Result } from "../../domain/result.ts";
import { isDiskFull, systemCode } from "../../domain/system-code.ts";
import type { Environment } from "../../services/ports/environment.ts";
import { startLogServer } from "./start-log-server.ts";

/** The whole world of a delivery on loopback: store, log server, Slack, files to send. */
export interface Demo {
  readonly s3: S3StandIn;
  readonly slack: SlackStandIn;
  readonly sampleFolder: string;
  readonly sampleFiles: readonly string[];
  /** A two-right key, its bucket, the log server and a token: what the receiver hands to a sender. */
  readonly draft: ConnectionDraft & { readonly logUrl: string; readonly logToken: string };
  /** Keeps settings and state of the demo to itself, and its secrets in memory. */
  readonly environment: Environment;
  /** Stops everything and takes the temporary folder away. */
  close(): Promise<void>;
}

const bucket = "demo-inbox";
const region = "eu-central-1";

const newSecret = () => randomBytes(30).toString("base64");

const writeTokens = async (file: string, token: string): Promise<void> => {
  const hash = createHash("sha256").update(token).digest("hex");
  await writeFile(file, `demo:sha256:${hash}\n`, { mode: 0o600 });
};

interface Prepared {
  readonly root: string;
  readonly sampleFolder: string;
  readonly sampleFiles: readonly string[];
}

const unusable: ReadonlySet<string> = new Set(["ENOENT", "ENOTDIR", "EACCES", "EPERM", "EROFS"]);

/** What is wrong with the folder for temporary files; null for a bug. */
const toFolderError = (thrown: unknown): AppError | null => {
  const code = systemCode(thrown);
  if (code === null) return null;
  if (isDiskFull(code)) return { code: "DiskFull", path: tmpdir() };
  return unusable.has(code) ? { code: "FileUnwritable", path: tmpdir(), reason: code } : null;
};

/** Makes the temporary folder and what is in it before anything is started; all of it or nothing. */
const prepareFolder = async (logToken: string): Promise<Result<Prepared, AppError>> => {
  let root: string | null = null;
  try {
    root = await mkdtemp(path.join(tmpdir(), "s3-sftp-demo-"));
    const sampleFolder = path.join(root, "files");
    const sampleFiles = await writeSampleFiles(sampleFolder);
    await writeTokens(path.join(root, "tokens"), logToken);
    await mkdir(path.join(root, "log"));
    return ok({ root, sampleFolder, sampleFiles });
  } catch (thrown) {
    if (root !== null) await rm(root, { recursive: true, force: true });
    const error = toFolderError(thrown);
    if (error === null) throw thrown;
    return fail(error);
  }
};

const startIn = async (
  { root, sampleFolder, sampleFiles }: Prepared,
  logToken: string,
  environment: Environment,
): Promise<Demo> => {
  const draft = {
    name: "demo",
    accessKeyId: `AKIADEMO${randomBytes(6).toString("hex").toUpperCase()}`,
    secretAccessKey: newSecret(),
  };
  const slackToken = randomBytes(24).toString("base64url");
  const s3 = await startS3StandIn({
    users: [{ ...draft, grants: listAndPutGrants(bucket) }],
    buckets: [{ name: bucket, region }],
    folder: path.join(root, "store"),
  });
  const slack = await startSlackStandIn({ token: slackToken });
  const logServer = await startLogServer({
    tokensFile: path.join(root, "tokens"),
    dataFolder: path.join(root, "log"),
    slackUrl: slack.url,
    slackToken,
  });
  const place = { region, endpoint: s3.endpoint, bucket, prefix: "" };
  return {
    s3,
    slack,
    sampleFolder,
    sampleFiles,
    draft: { ...draft, ...place, logUrl: logServer.url, logToken },
    environment: {
      ...environment,
      S3_SFTP_HOME: path.join(root, "home"),
      S3_SFTP_SECRETS: "session",
      // The storage service ends with this process, so a background uploader would have nowhere to upload to.
      S3_SFTP_WORKER: "off",
      S3_SFTP_LOG_TOKEN: undefined,
    },
    close: async () => {
      await logServer.close();
      await slack.close();
      await s3.close();
      await rm(root, { recursive: true, force: true });
    },
  };
};

/**
 * Starts all of it below a temporary folder. The secrets are new each time and open nothing else. DiskFull and
 * FileUnwritable name the folder for temporary files.
 */
export const startDemo = async (environment: Environment): Promise<Result<Demo, AppError>> => {
  const logToken = randomBytes(24).toString("base64url");
  const prepared = await prepareFolder(logToken);
  return prepared.ok ? ok(await startIn(prepared.value, logToken, environment)) : prepared;
};
