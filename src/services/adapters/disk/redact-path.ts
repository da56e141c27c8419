/** What of a query says what was asked for. A signature, a token, or what a later version sends is not among it. */
const shown = new Set([
  "delimiter",
  "encoding-type",
  "list-type",
  "max-keys",
  "partNumber",
  "prefix",
  "start-after",
  "uploads",
  "x-id",
]);

/** A request's path with its query, the values of all that is not known to be harmless blotted out. */
export const redactPath = (path: string): string => {
  const at = path.indexOf("?");
  if (at < 0) return path;
  const pairs = path.slice(at + 1).split("&");
  const redacted = pairs.map((pair) => {
    const [name = ""] = pair.split("=", 1);
    return shown.has(name) || pair === name ? pair : `${name}=…`;
  });
  return `${path.slice(0, at)}?${redacted.join("&")}`;
};
