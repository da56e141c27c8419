import type { SlackAttachment } from "../ports.ts";

/** One attachment of a post. */
export interface Piece {
  readonly attachment: SlackAttachment;
  /** Positions of the entries whose last piece this is. */
  readonly acks: readonly string[];
}
