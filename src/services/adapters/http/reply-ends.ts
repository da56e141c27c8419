import type { Socket } from "node:net";

/** Ends a head, and an answer in chunks. */
const emptyLine = Buffer.from("\r\n\r\n");

const endsWith = (bytes: Buffer, end: Buffer): boolean =>
  bytes.length >= end.length && bytes.subarray(bytes.length - end.length).equals(end);

/**
 * Tells whether a connection has sent nothing behind an answer. Node notices a second answer that is whole; of the
 * beginning of one it drops what came together with the first answer.
 */
export class ReplyEnds {
  readonly #lastChunks = new WeakMap<Socket, Buffer>();

  /** Remembers what `socket` receives last. */
  watch(socket: Socket): void {
    socket.on("data", (chunk: Buffer) => this.#lastChunks.set(socket, chunk));
  }

  /** Whether the last bytes of an answer, whose body is `body`, are the last ones that came. */
  isLast(socket: Socket | null, body: Buffer, isChunked: boolean): boolean {
    const last = socket === null ? undefined : this.#lastChunks.get(socket);
    if (socket === null || last === undefined) return false;
    this.#lastChunks.delete(socket);
    const end = isChunked || body.length === 0 ? emptyLine : body;
    // An answer that was cut anywhere: as far as the last piece of it goes.
    return endsWith(last, end.subarray(Math.max(0, end.length - last.length)));
  }
}
