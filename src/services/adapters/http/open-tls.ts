import type { Socket } from "node:net";

/** How many connections over TLS a sender has open, whoever has opened them. */
export class OpenTls {
  #count = 0;

  get count(): number {
    return this.#count;
  }

  /** Counts a connection until it closes. */
  add(socket: Socket): void {
    this.#count += 1;
    socket.once("close", () => {
      this.#count -= 1;
    });
  }
}
