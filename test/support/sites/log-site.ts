import { afterEach, beforeEach } from "vitest";
import { startSlackStandIn, type SlackStandIn } from "../../../src/demo/slack-stand-in.ts";
import { createLogServerFolder, type LogServerFolder } from "../processes/log-server.ts";

/** What a log server needs around it. */
export interface LogSite {
  readonly folder: LogServerFolder;
  readonly slack: SlackStandIn;
}

/** A folder for log servers and a Slack of its own for each test of the file or the group; gone behind it. */
export const logSiteForEach = (): LogSite => {
  let site: LogSite | null = null;
  const now = (): LogSite => {
    if (site === null) throw new Error("only a test has a log site");
    return site;
  };
  beforeEach(async () => {
    site = { folder: await createLogServerFolder(), slack: await startSlackStandIn() };
  });
  afterEach(async () => {
    await site?.folder.remove();
    await site?.slack.close();
    site = null;
  });
  return {
    get folder() {
      return now().folder;
    },
    get slack() {
      return now().slack;
    },
  };
};
