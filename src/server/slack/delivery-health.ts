import type { PostAnswer } from "../ports.ts";
import { deliveryWords } from "../words/delivery-words.ts";

/** How Slack answers at present. */
export type DeliveryState =
  | { readonly name: "untried" }
  | { readonly name: "good"; readonly lastPostAtMs: number }
  | { readonly name: "failing"; readonly reason: string; readonly sinceMs: number }
  /** Nothing passes until the administrator mends token or channel. */
  | { readonly name: "refused"; readonly reason: string; readonly sinceMs: number };

/** Remembers Slack's last answers, for /ready and for the metrics. */
export interface DeliveryHealth {
  answered(answer: PostAnswer, nowMs: number): void;
  state(): DeliveryState;
}

const reasonOf = (answer: Exclude<PostAnswer, { kind: "posted" }>): string =>
  answer.kind === "later" ? deliveryWords.rateLimited : answer.reason;

/** Starts untried. `onAnswer` hears of each answer. */
export const createDeliveryHealth = (onAnswer: (answer: PostAnswer) => void): DeliveryHealth => {
  let state: DeliveryState = { name: "untried" };
  return {
    state: () => state,
    answered: (answer, nowMs) => {
      onAnswer(answer);
      if (answer.kind === "posted") {
        state = { name: "good", lastPostAtMs: nowMs };
        return;
      }
      const isForChannel = answer.kind === "refused" && answer.what === "channel";
      // A message or a reply that Slack refuses says nothing about Slack.
      if (answer.kind === "refused" && !isForChannel) return;
      const name = isForChannel ? "refused" : "failing";
      const sinceMs = state.name === name ? state.sinceMs : nowMs;
      state = { name, reason: reasonOf(answer), sinceMs };
    },
  };
};
