import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startS3StandIn, type S3StandIn } from "../../src/demo/s3-stand-in.ts";
import { listAndPutGrants } from "../../src/demo/s3/s3-types.ts";
import { startSlackStandIn, type SlackStandIn } from "../../src/demo/slack-stand-in.ts";
import { saveConnection } from "../../src/services/connection/save-connection.ts";
import { openPlatform } from "../../src/wiring/platform.ts";
import { uploadWords } from "../../src/words/commands/upload.ts";
import { freePort } from "../support/processes/free-port.ts";
import { createLogServerFolder, type LogServerFolder } from "../support/processes/log-server.ts";
import { runCli } from "../support/processes/run-cli.ts";
import { waitUntil } from "../support/processes/wait-until.ts";
import { createSenderMachine, type SenderMachine } from "../support/sites/sender-machine.ts";
import { region } from "../support/sites/stand-in-store.ts";
import { passphrase } from "../support/sites/stored-connection.ts";
import { sender } from "../support/values/s3-people.ts";
import { slackTextsNaming } from "../support/values/slack-texts.ts";
import { valueOf } from "../support/values/value-of.ts";

const names = ["north", "south", "silent"] as const;

describe("two recipients with a log server each, and one without", () => {
  let s3: S3StandIn;
  let machine: SenderMachine;
  const slacks = new Map<string, SlackStandIn>();
  const folders: LogServerFolder[] = [];

  beforeAll(async () => {
    machine = await createSenderMachine();
    const grants = names.flatMap((name) => listAndPutGrants(name, ""));
    s3 = await startS3StandIn({
      users: [{ ...sender("north"), grants }],
      buckets: names.map((name) => ({ name, region })),
    });
    const { settings, secrets } = openPlatform(machine.environment);
    valueOf(await secrets.unlock(passphrase));
    for (const name of names) {
      const draft = {
        ...sender(name),
        name,
        region,
        endpoint: s3.endpoint,
        bucket: name,
        prefix: "in/",
      };
      if (name === "silent") {
        const none = { logUrl: null, logToken: null };
        valueOf(await saveConnection({ settings, secrets }, { ...draft, ...none }));
        continue;
      }
      const [slack, folder] = await Promise.all([startSlackStandIn(), createLogServerFolder()]);
      slacks.set(name, slack);
      folders.push(folder);
      const { url } = await folder.start({ slackUrl: slack.url });
      const log = { logUrl: url, logToken: folder.token };
      valueOf(await saveConnection({ settings, secrets }, { ...draft, ...log }));
    }
  });
  afterAll(async () => {
    for (const folder of folders) await folder.remove();
    for (const slack of slacks.values()) await slack.close();
    await s3?.close();
    await machine?.remove();
  });

  const upload = (args: readonly string[], environment: Readonly<Record<string, string>> = {}) =>
    runCli(["upload", ...args], {
      environment: { ...machine.environment, S3_SFTP_PASSPHRASE: passphrase, ...environment },
      folder: machine.files,
    });
  const heard = (name: string, file: string) => slackTextsNaming(slacks.get(name)!, file);

  it("hear of their own files only", async () => {
    for (const name of names) {
      await machine.write(`for-${name}.txt`, name);
      const { code, stderr } = await upload(["--connection", name, `for-${name}.txt`]);
      expect(code, stderr).toBe(0);
    }
    for (const name of ["north", "south"])
      await waitUntil(`${name} is told`, () => heard(name, `in/for-${name}.txt`).length > 0);
    expect(heard("north", "in/for-north.txt")).toHaveLength(1);
    expect(heard("south", "in/for-south.txt")).toHaveLength(1);
    for (const [name, slack] of slacks) {
      const said = JSON.stringify(slack.messages);
      for (const other of names.filter((each) => each !== name))
        expect(said, name).not.toContain(`for-${other}`);
    }
  });

  it("hear nothing of an upload that named another log server, also when that was away", async () => {
    const [named, folder] = await Promise.all([startSlackStandIn(), createLogServerFolder()]);
    slacks.set("named", named);
    folders.push(folder);
    const port = String(await freePort());
    const args = ["--port", port];
    const logUrl = `http://127.0.0.1:${port}`;
    const toNamed = (...more: readonly string[]) =>
      upload(["--connection", "north", "--log-url", logUrl, ...more], {
        S3_SFTP_LOG_TOKEN: folder.token,
      });
    await machine.write("private.txt", "not for north's channel");
    const sent = await toNamed("private.txt");
    expect(sent.code, sent.stderr).toBe(0);
    await machine.write("own.txt", "for north");
    expect((await upload(["--connection", "north", "own.txt"])).code).toBe(0);
    await waitUntil("north is told", () => heard("north", "in/own.txt").length > 0);
    expect(heard("north", "private.txt")).toEqual([]);

    await folder.start({ slackUrl: named.url, args });
    await machine.write("later.txt", "for the named one");
    expect((await toNamed("later.txt")).code).toBe(0);
    for (const file of ["private.txt", "later.txt"])
      await waitUntil(`${file} is told`, () => heard("named", file).length > 0);
    expect(heard("named", "own.txt")).toEqual([]);
  });

  it("are never chosen between without a word", async () => {
    const { code, stderr } = await upload(["for-north.txt"]);
    expect(code).toBe(2);
    expect(stderr).toContain(uploadWords.whichOf(names));
    const dry = await upload(["--dry-run", "for-north.txt"]);
    expect(dry.code).toBe(2);
    const environment = { ...machine.environment, S3_SFTP_PASSPHRASE: passphrase };
    const doctor = await runCli(["doctor", "--json"], { environment });
    expect(doctor.code, doctor.stdout).toBe(0);
    expect(doctor.stdout).toContain("log server of north");
    expect(doctor.stdout).toContain("log server of silent");
  });
});
