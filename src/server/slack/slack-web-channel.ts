import type { PostAnswer, SlackAttachment, SlackChannel, SlackPost } from "../ports.ts";
import { fail, ok } from "../../domain/result.ts";
import { toPostAnswer } from "./post-answer.ts";

export interface SlackWebOptions {
  readonly token: string;
  /** Name or ID. */
  readonly channel: string;
  /** Absolute URL of the API; absent means Slack's own. */
  readonly apiUrl?: string | undefined;
}

/** After this long without an answer a call counts as failed. */
const callTimeoutMs = 15_000;

const silent = () => {};

const openClient = async ({ token, apiUrl }: SlackWebOptions) => {
  // Loaded at the first call: the server must answer its first ping before Slack's client is read from disk.
  // The default export is what a bundle keeps of a CommonJS package that is loaded lazily.
  const { default: slack } = await import("@slack/web-api");
  const { LogLevel, WebClient } = slack;
  return new WebClient(token, {
    timeout: callTimeoutMs,
    // The delivery loop retries: it knows what is on disk.
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    allowAbsoluteUrls: false,
    logger: {
      debug: silent,
      info: silent,
      warn: silent,
      error: silent,
      setLevel: silent,
      setName: silent,
      getLevel: () => LogLevel.ERROR,
    },
    ...(apiUrl === undefined ? {} : { slackApiUrl: apiUrl.endsWith("/") ? apiUrl : `${apiUrl}/` }),
  });
};

/** Empty `mrkdwn_in`: what looks like markup in a file's name stays as it is. */
const toWebAttachment = (attachment: SlackAttachment) => ({ ...attachment, mrkdwn_in: [] });

/** Slack by its official client, which reads `apiUrl` instead of Slack in tests and in the demo. */
export const createSlackWebChannel = (options: SlackWebOptions): SlackChannel => {
  let client: ReturnType<typeof openClient> | undefined;
  const open = () => (client ??= openClient(options));
  const post = async ({ attachments, threadTs }: SlackPost) => {
    const web = await open();
    const answer = await web.apiCall("chat.postMessage", {
      channel: options.channel,
      // No `text`: Slack would show it above the attachments; notifications take their `fallback`.
      attachments: attachments.map(toWebAttachment),
      parse: "none",
      link_names: false,
      unfurl_links: false,
      unfurl_media: false,
      ...(threadTs === undefined ? {} : { thread_ts: threadTs }),
    });
    return "ts" in answer && typeof answer.ts === "string" ? answer.ts : "";
  };
  return {
    post: async (message): Promise<PostAnswer> => {
      try {
        return { kind: "posted", ts: await post(message) };
      } catch (error) {
        return toPostAnswer(error);
      }
    },
    whoAmI: async () => {
      try {
        const { auth } = await open();
        const { user, team } = await auth.test();
        return ok(`${user ?? "unknown"} in ${team ?? "unknown"}`);
      } catch (error) {
        const answer = toPostAnswer(error);
        return fail("reason" in answer ? answer.reason : "rate limited");
      }
    },
  };
};
