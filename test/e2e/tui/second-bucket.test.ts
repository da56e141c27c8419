import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startS3StandIn, type S3StandIn } from "../../../src/demo/s3-stand-in.ts";
import { listAndPutGrants } from "../../../src/demo/s3/s3-types.ts";
import { destinationWords } from "../../../src/words/connections.ts";
import { batchWords } from "../../../src/words/batch.ts";
import { appWords } from "../../../src/words/app.ts";
import { setupWords } from "../../../src/words/setup.ts";
import { startOnPty, type PtyProgram } from "../../support/processes/pty.ts";
import { program, runCli } from "../../support/processes/run-cli.ts";
import { createSenderMachine, type SenderMachine } from "../../support/sites/sender-machine.ts";
import { sendInApp } from "../../support/sites/send-in-app.ts";
import { bucket, region } from "../../support/sites/stand-in-store.ts";
import {
  passphrase,
  storeConnection,
  withPassphrase,
} from "../../support/sites/stored-connection.ts";
import { sender } from "../../support/values/s3-people.ts";

const second = { bucket: "archive", region: "us-west-2" };

describe("a second bucket, in another region", () => {
  let s3: S3StandIn;
  let machine: SenderMachine;
  const apps: PtyProgram[] = [];
  const environment = () => ({
    PATH: process.env["PATH"] ?? "",
    ...machine.environment,
    ...withPassphrase,
  });
  const open = async () => {
    const command = [process.execPath, program, "--start", machine.files];
    const app = startOnPty(command, { environment: environment() });
    apps.push(app);
    return app;
  };

  beforeAll(async () => {
    const grants = [bucket, second.bucket].flatMap((name) => listAndPutGrants(name, ""));
    machine = await createSenderMachine();
    s3 = await startS3StandIn({
      users: [{ ...sender(bucket), grants }],
      buckets: [
        { name: bucket, region },
        { name: second.bucket, region: second.region },
      ],
    });
    await storeConnection({
      environment: machine.environment,
      address: { region, endpoint: s3.endpoint },
      keys: sender(bucket),
      bucket,
    });
    await machine.write("letter.txt", "Dear all\n");
  });
  afterAll(async () => {
    for (const app of apps) await app.close();
    await s3?.close();
    await machine?.remove();
  });

  it("is added with its name alone: the region is found", async () => {
    const app = await open();
    await app.waitForText("letter.txt");
    await app.type("cb");
    await app.waitForText(` ${setupWords.title("bucket")}\n`);
    await app.type(second.bucket);
    await app.press("enter");
    await app.waitForText(`> ${setupWords.save("")}`);
    expect(app.screen()).toContain(second.region);
    await app.press("enter");
    const destination = { bucket: second.bucket, prefix: "" };
    await app.waitForText(appWords.destination({ destination }));
  });

  it("takes files, and the first one goes on taking its own", async () => {
    const app = apps[0]!;
    await app.untilStill();
    await sendInApp(app, { select: "marked", selected: "1 file" });
    await app.waitForText(batchWords.allArrived(1));
    expect(s3.objects(second.bucket).map(({ key }) => key)).toEqual(["letter.txt"]);
    const { code, stderr } = await runCli(["upload", "--bucket", bucket, "letter.txt"], {
      environment: { ...machine.environment, S3_SFTP_PASSPHRASE: passphrase },
      folder: machine.files,
    });
    expect(code, stderr).toBe(0);
    expect(s3.objects(bucket).map(({ key }) => key)).toEqual(["letter.txt"]);
    await app.type("q");
    expect(await app.exited).toBe(0);
  });

  it("is the one in use at the next start", async () => {
    const app = await open();
    await app.waitForText("letter.txt");
    expect(app.screen().split("\n")[0]).toContain(destinationWords({ ...second, prefix: "" }));
    expect(app.screen()).not.toContain(`${bucket}/in`);
  });
});
