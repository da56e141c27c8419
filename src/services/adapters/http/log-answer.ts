import { isRecord, parseJson } from "../../../domain/json.ts";
import type { TokenAnswer } from "../../ports/log-sink.ts";
import type { HttpReply } from "./http-call.ts";

/**
 * What an answer to a post proves. "taken": a log server of ours has this very message. "perhaps": 2xx, as the
 * original server answers too, which says nothing more; it counts when that server says pong and names no Ids.
 * "other": a page, or an answer about another message.
 */
export type LogAnswer = "taken" | "perhaps" | "other";

const isPage = ({ headers }: HttpReply, text: string): boolean =>
  /^(?:text\/html|application\/xhtml)/iu.test(headers["content-type"] ?? "") ||
  // Of whatever kind: no log server answers markup.
  /^\s*</u.test(text);

/** Judges a 2xx answer to the message with this Id. Wire: docs/log-protocol.md. */
export const judgeLogAnswer = (reply: HttpReply, id: string): LogAnswer => {
  const text = reply.body.toString("utf8");
  if (isPage(reply, text)) return "other";
  const said = parseJson(text);
  if (!isRecord(said) || said["id"] === undefined) return "perhaps";
  const isTaken = said["status"] === "accepted" || said["status"] === "seen";
  return isTaken && said["id"] === id ? "taken" : "other";
};

/** Whether a pong is that of a server which names the Id of each message that it takes. */
export const namesIds = ({ headers }: HttpReply): boolean => headers["x-log-answers"] === "id";

/**
 * `Authorization` for a token, in the UTF-8 bytes that the server reads; null for a token that no header can hold,
 * which only a message can show.
 */
export const bearerOf = (token: string): string | null => {
  const bytes = Buffer.from(token, "utf8").toString("latin1");
  return /^[!-~\u0080-\u00ff]+$/.test(bytes) ? `Bearer ${bytes}` : null;
};

/** Reads an answer to `GET /token` that is no refusal. Whatever has no name in it does not know the question. */
export const readTokenAnswer = ({ status, body }: HttpReply): TokenAnswer => {
  const said = status === 200 ? parseJson(body.toString("utf8")) : null;
  return isRecord(said) && typeof said["name"] === "string"
    ? { status: "known", name: said["name"] }
    : { status: "unasked" };
};
