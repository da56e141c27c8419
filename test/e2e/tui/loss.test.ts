import { spawnSync } from "node:child_process";
import { setTimeout as wait } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { historyWords } from "../../../src/words/history.ts";
import { someBytes } from "../../support/values/bytes.ts";
import { componentMissing } from "../../support/processes/components.ts";
import { isAlive } from "../../support/processes/end-daemon.ts";
import { type PtyProgram, startOnPty } from "../../support/processes/pty.ts";
import { runCli } from "../../support/processes/run-cli.ts";
import { sendInApp } from "../../support/sites/send-in-app.ts";
import { createSenderSite, type SenderSite } from "../../support/sites/sender-site.ts";
import { mebibyte } from "../../support/sites/stand-in-store.ts";
import { waitUntil } from "../../support/processes/wait-until.ts";
import { someOf } from "../../support/values/run-size.ts";
import { startUdpRelay, type UdpRelay } from "../../support/processes/udp-relay.ts";
import { arrived } from "../../support/values/arrived.ts";

let site: SenderSite;
beforeEach(async () => {
  site = await createSenderSite({ limitBytesPerSecond: 2 * mebibyte });
  for (const file of [1, 2, 3, 4])
    await site.machine.write(`page-${file}.tif`, someBytes(1.5, file));
});
afterEach(async () => {
  await site.close();
});

/** Chooses all files and sends them. */
const send = async (app: PtyProgram) => {
  await app.waitForText("page-4.tif");
  await sendInApp(app, { select: "all", selected: "4 files" });
  await app.waitForText(/Uploading 4 files/);
};

/** What a terminal shows from which nothing was lost: the receipts of all that was sent. */
const expected = async () => {
  const app = await site.open();
  await app.type("3");
  await app.waitForText(historyWords.count(null, 4));
  return app.screen();
};

describe("a line that loses output", () => {
  const ways: readonly (readonly [string, (app: PtyProgram) => Promise<void>])[] = [
    ["Ctrl+L", (app) => app.press("ctrlL")],
    [
      "a resize",
      async (app) => {
        app.resize(79, 24);
        await app.waitForText(/^─{79}$/m);
        app.resize(80, 24);
      },
    ],
  ];
  it.each(someOf(ways, 1))("is made good by %s, whatever was lost", async (_, mend) => {
    const app = await site.open();
    await send(app);
    const typeAndDraw = async (letter: string) => {
      const written = app.output().length;
      await app.type(letter);
      await app.untilWritten(written);
    };
    app.lose(true);
    await app.untilWritten(app.output().length);
    await typeAndDraw("3");
    app.lose(false);
    // A second piece that is lost in the middle of a change.
    await typeAndDraw("1");
    app.lose(true);
    await typeAndDraw("2");
    app.lose(false);
    const receipts = async () =>
      (await runCli(["history", "--json"], { environment: site.environment })).events.length;
    await waitUntil("all is delivered", async () => (await receipts()) === 4, 30_000);
    await typeAndDraw("3");
    await mend(app);
    await app.waitForText(historyWords.count(null, 4));
    const whole = await expected();
    await expect.poll(() => app.screen()).toBe(whole);
  });
});

describe.runIf(!componentMissing("mosh"))(
  "mosh over a line that loses every third datagram",
  () => {
    let relay: UdpRelay;
    let client: PtyProgram;
    let serverPid = 0;
    afterEach(async () => {
      await client.close();
      relay.close();
      // It outlives its client, as it should; by now it has ended, or the test has failed.
      if (serverPid > 0 && isAlive(serverPid)) process.kill(serverPid);
    });

    it("shows the whole app, also after the line was dead for a while", async () => {
      const environment = { ...site.environment, LANG: "C.UTF-8", TERM: "xterm-256color" };
      const server = spawnSync("mosh-server", ["new", "-i", "127.0.0.1", "--", ...site.command], {
        env: environment,
      });
      serverPid = Number(/pid = (\d+)/.exec(server.stderr.toString())?.[1]);
      const said = /MOSH CONNECT (\d+) (\S+)/.exec(server.stdout.toString());
      const [, port = "", key = ""] = said ?? [];
      relay = await startUdpRelay(Number(port));
      client = startOnPty(["mosh-client", "127.0.0.1", String(relay.port)], {
        environment: { ...environment, MOSH_KEY: key, MOSH_PREDICTION_DISPLAY: "never" },
      });
      relay.lose(1 / 3);
      await send(client);
      relay.lose(1);
      // So long that mosh notices; the dead line is the subject.
      await wait(1_500);
      relay.lose(1 / 3);
      await client.waitForText(arrived(4), 60_000);
      await client.type("3");
      await client.waitForText(historyWords.count(null, 4));
      expect(relay.lost()).toBeGreaterThan(20);
      const whole = await expected();
      // Until mosh has caught up with the last frame.
      await expect.poll(() => client.screen()).toBe(whole);
      relay.lose(0);
      await client.type("q");
      await client.waitForText("mosh is exiting");
      expect(await client.exited).toBe(0);
      await waitUntil("mosh's server has ended", () => !isAlive(serverPid));
    });
  },
);
