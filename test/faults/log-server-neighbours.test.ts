import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { sendPatiently } from "../support/processes/good-sender.ts";
import {
  hostileProxy,
  startHostileSenders,
  type HostileSenders,
} from "../support/processes/hostile-senders.ts";
import { createLogServerFolder, type LogServerFolder } from "../support/processes/log-server.ts";
import { isCampaign, isFullRun } from "../support/values/run-size.ts";

const seconds = isCampaign ? 120 : isFullRun ? 15 : 5;
const bytesPerSecond = 125_000;
/** How soon is measured by the bench: a busy machine is slow, not wrong. */
const patienceMs = 30_000;
const minPosts = 10;

let folder: LogServerFolder;
let hostile: HostileSenders | null = null;
beforeEach(async () => {
  folder = await createLogServerFolder();
});
afterEach(async () => {
  await hostile?.stop();
  await folder.remove();
});

describe("a log server with hostile neighbours", () => {
  it(
    `takes a good sender's posts while others spend 1 Mbit/s for ${seconds} s on keeping it out`,
    async () => {
      const { url, child } = await folder.start({ args: ["--trust-proxy", hostileProxy] });
      const port = Number(new URL(url).port);
      hostile = await startHostileSenders(port, bytesPerSecond);
      const { posts, inTime } = await sendPatiently(port, folder.token, {
        seconds,
        patienceMs,
        minPosts,
      });
      // As many as a server of before did not bear, before the first good post.
      expect(hostile.opened()).toBeGreaterThan(2000);
      expect(posts).toBeGreaterThanOrEqual(minPosts);
      expect(inTime / posts).toBeGreaterThanOrEqual(0.99);
      expect(child.exitCode).toBeNull();
      expect((await fetch(`${url}/health-check`)).status).toBe(200);
    },
    (seconds + 60) * 1000,
  );
});
