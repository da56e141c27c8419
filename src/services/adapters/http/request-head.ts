import { networkError } from "./http-call.ts";
import type { HttpCall } from "./http-call.ts";
import { nodeHttp } from "./node-http.ts";

const isPlain = (name: string, value: string): boolean =>
  /^[\w-]+$/u.test(name) && /^[\u0020-\u007e]*$/u.test(value);

const validate = (name: string, value: string): void => {
  const { validateHeaderName, validateHeaderValue } = nodeHttp();
  validateHeaderName(name);
  validateHeaderValue(name, value);
};

/**
 * Request line and headers of HTTP/1.1, as latin1. Throws what node:http throws for what would end its line:
 * ERR_UNESCAPED_CHARACTERS (path), ERR_INVALID_HTTP_TOKEN (name), ERR_INVALID_CHAR (value).
 */
export const toRequestHead = ({ method, path, headers }: HttpCall): string => {
  if (/[^\u0021-\u00ff]/u.test(path))
    throw networkError("ERR_UNESCAPED_CHARACTERS", "the path has characters that are not encoded");
  const lines = [`${method} ${path} HTTP/1.1`];
  for (const name in headers) {
    const value = headers[name] ?? "";
    // Node's own tests, which take longer, say what is wrong.
    if (!isPlain(name, value)) validate(name, value);
    lines.push(`${name}: ${value}`);
  }
  lines.push("connection: keep-alive\r\n\r\n");
  return lines.join("\r\n");
};
