import type { SlackStandIn } from "../../../src/demo/slack-stand-in.ts";

/** The lines of messages, also of digests, that name `key`. */
export const slackTextsNaming = ({ messages }: SlackStandIn, key: string): readonly string[] =>
  messages
    .flatMap(({ attachments }) => attachments.flatMap(({ text }) => String(text).split("\n")))
    .filter((line) => line.includes(`${key} `));
