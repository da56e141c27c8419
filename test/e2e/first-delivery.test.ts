import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startSlackStandIn, type SlackStandIn } from "../../src/demo/slack-stand-in.ts";
import { historyWords } from "../../src/words/history.ts";
import { reviewWords } from "../../src/words/review.ts";
import { setupWords } from "../../src/words/setup.ts";
import { summaryWords } from "../../src/words/setup-summary.ts";
import { resetCommandWords } from "../../src/words/commands/reset.ts";
import { sha256Of, someBytes } from "../support/values/bytes.ts";
import { startCeph, type Ceph } from "../support/processes/ceph.ts";
import { componentMissing } from "../support/processes/components.ts";
import { createLogServerFolder, type LogServerFolder } from "../support/processes/log-server.ts";
import { startOnPty, type PtyProgram } from "../support/processes/pty.ts";
import { program, runCli } from "../support/processes/run-cli.ts";
import { createSenderMachine, type SenderMachine } from "../support/sites/sender-machine.ts";
import { answerSetUp } from "../support/sites/set-up.ts";
import { waitUntil } from "../support/processes/wait-until.ts";
import { arrived } from "../support/values/arrived.ts";

const passphrase = "a passphrase of the tests";

const contents: Readonly<Record<string, Uint8Array>> = {
  "alpha.csv": Buffer.from("a;b;c\n"),
  "bravo größe.pdf": someBytes(1, 2),
  "charlie.mov": someBytes(14, 3),
  "scans/page-1.tif": someBytes(0.5, 4),
  "scans/old/納品書.tif": someBytes(0.25, 5),
  "stays-here.txt": Buffer.from("not chosen"),
};
const selected = Object.keys(contents).filter((name) => name !== "stays-here.txt");

describe.runIf(!componentMissing("ceph"))(
  "the first delivery of a new sender, on a real S3",
  () => {
    let ceph: Ceph;
    let slack: SlackStandIn;
    let logFolder: LogServerFolder;
    let logUrl = "";
    let machine: SenderMachine;
    let app: PtyProgram;

    beforeAll(async () => {
      [ceph, slack, logFolder, machine] = await Promise.all([
        startCeph(),
        startSlackStandIn(),
        createLogServerFolder(),
        createSenderMachine(),
      ]);
      logUrl = (await logFolder.start({ slackUrl: slack.url })).url;
      for (const [name, bytes] of Object.entries(contents)) await machine.write(name, bytes);
    });
    afterAll(async () => {
      await app?.close();
      await logFolder?.remove();
      await slack?.close();
      await ceph?.close();
      await machine?.remove();
    });

    const start = () => {
      app = startOnPty([process.execPath, program], {
        environment: { PATH: process.env["PATH"] ?? "", ...machine.environment },
        folder: machine.files,
      });
    };

    const answers = () => ({
      ...ceph.sender,
      bucket: `${ceph.bucket}/november`,
      endpoint: ceph.address.endpoint ?? "",
      region: ceph.address.region,
      log: { url: logUrl, token: logFolder.token },
      passphrase,
    });

    const setUp = async () => {
      await answerSetUp(app, answers());
      await app.waitForText(summaryWords.canList);
      await app.waitForText(summaryWords.canUpload);
      await app.waitForText(summaryWords.knowsToken);
      await app.waitForText(`> ${setupWords.save(ceph.bucket)}`);
      await app.press("enter");
      await app.waitForText("1 Files");
    };

    /** Looks before the next key: Esc and a letter that arrive together are another key. */
    const select = async (name: string) => {
      await app.type(`/${name}`);
      await app.waitForNoText("stays-here");
      await app.press("enter", "space");
      await app.waitForText(`✓ ${name}`);
      await app.press("escape");
      await app.waitForText("stays-here");
    };

    const slackTexts = () =>
      slack.messages.flatMap(({ attachments }) => attachments.map(({ text }) => String(text)));

    it("begins with the questions, checks the answers against the store, and saves them", async () => {
      start();
      await app.waitForText(setupWords.title("accessKeyId"));
      await setUp();
      await app.waitForText("alpha.csv");
      expect(await ceph.objects()).toEqual([]);
      expect(await ceph.uploads()).toEqual([]);
    });

    it("takes three files and a folder with the keyboard, and sends them after a review", async () => {
      for (const name of ["alpha", "bravo", "charlie", "scans"]) await select(name);
      await app.waitForText("5 files");
      await app.type("u");
      await app.waitForText("Review");
      await app.waitForText("5 files");
      await app.waitForText(reviewWords.noConflicts);
      expect(app.screen()).not.toContain("stays-here");
      await app.press("enter");
      await app.waitForText(arrived(5), 60_000);
      expect(app.screen()).toContain("verified");
    });

    it("has put the same bytes into the bucket, and nothing else", async () => {
      for (const name of selected) {
        expect(await ceph.sha256(`november/${name}`), name).toBe(sha256Of(contents[name]!));
      }
      expect((await ceph.objects()).map(({ key }) => key).sort()).toEqual(
        selected.map((name) => `november/${name}`).sort(),
      );
      expect(await ceph.uploads()).toEqual([]);
    });

    it("has told the receiver of each file once", async () => {
      await waitUntil("Slack has five messages", () => slackTexts().length >= 5);
      for (const name of selected) {
        const told = slackTexts().filter((text) => text.includes(`november/${name} `));
        expect(told, name).toHaveLength(1);
        expect(told[0]).toContain(sha256Of(contents[name]!));
      }
      expect(slack.messages).toHaveLength(5);
    });

    it("shows the proof of each in the history", async () => {
      await app.type("3");
      await app.waitForText(historyWords.count(null, 5));
      // What was sent together, and then each of it.
      await app.press("enter");
      await app.waitForText("november/charlie.mov");
      await app.type("q");
      expect(await app.exited).toBe(0);
    });

    it("asked the store only for lists and puts", async () => {
      const requests = (await ceph.requests()).filter(({ user }) => user === "sender");
      expect(requests.length).toBeGreaterThan(8);
      for (const { line } of requests) {
        expect(line).toMatch(
          /^(GET \/inbox\/?\?.*list-type=2|PUT \/inbox\/|POST \/inbox\/[^?]+\?upload)/,
        );
      }
    });

    it("forgets everything when told so, and begins with the questions again", async () => {
      const reset = await runCli(["reset", "--yes"], { environment: machine.environment });
      expect(reset.code).toBe(0);
      expect(reset.stdout).toContain(resetCommandWords.connection(ceph.bucket, "").slice(0, -1));
      start();
      await app.waitForText(setupWords.title("accessKeyId"));
      await setUp();
      await app.waitForText("alpha.csv");
      await app.type("3");
      // What was delivered stays proved.
      await app.waitForText(historyWords.count(null, 5));
      await app.type("q");
      expect(await app.exited).toBe(0);
    });
  },
);
