// Keeps this release for the tests of later ones, in test/fixtures/VERSION: its program, what it leaves on a disk when
// it is killed in the middle, and what it prints for scripts. Once a release, from its tag, after `npm run build`.
import { cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import manifest from "../package.json" with { type: "json" };
import { someBytes } from "../test/support/values/bytes.ts";
import { isAlive } from "../test/support/processes/end-daemon.ts";
import {
  createLogServerFolder,
  type LogServerProcess,
} from "../test/support/processes/log-server.ts";
import { startOnPty } from "../test/support/processes/pty.ts";
import { program, runCli, startCli } from "../test/support/processes/run-cli.ts";
import { sender } from "../test/support/values/s3-people.ts";
import { createSenderMachine, withDaemon } from "../test/support/sites/sender-machine.ts";
import { sendInApp } from "../test/support/sites/send-in-app.ts";
import { answerSetUp } from "../test/support/sites/set-up.ts";
import { bucket, mebibyte, region } from "../test/support/sites/stand-in-store.ts";
import { passphrase } from "../test/support/sites/stored-connection.ts";
import { waitUntil } from "../test/support/processes/wait-until.ts";
import { startS3StandIn } from "../src/demo/s3-stand-in.ts";
import { startSlackStandIn } from "../src/demo/slack-stand-in.ts";
import { appWords } from "../src/words/app.ts";
import { setupWords } from "../src/words/setup.ts";
import { packProgram } from "./keep-release/pack-program.ts";

const folder = path.resolve(import.meta.dirname, "../test/fixtures", manifest.version);

const machine = await createSenderMachine();
const s3 = await startS3StandIn({ users: [sender(bucket)], buckets: [{ name: bucket, region }] });
const slack = await startSlackStandIn();
const logFolder = await createLogServerFolder();

const environment = withDaemon({ ...machine.environment, S3_SFTP_PASSPHRASE: passphrase });
const inFiles = { environment, folder: machine.files };
const run = async (...args: readonly string[]) => (await runCli(args, inFiles)).stdout;
const openApp = () =>
  startOnPty([process.execPath, program], {
    environment: { PATH: process.env["PATH"] ?? "", ...environment },
    folder: machine.files,
  });

const keepJson = (name: string, stdout: string) =>
  writeFile(path.join(folder, "json", `${name}.jsonl`), stdout);

const untilPartsOf = (key: string) => {
  const isAcked = (entry: (typeof s3.log)[number]) =>
    entry.operation === "UploadPart" && entry.status === 200 && entry.key === key;
  return waitUntil(`parts of ${key} are there`, () => s3.log.filter(isAcked).length >= 2, 60_000);
};

/** By hand, as a person does. */
const setUp = async (log: LogServerProcess) => {
  const app = openApp();
  const { accessKeyId, secretAccessKey } = sender(bucket);
  await answerSetUp(app, {
    accessKeyId,
    secretAccessKey,
    bucket: `${bucket}/in`,
    endpoint: s3.endpoint,
    region,
    log: { url: log.url, token: logFolder.token },
    passphrase,
  });
  await app.waitForText(setupWords.save(bucket));
  await app.press("enter");
  await app.waitForText(appWords.tab("browser", 0));
  await app.type("q");
  await app.exited;
};

/** Delivered, skipped and failed, told to the log server; and a delivery while it is away. */
const endEveryWay = async (log: LogServerProcess) => {
  await machine.write("letter.txt", "Dear Sir or Madam\n");
  await machine.write("größe.csv", "a;b\n");
  await machine.write("scan.tif", someBytes(14, 3));
  await machine.write("late.txt", "too late for the log\n");
  await run("upload", "letter.txt");
  await machine.write("letter.txt", "Dear all\n");
  const names = ["letter.txt", "größe.csv", "scan.tif", "missing.txt"];
  await keepJson("upload", await run("upload", "--json", ...names));
  await log.end();
  await run("upload", "late.txt");
};

/** An upload of the daemon and one of a command, both killed when two parts have arrived. */
const interrupt = async () => {
  s3.reshape({ connectionBytesPerSecond: 2 * mebibyte });
  await machine.write("by-app.bin", someBytes(28, 4));
  const app = openApp();
  await app.type("/by-app");
  await app.waitForNoText("letter.txt");
  await app.press("enter");
  await sendInApp(app, { select: "marked", selected: "1 file" });
  await untilPartsOf("in/by-app.bin");
  await keepJson("status", await run("status", "--json"));
  const record = await readFile(path.join(machine.home, "state/worker/worker.json"), "utf8");
  const { pid }: { pid: number } = JSON.parse(record);
  app.signal("SIGKILL");
  process.kill(pid, "SIGKILL");
  await app.close();
  await waitUntil("the daemon is gone", () => !isAlive(pid));

  await machine.write("by-command.bin", someBytes(28, 5));
  const command = startCli(["upload", "by-command.bin"], inFiles);
  await untilPartsOf("in/by-command.bin");
  command.child.kill("SIGKILL");
  await command.ended;
};

const isKept = (name: string) => !/\.(sock|db-shm|log)$|worker\.lock/.test(name);

/** The home as the kills have left it, before anything reads it again. */
const keepHome = async (log: LogServerProcess) => {
  await cp(machine.home, path.join(folder, "home"), { recursive: true, filter: isKept });
  const { version } = manifest;
  const { files } = machine;
  const logPlace = { logUrl: log.url, logToken: logFolder.token };
  const place = { version, passphrase, files, endpoint: s3.endpoint, ...logPlace };
  await writeFile(path.join(folder, "place.json"), `${JSON.stringify(place, null, 2)}\n`);
};

const keepOutputs = async () => {
  const history = await run("history", "--json");
  await keepJson("history", history);
  const { id }: { id: string } = JSON.parse(history.split("\n")[0] ?? "");
  await keepJson("receipt", await run("receipt", id, "--json"));
  await keepJson("status-idle", await run("status", "--json"));
  const names = ["letter.txt", "missing.txt"];
  await keepJson("dry-run", await run("upload", "--dry-run", "--json", ...names));
};

try {
  await rm(folder, { recursive: true, force: true });
  await mkdir(path.join(folder, "json"), { recursive: true });
  await packProgram(path.dirname(program), path.join(folder, "program.tgz"));
  const log = await logFolder.start({ slackUrl: slack.url });
  await setUp(log);
  await endEveryWay(log);
  await interrupt();
  await keepHome(log);
  await keepOutputs();
} finally {
  await logFolder.remove();
  await slack.close();
  await s3.close();
  await machine.remove();
}
