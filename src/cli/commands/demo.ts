import { once } from "node:events";
import path from "node:path";
import { isUtf8Locale } from "../../domain/locale.ts";
import { askLine } from "../ask.ts";
import type { Command, CommandContext } from "../command-context.ts";
import { deliverSamples, setUpDemo } from "../demo/deliver-samples.ts";
import { startDemo, type Demo } from "../demo/start-demo.ts";
import { exitCodes, type ExitCode } from "../../domain/exit-codes.ts";
import { openPlatform } from "../../wiring/platform.ts";
import { sayError } from "../say-error.ts";
import { openApp, wantsPlainText } from "../open-app.ts";

/** How to reach the demo's services, as lines for `eval`. The keys open nothing else. */
const environmentLines = ({ draft }: Demo): readonly string[] => [
  `AWS_ENDPOINT_URL=${draft.endpoint}`,
  `AWS_REGION=${draft.region}`,
  `AWS_ACCESS_KEY_ID=${draft.accessKeyId}`,
  `AWS_SECRET_ACCESS_KEY=${draft.secretAccessKey}`,
  `S3_SFTP_DEMO_BUCKET=${draft.bucket}`,
  `S3_SFTP_DEMO_LOG_URL=${draft.logUrl}`,
  `S3_SFTP_LOG_TOKEN=${draft.logToken}`,
];

const serve = async (demo: Demo, { out, say, signal }: CommandContext): Promise<ExitCode> => {
  for (const line of environmentLines(demo)) out(line);
  say("Running. Press Ctrl+C to stop.");
  if (!signal.aborted) await once(signal, "abort");
  return exitCodes.done;
};

/** What the receiver would hand to the sender, for the first questions. */
const showKeys = ({ draft }: Demo): readonly string[] => [
  `Access key         ${draft.accessKeyId}`,
  `Secret access key  ${draft.secretAccessKey}`,
  `Region, endpoint   ${draft.region}, ${draft.endpoint}`,
  `Log server, token  ${draft.logUrl}, ${draft.logToken}`,
  `Bucket             ${draft.bucket}`,
];

const runDemo = async (
  demo: Demo,
  flags: ReadonlySet<string>,
  context: CommandContext,
): Promise<number> => {
  if (flags.has("serve")) return serve(demo, context);
  const platform = openPlatform(demo.environment);
  const params = { demo, platform, context };
  if (!context.canAsk) return deliverSamples(params);
  if (!flags.has("setup")) {
    const isSetUp = await setUpDemo(params);
    if (isSetUp !== exitCodes.done) return isSetUp;
  }
  const demoContext = { ...context, environment: demo.environment };
  if (flags.has("setup")) {
    for (const line of showKeys(demo)) context.say(line);
    await askLine("Copy what you need, then press Enter to start setup. ", context);
  }
  return openApp(
    {
      startFolder: demo.sampleFolder,
      receiptsFolder: path.join(path.dirname(demo.sampleFolder), "receipts"),
      startAt: flags.has("setup") ? "setup" : "files",
      isAscii: !isUtf8Locale(context.environment),
      isPlainText: wantsPlainText(context.environment),
    },
    platform,
    demoContext,
  );
};

/** `demo [--setup]`: the whole job on stand-ins of this process; with a terminal the app, otherwise headless. */
export const demo: Command = async (line, context) => {
  const started = await startDemo(context.environment);
  if (!started.ok) return sayError(context, started.error);
  try {
    return await runDemo(started.value, line.flags, context);
  } finally {
    await started.value.close();
  }
};
