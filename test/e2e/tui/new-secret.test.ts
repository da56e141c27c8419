import { afterAll, beforeAll, describe, it } from "vitest";
import { startSlackStandIn, type SlackStandIn } from "../../../src/demo/slack-stand-in.ts";
import { withConnection } from "../../../src/domain/log-servers.ts";
import { logTokenAccountOf } from "../../../src/domain/settings.ts";
import { openPlatform } from "../../../src/wiring/platform.ts";
import { errorWords } from "../../../src/words/errors/error-words.ts";
import { failureWords } from "../../../src/words/failure.ts";
import { reviewWords } from "../../../src/words/review.ts";
import { setupWords } from "../../../src/words/setup.ts";
import { createLogServerFolder, type LogServerFolder } from "../../support/processes/log-server.ts";
import type { PtyProgram } from "../../support/processes/pty.ts";
import { waitUntil } from "../../support/processes/wait-until.ts";
import { createSenderSite, type SenderSite } from "../../support/sites/sender-site.ts";
import { bucket } from "../../support/sites/stand-in-store.ts";
import { passphrase } from "../../support/sites/stored-connection.ts";
import { sender } from "../../support/values/s3-people.ts";
import { slackTextsNaming } from "../../support/values/slack-texts.ts";
import { valueOf } from "../../support/values/value-of.ts";

const newSecret = "another-secret-of-the-tests-000000000000";

/** Types the value that is asked for, and saves it after the check. */
const typeNew = async (app: PtyProgram, title: string, value: string): Promise<void> => {
  await app.waitForText(title);
  await app.untilStill();
  app.paste(value);
  await app.press("enter");
  await app.waitForText(`> ${setupWords.save("")}`);
  await app.press("enter");
};

describe("a value that was changed elsewhere", () => {
  let site: SenderSite;
  let slack: SlackStandIn;
  let logFolder: LogServerFolder;
  let app: PtyProgram;

  beforeAll(async () => {
    [site, slack, logFolder] = await Promise.all([
      createSenderSite(),
      startSlackStandIn(),
      createLogServerFolder(),
    ]);
    const { url } = await logFolder.start({ slackUrl: slack.url });
    const { settings, secrets } = openPlatform(site.machine.environment);
    valueOf(await secrets.unlock(passphrase));
    valueOf(await secrets.write(logTokenAccountOf("clinic"), "a-token-of-before"));
    valueOf(
      await settings.update((stored) =>
        withConnection(stored, "clinic", (known) => ({ ...known, log: { url } })),
      ),
    );
    await site.machine.write("letter.txt", "Dear all\n");
    app = await site.open();
  });
  afterAll(async () => {
    await site?.close();
    await logFolder?.remove();
    await slack?.close();
  });

  it("is said at the start, when it is the token of the log server", async () => {
    await app.waitForText(failureWords.tokenRefusedNote("clinic").slice(0, 40));
  });

  it("is typed with three keys beside the secret, and what failed goes on by itself", async () => {
    await app.untilStill();
    site.store.setUser({ ...sender(bucket), secretAccessKey: newSecret });
    await app.press("space");
    await app.waitForText("1 file");
    await app.type("u");
    await app.waitForText(reviewWords.conflictsUnknown("").slice(0, 30));
    await app.untilStill();
    await app.press("enter");
    await app.waitForText(errorWords({ code: "WrongSecret" }).happened.slice(0, 30));
    await app.type("n");
    await typeNew(app, setupWords.title("secret"), newSecret);
    await waitUntil("the file has arrived", () => site.store.objects(bucket).length === 1, 30_000);
  });

  it("is typed the same way for the log server, which then hears of all that waited", async () => {
    await app.untilStill();
    await app.type("2");
    await app.waitForText(failureWords.tokenRefused("clinic").slice(0, 40));
    await app.type("n");
    await typeNew(app, setupWords.title("logToken"), logFolder.token);
    await waitUntil(
      "the recipient is told",
      () => slackTextsNaming(slack, "in/letter.txt").length > 0,
      30_000,
    );
  });
});
