import { isRecord, parseJson } from "../../../domain/json.ts";
import type { HttpReply } from "./http-call.ts";

/**
 * What an answer to a post proves. "taken": a log server of ours has this very message. "perhaps": 2xx, as the
 * original server answers too, which says nothing more; it counts once that server has said pong. "other": a page, or
 * an answer about another message.
 */
export type LogAnswer = "taken" | "perhaps" | "other";

const isPage = ({ headers }: HttpReply, text: string): boolean =>
  /^(?:text\/html|application\/xhtml)/iu.test(headers["content-type"] ?? "") ||
  /^\s*<(?:!doctype|html)/iu.test(text);

/** Judges a 2xx answer to the message with this Id. Wire: docs/log-protocol.md. */
export const judgeLogAnswer = (reply: HttpReply, id: string): LogAnswer => {
  const text = reply.body.toString("utf8");
  if (isPage(reply, text)) return "other";
  const said = parseJson(text);
  if (!isRecord(said) || said["id"] === undefined) return "perhaps";
  const isTaken = said["status"] === "accepted" || said["status"] === "seen";
  return isTaken && said["id"] === id ? "taken" : "other";
};
