import { networkError } from "./http-call.ts";
import type { HttpCall } from "./http-call.ts";

// As in node-http-sender.ts: to import it would load Node's whole HTTP client.
const { validateHeaderName, validateHeaderValue } = process.getBuiltinModule("node:http");

/**
 * Request line and headers of HTTP/1.1, as latin1. Throws what node:http throws for what would end its line:
 * ERR_UNESCAPED_CHARACTERS (path), ERR_INVALID_HTTP_TOKEN (name), ERR_INVALID_CHAR (value).
 */
export const toRequestHead = ({ method, path, headers }: HttpCall): string => {
  if (/[^\u0021-\u00ff]/u.test(path))
    throw networkError("ERR_UNESCAPED_CHARACTERS", "the path has characters that are not encoded");
  let head = `${method} ${path} HTTP/1.1\r\n`;
  for (const [name, value] of Object.entries(headers)) {
    validateHeaderName(name);
    validateHeaderValue(name, value);
    head += `${name}: ${value}\r\n`;
  }
  return `${head}connection: keep-alive\r\n\r\n`;
};
