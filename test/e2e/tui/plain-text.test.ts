import { afterEach, describe, expect, it } from "vitest";
import { accessibleWords as words } from "../../../src/words/plain-text.ts";
import { reviewWords } from "../../../src/words/review.ts";
import { setupWords } from "../../../src/words/setup.ts";
import { startOnPty, type PtyProgram } from "../../support/processes/pty.ts";
import { program } from "../../support/processes/run-cli.ts";
import { standInSiteForEach } from "../../support/sites/stand-in-site.ts";
import { bucket, region } from "../../support/sites/stand-in-store.ts";
import { passphrase, storeConnection } from "../../support/sites/stored-connection.ts";
import { sender } from "../../support/values/s3-people.ts";

const site = standInSiteForEach();
let app: PtyProgram | null = null;
afterEach(async () => {
  await app?.close();
  app = null;
});

const start = (command: readonly string[]): PtyProgram => {
  app = startOnPty(command, {
    environment: {
      PATH: process.env["PATH"] ?? "",
      LC_ALL: "C.UTF-8",
      S3_SFTP_PASSPHRASE: passphrase,
      ...site.machine.environment,
    },
    folder: site.machine.files,
    rows: 50,
    columns: 120,
  });
  return app;
};

const plainText = [process.execPath, program, "--accessible"];

const answer = async (terminal: PtyProgram, question: string | RegExp, typed: string) => {
  await terminal.waitForText(question);
  await terminal.untilStill(60);
  await terminal.type(typed);
  await terminal.press("enter");
};

describe("plain text mode on a terminal", () => {
  it("keeps a paste from the shell behind it, whatever was typed before", async () => {
    const secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLKx9a";
    const shell = start(["bash", "--norc", "-i"]);
    await shell.type(`${plainText.map((word) => `'${word}'`).join(" ")}\r`);
    await shell.waitForText(words.answer(setupWords.title("accessKeyId"), setupWords.group("key")));
    await shell.untilStill();
    await shell.type("<\r");
    await shell.waitForText(setupWords.firstQuestion);
    shell.send(
      `export AWS_ACCESS_KEY_ID=AKIA7EXAMPLE00003F7Q\rexport AWS_SECRET_ACCESS_KEY=${secret}\r`,
    );
    await shell.waitForText(
      words.answer(setupWords.title("bucket"), setupWords.group("destination")),
    );
    await shell.untilStill();
    shell.send("\u0004");
    await shell.untilStill(600);
    await shell.type("echo $?-ended\r");
    await shell.waitForText("3-ended");
    expect(shell.output()).not.toContain(secret.slice(0, 12));
  });

  it("uploads what is selected by numbers, without what is left out, and says the end", async () => {
    for (const name of ["a.csv", "b.csv", "c.csv", "d.txt"]) await site.machine.write(name, name);
    const { environment } = site.machine;
    const address = { region, endpoint: site.s3.endpoint };
    await storeConnection({ environment, address, keys: sender(bucket), bucket });
    const terminal = start(plainText);
    await answer(terminal, words.menu, "1");
    await answer(terminal, words.pick, "f csv");
    await answer(terminal, /1\. a\.csv.*\n2\. b\.csv.*\n3\. c\.csv.*\n[^4]/u, "all");
    await answer(terminal, words.severalSelected(3, false, 3), "");
    await answer(terminal, reviewWords.total(3, 15, null), "2");
    await answer(terminal, words.leaveOutWhich, "2");
    await answer(terminal, reviewWords.total(2, 10, null), "1");
    await terminal.waitForText("a.csv: delivered");
    await terminal.waitForText("2 files have arrived");
    await answer(terminal, new RegExp(`2 files have arrived[\\s\\S]*${words.queue}`, "u"), "3");
    await answer(terminal, words.historyHow, "1");
    await answer(terminal, words.batchHow, "1-2");
    await terminal.waitForText(/SHA-256:[\s\S]*SHA-256:/u);
    await answer(terminal, words.saveReceipts(2), "<");
    await answer(terminal, words.filesQuestion, "<");
    await answer(terminal, words.historyQuestion, "<");
    await terminal.untilStill();
    await terminal.type("<\r");
    await terminal.waitForText(words.firstStep);
    terminal.send("\u0004");
    expect(await terminal.exited).toBe(0);
    expect(terminal.output()).not.toContain("\u001b");
    expect(site.s3.objects(bucket).map(({ key }) => key)).toEqual(
      expect.arrayContaining(["in/a.csv", "in/c.csv"]),
    );
    expect(site.s3.objects(bucket)).toHaveLength(2);
  });
});
