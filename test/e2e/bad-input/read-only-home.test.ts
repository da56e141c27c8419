import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { exitCodes } from "../../../src/domain/exit-codes.ts";
import { mountingCommand } from "../../support/processes/small-disk.ts";
import { runCli } from "../../support/processes/run-cli.ts";
import { createSenderSite, type SenderSite } from "../../support/sites/sender-site.ts";
import { passphrase } from "../../support/sites/stored-connection.ts";

const mounting = mountingCommand();

/** Runs the program where nothing can be written to its home, as in a container with a read-only root. */
const script = 'mount --bind "$1" "$1" && mount -o remount,ro,bind "$1" && shift && exec "$@"';

describe.runIf(mounting !== null)("a home that cannot be written", () => {
  let site: SenderSite;
  beforeAll(async () => {
    site = await createSenderSite();
  });
  afterAll(() => site.close());

  const run = (...words: readonly string[]) =>
    runCli(words, {
      environment: { ...site.environment, S3_SFTP_PASSPHRASE: passphrase },
      folder: site.machine.files,
      through: [...(mounting ?? []), "sh", "-c", script, "sh", site.machine.home],
    });

  it.each([
    ["upload", "a.txt"],
    ["reset", "--yes"],
  ])("without a state folder is said of %s, and no fault of the program", async (...words) => {
    await site.machine.write("a.txt", "a");
    expect(await run(...words)).toMatchObject({ code: exitCodes.notSetUp });
  });

  it("with one still shows history and status", async () => {
    await site.machine.write("a.txt", "a");
    const uploaded = await runCli(["upload", "--json", "a.txt"], {
      environment: { ...site.environment, S3_SFTP_PASSPHRASE: passphrase },
      folder: site.machine.files,
    });
    expect(uploaded.code).toBe(exitCodes.done);
    const history = await run("history", "--json");
    expect(history).toMatchObject({ code: exitCodes.done, events: [{ event: "receipt" }] });
    expect((await run("receipt", String(history.events[0]?.["id"]))).code).toBe(exitCodes.done);
    expect((await run("status", "--json")).code).toBe(exitCodes.done);
    expect((await run("doctor")).code).not.toBe(exitCodes.bug);
    expect((await run("upload", "a.txt")).code).toBe(exitCodes.notSetUp);
  });
});
