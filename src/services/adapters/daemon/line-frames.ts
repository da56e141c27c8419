import { toWireJson } from "../../../domain/wire-json.ts";

const newline = 0x0a;

export interface LineReader {
  /** Takes bytes as they come; false when a line grew over the limit, and nothing after that is read. */
  push(chunk: Uint8Array): boolean;
}

/** Cuts a byte stream into lines of at most `maxBytes`; holds no more than one unfinished line. */
export const createLineReader = (maxBytes: number, onLine: (line: string) => void): LineReader => {
  let chunks: Uint8Array[] = [];
  let heldBytes = 0;
  let isBroken = false;

  /** False when the line has become too long. */
  const hold = (chunk: Uint8Array): boolean => {
    heldBytes += chunk.length;
    isBroken = heldBytes > maxBytes;
    if (isBroken) chunks = [];
    else chunks.push(chunk);
    return !isBroken;
  };

  /** Decoded as a whole, so that a character cut by two chunks survives. */
  const finish = () => {
    const line = Buffer.concat(chunks).toString("utf8");
    chunks = [];
    heldBytes = 0;
    onLine(line);
  };

  return {
    push: (chunk) => {
      if (isBroken) return false;
      let start = 0;
      for (let end = chunk.indexOf(newline); end !== -1; end = chunk.indexOf(newline, start)) {
        if (!hold(chunk.subarray(start, end))) return false;
        finish();
        start = end + 1;
      }
      return hold(chunk.subarray(start));
    },
  };
};

/** One message as it goes over the wire. JSON holds no raw newline, so that a newline ends it. */
export const toLine = (message: unknown): string => `${toWireJson(message)}\n`;
