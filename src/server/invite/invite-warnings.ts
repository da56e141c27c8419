import { awsKeyCharacters } from "../../domain/connection.ts";
import { isLoopbackHost } from "../operations/loopback.ts";
import { inviteWords } from "../words/invite-words.ts";
import type { Invite } from "./invite.ts";

const isSentInClear = (url: string): boolean => {
  const { protocol, hostname } = new URL(url);
  return protocol === "http:" && !isLoopbackHost(hostname);
};

/**
 * What looks wrong in an invite and may be right: whoever made it sees it before somebody else fails. Nothing in it is
 * secret.
 */
export const inviteWarnings = (
  { accessKeyId, endpoint, logUrl }: Invite,
  secretAccessKey: string,
): readonly string[] => {
  const keys = [
    [inviteWords.accessKeyName, accessKeyId, awsKeyCharacters.accessKeyId],
    [inviteWords.secretName, secretAccessKey, awsKeyCharacters.secretAccessKey],
  ] as const;
  // Other services have keys of other lengths.
  const unusual =
    endpoint === null ? keys.filter(([, { length }, expected]) => length !== expected) : [];
  return [
    ...unusual.map(([name, { length }, expected]) =>
      inviteWords.unusualKey(name, expected, length),
    ),
    ...(isSentInClear(logUrl) ? [inviteWords.logUrlInClear] : []),
  ];
};
