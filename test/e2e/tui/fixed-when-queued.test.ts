import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startS3StandIn, type S3StandIn } from "../../../src/demo/s3-stand-in.ts";
import { saveConnection } from "../../../src/services/connection/save-connection.ts";
import { openPlatform } from "../../../src/wiring/platform.ts";
import { appWords } from "../../../src/words/app.ts";
import { errorWords } from "../../../src/words/errors/error-words.ts";
import { queueWords } from "../../../src/words/queue.ts";
import { reviewWords } from "../../../src/words/review.ts";
import { startOnPty, type PtyProgram } from "../../support/processes/pty.ts";
import { program, runCli } from "../../support/processes/run-cli.ts";
import { waitUntil } from "../../support/processes/wait-until.ts";
import {
  createSenderMachine,
  withDaemon,
  type SenderMachine,
} from "../../support/sites/sender-machine.ts";
import { sendInApp } from "../../support/sites/send-in-app.ts";
import { region } from "../../support/sites/stand-in-store.ts";
import {
  passphrase,
  storeConnection,
  withPassphrase,
} from "../../support/sites/stored-connection.ts";
import { sender } from "../../support/values/s3-people.ts";
import { valueOf } from "../../support/values/value-of.ts";

const [own, other] = ["clinic-inbox", "lab-inbox"] as const;
const away = { code: "EndpointUnreachable", host: "s3", reason: "refused" } as const;
const held = queueWords.stateOf("waiting", { trouble: away });

const startStore = (bucket: string, port?: number) =>
  startS3StandIn({
    users: [sender(bucket)],
    buckets: [{ name: bucket, region }],
    ...(port !== undefined && { port }),
  });

const keysIn = (store: S3StandIn, bucket: string) => store.objects(bucket).map(({ key }) => key);

describe("files that are queued for a storage service which is away", () => {
  let machine: SenderMachine;
  let clinic: S3StandIn;
  let lab: S3StandIn;
  let app: PtyProgram;

  beforeAll(async () => {
    machine = await createSenderMachine();
    [clinic, lab] = await Promise.all([startStore(own), startStore(other)]);
    const { environment } = machine;
    const address = { region, endpoint: clinic.endpoint };
    await storeConnection({ environment, address, keys: sender(own), bucket: own });
    const { settings, secrets } = openPlatform(environment);
    valueOf(await secrets.unlock(passphrase));
    const { accessKeyId, secretAccessKey } = sender(other);
    valueOf(
      await saveConnection(
        { settings, secrets },
        {
          name: "lab",
          accessKeyId,
          secretAccessKey,
          region,
          endpoint: lab.endpoint,
          bucket: other,
          prefix: "",
          logUrl: null,
          logToken: null,
        },
      ),
    );
    await machine.write("a.txt", "for the clinic\n");
    await machine.write("b.txt", "for the lab\n");
    app = startOnPty([process.execPath, program, "--start", machine.files], {
      environment: {
        PATH: process.env["PATH"] ?? "",
        ...withDaemon(environment),
        ...withPassphrase,
      },
    });
  });
  afterAll(async () => {
    await app?.close();
    await Promise.all([clinic?.close(), lab?.close()]);
    await machine?.remove();
  });

  it("are held", async () => {
    await app.waitForText("b.txt");
    await app.press("space");
    await app.waitForText("1 file");
    await app.type("u");
    await app.waitForText(reviewWords.noConflicts);
    await clinic.close();
    await app.press("enter");
    await app.waitForText(new RegExp(`a\\.txt +${held}`), 60_000);
  });

  it("and let those go on that are queued for another one afterwards", async () => {
    await app.type("c");
    await app.waitForText(`lab: ${other}`);
    await app.press("down", "down", "enter");
    await app.waitForText(appWords.destination({ destination: { bucket: other, prefix: "" } }));
    await app.type("1");
    await app.waitForText("b.txt");
    await app.press("down");
    await sendInApp(app, { select: "marked", selected: "1 file" });
    await waitUntil("it has arrived", () => keysIn(lab, other).length === 1, 30_000);
    await app.waitForText(new RegExp(`b\\.txt +${queueWords.state.delivered}`));
    await app.waitForText(new RegExp(`a\\.txt +${held}`));
    expect(app.screen()).toContain(errorWords(away).happened);
  });

  it("as `status` says, too", async () => {
    const environment = withDaemon(machine.environment);
    const people = await runCli(["status"], { environment });
    expect(people.stdout).toContain(held);
    const { events } = await runCli(["status", "--json"], { environment });
    expect(events.at(-1)).toMatchObject({
      files: { waiting: 1, delivered: 1, failed: 0 },
      holds: [{ connection: "clinic", bucket: own, error: away.code }],
    });
  });

  it("go where they were queued to once it is back, whatever is in use by then", async () => {
    clinic = await startStore(own, Number(new URL(clinic.endpoint).port));
    await app.type("R");
    await waitUntil("it has arrived", () => keysIn(clinic, own).length === 1, 30_000);
    expect(keysIn(clinic, own)).toEqual(["in/a.txt"]);
    expect(keysIn(lab, other)).toEqual(["b.txt"]);
  });
});
