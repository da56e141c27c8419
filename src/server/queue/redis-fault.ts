/**
 * What went wrong with Redis, in a word that is safe to show: the error's code or the first word of Redis' answer. Its
 * message may repeat what was sent ("ERR unknown command … with args beginning with"), the password too.
 */
export const redisFault = (error: unknown): string => {
  if (!(error instanceof Error)) return "unknown";
  if (error.name === "ReplyError") return /^[A-Z]+/.exec(error.message)?.[0] ?? "ERR";
  if ("code" in error && typeof error.code === "string") return error.code;
  return error.name === "Error" ? "no answer" : error.name;
};
