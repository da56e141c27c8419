import type { Socket } from "node:net";
import type { Build } from "../services/adapters/daemon/build.ts";
import { maxMessageBytes, protocolVersion } from "../services/adapters/daemon/queue-messages.ts";
import type { QueueResponse, Hello } from "../services/adapters/daemon/queue-messages.ts";
import { createLineReader, toLine } from "../services/adapters/daemon/line-frames.ts";
import {
  parseHello,
  parseNumberedRequest,
  type ParsedCall,
} from "../services/adapters/daemon/parse-queue-request.ts";
import { parseLine } from "../services/adapters/daemon/parse-line.ts";
import { answerCall } from "./answer-request.ts";
import type { DaemonHandlers } from "./answer-request.ts";

const helloTimeoutMs = 5_000;
/** Unread answers of an app that stopped reading (Ctrl+Z); beyond this it must attach again. */
const maxUnreadBytes = 4 * maxMessageBytes;
const maxCallsUnderWay = 1_000;

export interface ClientSessionDeps extends Omit<DaemonHandlers, "setSubscribed"> {
  readonly version: string;
  /** Null from source. */
  readonly build: Build | null;
  /** A bug in the queue, for the log. */
  readonly onFault: (call: ParsedCall["do"], error: unknown) => void;
  /** After the answer to `handOver` has been written. */
  readonly onHandedOver: () => void;
}

/** One app on the socket. */
export class ClientSession {
  readonly #socket: Socket;
  readonly #deps: ClientSessionDeps;
  readonly #duties: DaemonHandlers;
  readonly #helloTimer: NodeJS.Timeout;
  #app: Hello | null = null;
  #unsubscribe: (() => void) | null = null;
  #callsUnderWay = 0;
  /** Commands run one after the other, as they were given; views need not wait for them. */
  #lastCommand: Promise<void> = Promise.resolve();

  constructor(socket: Socket, deps: ClientSessionDeps) {
    this.#socket = socket;
    this.#deps = deps;
    this.#duties = { ...deps, setSubscribed: (isWanted) => this.#setSubscribed(isWanted) };
    this.#helloTimer = setTimeout(() => socket.destroy(), helloTimeoutMs);
    const reader = createLineReader(maxMessageBytes, (line) => this.#read(line));
    socket.on("data", (chunk: Buffer) => {
      if (!reader.push(chunk)) socket.destroy();
    });
    // Every failure of a socket ends in "close".
    socket.on("error", () => undefined);
    socket.on("close", () => this.#end());
  }

  #end(): void {
    clearTimeout(this.#helloTimer);
    this.#setSubscribed(false);
  }

  #send(answer: QueueResponse | Hello, onSent?: () => void): void {
    if (this.#socket.destroyed) return;
    let line = toLine(answer);
    if (Buffer.byteLength(line) > maxMessageBytes && "id" in answer) {
      line = toLine({ id: answer.id, fault: "too long" } satisfies QueueResponse);
    }
    this.#socket.write(line, onSent);
    if (this.#socket.writableLength > maxUnreadBytes) this.#socket.destroy();
  }

  /** Whoever sends what no app of ours sends is cut off; a call of another version is answered. */
  #read(line: string): void {
    if (this.#socket.destroyed) return;
    const value = parseLine(line);
    if (!this.#app) return this.#greet(parseHello(value));
    const numbered = parseNumberedRequest(value);
    if (!numbered || this.#callsUnderWay >= maxCallsUnderWay) {
      this.#socket.destroy();
    } else if (!numbered.call || !this.#mayCall(numbered.call)) {
      this.#send({ id: numbered.id, fault: "not understood" });
    } else this.#begin(numbered.id, numbered.call);
  }

  #greet(app: Hello | null): void {
    if (!app) {
      this.#socket.destroy();
      return;
    }
    this.#app = app;
    clearTimeout(this.#helloTimer);
    const { version, build } = this.#deps;
    this.#send({
      hello: protocolVersion,
      version,
      pid: process.pid,
      ...(build !== null && { build }),
    });
  }

  /** Across protocol versions only handing over keeps its meaning. */
  #mayCall(call: ParsedCall): boolean {
    return this.#app?.hello === protocolVersion || call.do === "handOver";
  }

  #begin(id: number, call: ParsedCall): void {
    this.#callsUnderWay += 1;
    if ("isView" in call && call.isView) {
      // Neither rejects: #answer turns a failure into an answer.
      void this.#answer(id, call);
    } else {
      this.#lastCommand = this.#lastCommand.then(() => this.#answer(id, call));
    }
  }

  async #answer(id: number, call: ParsedCall): Promise<void> {
    try {
      const value = await answerCall(call, this.#duties);
      this.#send({ id, value }, call.do === "handOver" ? this.#deps.onHandedOver : undefined);
    } catch (error) {
      this.#deps.onFault(call.do, error);
      this.#send({ id, fault: "failed" });
    } finally {
      this.#callsUnderWay -= 1;
    }
  }

  #setSubscribed(isWanted: boolean): void {
    if (isWanted && !this.#socket.destroyed) {
      this.#unsubscribe ??= this.#deps.queue.subscribe(() => this.#send({ changed: true }));
      return;
    }
    this.#unsubscribe?.();
    this.#unsubscribe = null;
  }
}
