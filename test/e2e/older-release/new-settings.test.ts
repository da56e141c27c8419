import { afterAll, beforeAll, expect, it } from "vitest";
import { startS3StandIn, type S3StandIn } from "../../../src/demo/s3-stand-in.ts";
import { listAndPutGrants } from "../../../src/demo/s3/s3-types.ts";
import { withDestination } from "../../../src/domain/destination-address.ts";
import { withConnection } from "../../../src/domain/log-servers.ts";
import { openPlatform } from "../../../src/wiring/platform.ts";
import { unpackKeptProgram, type KeptProgram } from "../../support/processes/kept-program.ts";
import { runCli } from "../../support/processes/run-cli.ts";
import { createSenderMachine, type SenderMachine } from "../../support/sites/sender-machine.ts";
import { bucket, region } from "../../support/sites/stand-in-store.ts";
import { passphrase, storeConnection } from "../../support/sites/stored-connection.ts";
import { sender } from "../../support/values/s3-people.ts";
import { valueOf } from "../../support/values/value-of.ts";

let s3: S3StandIn;
let machine: SenderMachine;
let older: KeptProgram;

beforeAll(async () => {
  [machine, older] = await Promise.all([createSenderMachine(), unpackKeptProgram()]);
  const grants = [bucket, "archive"].flatMap((name) => listAndPutGrants(name, ""));
  s3 = await startS3StandIn({
    users: [{ ...sender(bucket), grants }],
    buckets: [
      { name: bucket, region },
      { name: "archive", region: "us-west-2" },
    ],
  });
  await storeConnection({
    environment: machine.environment,
    address: { region, endpoint: s3.endpoint },
    keys: sender(bucket),
    bucket,
  });
  const { settings } = openPlatform(machine.environment);
  const address = { region: "us-west-2", endpoint: s3.endpoint };
  valueOf(
    await settings.update((stored) =>
      withConnection(stored, "clinic", (known) => ({
        ...withDestination(known, { bucket: "archive", prefix: "" }, address, "last"),
        log: { url: "https://log.example" },
      })),
    ),
  );
  await machine.write("letter.txt", "Dear all\n");
});
afterAll(async () => {
  await s3?.close();
  await machine?.remove();
  await older?.remove();
});

it("an older release goes on uploading with settings of this one", async () => {
  const { code, stderr } = await runCli(["upload", "--json", "--dry-run", "letter.txt"], {
    environment: { ...machine.environment, S3_SFTP_PASSPHRASE: passphrase },
    folder: machine.files,
    main: older.program,
  });
  expect(code, stderr).toBe(0);
});
