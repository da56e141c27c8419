import type { HttpCall } from "./http-call.ts";

// As in node-http-sender.ts: to import it would load Node's whole HTTP client.
const { validateHeaderValue } = process.getBuiltinModule("node:http");

/** Request line and headers of HTTP/1.1, as latin1. Throws ERR_INVALID_CHAR for a value that would end its line. */
export const toRequestHead = ({ method, path, headers }: HttpCall): string => {
  let head = `${method} ${path} HTTP/1.1\r\n`;
  for (const [name, value] of Object.entries(headers)) {
    validateHeaderValue(name, value);
    head += `${name}: ${value}\r\n`;
  }
  return `${head}connection: keep-alive\r\n\r\n`;
};
