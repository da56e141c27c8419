import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { formatCount } from "../../domain/format.ts";
import { saveConnection } from "../../services/connection/save-connection.ts";
import { verifyConnection } from "../../services/connection/verify-connection.ts";
import type { Receipt } from "../../domain/receipt.ts";
import type { CommandContext } from "../command-context.ts";
import { exitCodes, type ExitCode } from "../../domain/exit-codes.ts";
import type { Platform } from "../../wiring/platform.ts";
import { sayError } from "../say-error.ts";
import { createProfileCredentials } from "../../wiring/profile-credentials.ts";
import { createOpenStore } from "../../wiring/open-store.ts";
import { openStateDatabase } from "../../wiring/state-database.ts";
import { planUpload } from "../upload/plan-upload.ts";
import { runUpload } from "../upload/run-upload.ts";
import { everyFile } from "../upload/selection-options.ts";
import type { UploadCommand } from "../upload-options.ts";
import type { Demo } from "./start-demo.ts";

export interface DeliverParams {
  readonly demo: Demo;
  readonly platform: Platform;
  readonly context: CommandContext;
}

const slackTimeoutMs = 20_000;

const commandFor = (demo: Demo): UploadCommand => ({
  paths: [demo.sampleFolder],
  selection: everyFile,
  connection: demo.draft.name,
  bucket: null,
  prefix: null,
  region: null,
  endpoint: null,
  profile: null,
  addressing: null,
  key: null,
  conflict: "skip",
  limitBytesPerSecond: null,
  options: {},
  logUrl: null,
  note: null,
  followsLinks: false,
  isDryRun: false,
  isJson: false,
  says: "results",
  withProgress: false,
  withSha256: true,
});

/** Stores the demo's connection as the set-up would, after the same checks. */
export const setUpDemo = async ({ demo, platform, context }: DeliverParams): Promise<ExitCode> => {
  const { settings, secrets, environment } = platform;
  const openStore = createOpenStore(platform.debug);
  const profileCredentials = createProfileCredentials(environment);
  const deps = { settings, secrets, openStore, profileCredentials, reportRefusal: () => {} };
  const checked = await verifyConnection(deps, demo.draft, context.signal);
  if (!checked.ok) return sayError(context, checked.error);
  const saved = await saveConnection(deps, demo.draft);
  return saved.ok ? exitCodes.done : sayError(context, saved.error);
};

const readReceipts = (platform: Platform): readonly Receipt[] => {
  const opened = openStateDatabase(platform.paths.stateFile);
  if (!opened.ok) return [];
  const receipts = opened.value.receipts(1_000);
  opened.value.close();
  return receipts.ok ? receipts.value : [];
};

/** Compares each object with its file on disk; reads both again. */
const compare = async ({ demo, platform, context }: DeliverParams): Promise<number> => {
  const receipts = new Map(readReceipts(platform).map((receipt) => [receipt.path, receipt]));
  let differences = 0;
  for (const file of demo.sampleFiles) {
    const receipt = receipts.get(file);
    const stored = await demo.s3.sha256(demo.draft.bucket, receipt?.key ?? "");
    const onDisk = await platform.files.digest(file, context.signal);
    const isEqual = onDisk.ok && stored === onDisk.value.sha256 && stored === receipt?.sha256;
    if (!isEqual) differences += 1;
    const name = path.relative(demo.sampleFolder, file);
    context.out(`${isEqual ? "match" : "MISMATCH"}  sha256 ${stored ?? "none"}  ${name}`);
  }
  return differences;
};

const toText = (value: unknown): string => (typeof value === "string" ? value : "");

/** What the channel shows: everything that has arrived in Slack, each message once. */
const printSlack = async ({ demo, context }: DeliverParams): Promise<boolean> => {
  const keys = demo.s3.objects(demo.draft.bucket).map(({ key }) => key);
  const isReported = () => {
    const channel = JSON.stringify(demo.slack.messages);
    return keys.every((key) => channel.includes(key));
  };
  const endMs = performance.now() + slackTimeoutMs;
  while (!isReported() && performance.now() < endMs) await wait(50);
  for (const { channel, text, attachments } of demo.slack.messages) {
    if (attachments.length === 0) context.out(`Slack ${channel} ${text}`);
    for (const attachment of attachments) {
      const [color, body] = [attachment["color"], attachment["text"]].map(toText);
      context.out(`Slack ${channel} [${color}] ${body}`);
    }
  }
  return isReported();
};

/** The demo without a terminal: set up, send all samples, compare, and show what Slack was told. */
export const deliverSamples = async (params: DeliverParams): Promise<ExitCode> => {
  const { demo, platform, context } = params;
  const isSetUp = await setUpDemo(params);
  if (isSetUp !== exitCodes.done) return isSetUp;
  context.say(
    `Connected to ${demo.draft.bucket} at ${demo.draft.endpoint} with a list-and-upload key`,
  );
  const command = commandFor(demo);
  const { name: connection, bucket, prefix } = demo.draft;
  const target = { connection, bucket, prefix, options: {}, ambient: null, elsewhere: null };
  const { files } = platform;
  const { folder, signal } = context;
  const plan = await planUpload({
    files,
    command,
    target,
    listed: null,
    folder,
    nowMs: platform.clock.nowMs(),
    signal,
  });
  if (!plan.ok) return sayError(context, plan.error);
  context.say(
    `Uploading ${formatCount(plan.value.files.length, "file")} from ${demo.sampleFolder}`,
  );
  const sent = await runUpload({ platform, target, command, plan: plan.value, context });
  if (sent !== exitCodes.done) return sent;
  const differences = await compare(params);
  const isReported = await printSlack(params);
  const forbidden = demo.s3.log.filter(({ status }) => status === 403).length;
  context.out(
    `${formatCount(demo.sampleFiles.length - differences, "file")} match the originals, ` +
      `${isReported ? "all" : "NOT all"} reported to Slack, ${forbidden} requests denied`,
  );
  return differences === 0 && isReported && forbidden === 0 ? exitCodes.done : exitCodes.someFailed;
};
