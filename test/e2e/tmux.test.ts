import { stripVTControlCharacters } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startS3StandIn } from "../../src/demo/s3-stand-in.ts";
import type { S3StandIn } from "../../src/demo/s3-stand-in.ts";
import { browserWords } from "../../src/words/browser.ts";
import { reviewWords } from "../../src/words/review.ts";
import { appWords } from "../../src/words/app.ts";
import { sha256Of, someBytes } from "../support/values/bytes.ts";
import { componentMissing } from "../support/processes/components.ts";
import { program } from "../support/processes/run-cli.ts";
import { sender } from "../support/values/s3-people.ts";
import { createSenderMachine, withDaemon } from "../support/sites/sender-machine.ts";
import type { SenderMachine } from "../support/sites/sender-machine.ts";
import { bucket, mebibyte, region } from "../support/sites/stand-in-store.ts";
import { storeConnection, withPassphrase } from "../support/sites/stored-connection.ts";
import { startTmux } from "../support/processes/tmux.ts";
import type { Tmux, TmuxClient } from "../support/processes/tmux.ts";
import { waitUntil } from "../support/processes/wait-until.ts";

const historyTab = appWords.tab("history", 0);

const seesQueue = (client: TmuxClient) =>
  stripVTControlCharacters(client.got()).includes(`[${appWords.tab("queue", 0)}`);

describe.runIf(!componentMissing("tmux"))("the app in tmux", () => {
  let s3: S3StandIn;
  let machine: SenderMachine;
  let tmux: Tmux;

  beforeAll(async () => {
    machine = await createSenderMachine();
    s3 = await startS3StandIn({ users: [sender(bucket)], buckets: [{ name: bucket, region }] });
    const environment = withDaemon(machine.environment);
    await machine.write("video-of-the-whole-november-final.mov", someBytes(30));
    await storeConnection({
      environment,
      address: { region, endpoint: s3.endpoint },
      keys: sender(bucket),
      bucket,
      preferences: { limitBytesPerSecond: 3 * mebibyte },
    });
    const PATH = process.env["PATH"] ?? "";
    tmux = await startTmux({
      columns: 80,
      rows: 24,
      environment: { ...environment, ...withPassphrase, PATH },
    });
    tmux.run([process.execPath, program, "--start", machine.files]);
  });
  afterAll(async () => {
    await tmux?.close();
    await s3?.close();
    await machine?.remove();
  });

  const shows = (text: string | RegExp, limitMs = 20_000) =>
    waitUntil(
      `the pane shows ${text}`,
      () => (typeof text === "string" ? tmux.screen().includes(text) : text.test(tmux.screen())),
      limitMs,
    ).catch((error: unknown) => {
      throw new Error(tmux.screen(), { cause: error });
    });
  const widest = () =>
    Math.max(
      ...tmux
        .screen()
        .split("\n")
        .map((line) => line.length),
    );

  it("sends while nobody is attached, and is found as it was left", async () => {
    await shows(browserWords.nothingSelected);
    tmux.press("Space");
    await shows("1 file");
    tmux.press("u");
    await shows(reviewWords.noConflicts);
    tmux.press("Enter");
    await shows(/video.*final\.mov.* \d+%/);

    const first = tmux.attach();
    await waitUntil("the person sees the queue", () => seesQueue(first));
    first.press("\u0002d");
    await first.ended;

    const second = tmux.attach();
    await waitUntil("it is found as it was", () => seesQueue(second));
    // The terminal is closed under tmux, as a lost connection does.
    second.kill();
    await second.ended;
    await shows("delivered", 60_000);
    const key = "in/video-of-the-whole-november-final.mov";
    expect(await s3.sha256(bucket, key)).toBe(sha256Of(someBytes(30)));
  });

  it("shows at 80 columns what it showed before the window was wider for a while", async () => {
    tmux.press("1");
    await shows(`[${appWords.tab("browser", 0)}`);
    // The mark beside what was delivered comes a moment later.
    await shows(/mov delivered/);
    const before = tmux.screen();
    tmux.resize(84, 24);
    await shows(/^╭.{82}╮$/m);
    tmux.resize(80, 24);
    await waitUntil("it is as before", () => tmux.screen() === before).catch((error: unknown) => {
      throw new Error(tmux.screen(), { cause: error });
    });
    tmux.press("2");
  });

  it("is readable at 40 × 12 and back at 80 × 24", async () => {
    tmux.resize(40, 12);
    await waitUntil("it has drawn anew", () => widest() <= 40);
    await shows("delivered");
    tmux.press("1");
    await shows(/video.*….*final\.mov/);
    tmux.press("3");
    await shows(new RegExp(`\\[${historyTab}\\][^]*final\\.mov`));
    tmux.resize(80, 24);
    await shows(/─{80}/);
    await shows(new RegExp(`\\[${historyTab}\\][^]*final\\.mov`));
    tmux.press("q");
    await waitUntil("it has ended", () => !tmux.screen().includes(historyTab));
  });
});
