import type { SlackMessage } from "../../../src/demo/slack-stand-in.ts";

/** Sends message `number` as one outcome of a sender; the status that came back, or null for no answer. */
export const postNumbered = async (
  url: string,
  token: string,
  number: number,
  more: Readonly<Record<string, unknown>> = {},
): Promise<number | null> => {
  const body = {
    Auth: token,
    Action: "Success",
    LogMessage: `[m${number}]`,
    Id: `outcome-${number}`,
    ...more,
  };
  const sent = fetch(url, { method: "POST", body: JSON.stringify(body) });
  return sent.then(
    async (response) => {
      await response.text();
      return response.status;
    },
    () => null,
  );
};

/** The numbers of all messages in a Slack, in its order, each once. */
export const numbersIn = (messages: readonly SlackMessage[]): readonly number[] => {
  const shown = JSON.stringify(messages.map(({ attachments }) => attachments));
  return [...new Set(Array.from(shown.matchAll(/\[m(\d+)\]/g), ([, number]) => Number(number)))];
};

/** True when a Slack has each of these numbers. */
export const hasAll = (messages: readonly SlackMessage[], numbers: readonly number[]): boolean => {
  const found = new Set(numbersIn(messages));
  return numbers.every((number) => found.has(number));
};

/** What /ready says. */
export const askReady = async (
  url: string,
): Promise<{
  readonly status: number;
  readonly waiting: number;
  readonly parked: number;
  readonly reasons: string;
}> => {
  const response = await fetch(`${url}/ready`);
  const said: { reasons: readonly string[]; queue: { waiting: number; parked: number } } =
    JSON.parse(await response.text());
  return {
    status: response.status,
    waiting: said.queue.waiting,
    parked: said.queue.parked,
    reasons: said.reasons.join(),
  };
};
