import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startS3StandIn, type S3StandIn } from "../../src/demo/s3-stand-in.ts";
import { withConnection } from "../../src/domain/log-servers.ts";
import { openPlatform } from "../../src/wiring/platform.ts";
import { batchWords } from "../../src/words/batch.ts";
import { errorLine } from "../../src/words/errors/error-words.ts";
import { failureWords } from "../../src/words/failure.ts";
import { startOnPty, type PtyProgram } from "../support/processes/pty.ts";
import { program, runCli } from "../support/processes/run-cli.ts";
import { sendInApp } from "../support/sites/send-in-app.ts";
import { createSenderMachine, withDaemon } from "../support/sites/sender-machine.ts";
import type { SenderMachine } from "../support/sites/sender-machine.ts";
import { bucket, region } from "../support/sites/stand-in-store.ts";
import { storeConnection, withPassphrase } from "../support/sites/stored-connection.ts";
import { sender } from "../support/values/s3-people.ts";
import { valueOf } from "../support/values/value-of.ts";

const missing = errorLine({ code: "NotSetUp", missing: "logToken" });

describe("a log server whose token is nowhere", () => {
  let s3: S3StandIn;
  let machine: SenderMachine;
  let app: PtyProgram | null = null;

  beforeEach(async () => {
    machine = await createSenderMachine();
    s3 = await startS3StandIn({ users: [sender(bucket)], buckets: [{ name: bucket, region }] });
    const { environment } = machine;
    const address = { region, endpoint: s3.endpoint };
    await storeConnection({ environment, address, keys: sender(bucket), bucket });
    const log = { url: "http://127.0.0.1:9" };
    valueOf(
      await openPlatform(environment).settings.update((stored) =>
        withConnection(stored, "clinic", (known) => ({ ...known, log })),
      ),
    );
    await machine.write("letter.txt", "Dear all\n");
  });
  afterEach(async () => {
    await app?.close();
    await s3.close();
    await machine.remove();
  });

  it("is said to be so by status, which has no passphrase, as by the app that opened the file", async () => {
    const environment = { PATH: process.env["PATH"] ?? "", ...withDaemon(machine.environment) };
    const command = [process.execPath, program, "--start", machine.files];
    app = startOnPty(command, { environment: { ...environment, ...withPassphrase } });
    await app.waitForText("letter.txt");
    await sendInApp(app, { select: "marked", selected: "1 file" });
    await app.waitForText(batchWords.allArrived(1), 30_000);
    await app.press("escape");
    await app.waitForText(failureWords.renewHint.logToken);
    expect((await runCli(["status"], { environment })).stdout).toContain(missing);
    const { events } = await runCli(["status", "--json"], { environment });
    expect(events.at(-1)).toMatchObject({ logWaiting: 1, logTrouble: "NotSetUp" });
  });
});
