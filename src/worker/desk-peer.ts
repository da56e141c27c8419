import type { Socket } from "node:net";
import { maxMessageBytes, protocolVersion } from "../services/adapters/socket/desk-messages.ts";
import type {
  DeskAnswer,
  DeskCall,
  Hello,
  NumberedCall,
} from "../services/adapters/socket/desk-messages.ts";
import { parseJson } from "../domain/json.ts";
import { createLineReader, toLine } from "../services/adapters/socket/line-frames.ts";
import { parseHello, parseNumberedCall } from "../services/adapters/socket/parse-desk-call.ts";
import { answerCall } from "./answer-call.ts";
import type { WorkerDuties } from "./answer-call.ts";
import { createThrottle } from "./throttle.ts";

const helloLimitMs = 5_000;
const changeIntervalMs = 250;
/** Unread answers of an app that stopped reading (Ctrl+Z); beyond this it must attach again. */
const maxUnreadBytes = 4 * maxMessageBytes;
const maxCallsUnderWay = 1_000;

export interface DeskPeerDeps extends WorkerDuties {
  readonly version: string;
  /** A bug in the queue, for the log. */
  readonly onFault: (call: DeskCall["do"], error: unknown) => void;
  /** After the answer to `handOver` has been written. */
  readonly onHandedOver: () => void;
}

/** One app on the socket. */
export class DeskPeer {
  readonly #socket: Socket;
  readonly #deps: DeskPeerDeps;
  readonly #changes = createThrottle(changeIntervalMs, () => this.#send({ changed: true }));
  readonly #helloTimer: NodeJS.Timeout;
  #app: Hello | null = null;
  #unsubscribe: (() => void) | null = null;
  #callsUnderWay = 0;
  /** Commands run one after the other, as they were given; snapshots need not wait for them. */
  #lastCommand: Promise<void> = Promise.resolve();

  constructor(socket: Socket, deps: DeskPeerDeps) {
    this.#socket = socket;
    this.#deps = deps;
    this.#helloTimer = setTimeout(() => socket.destroy(), helloLimitMs);
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

  #send(answer: DeskAnswer | Hello, onSent?: () => void): void {
    if (this.#socket.destroyed) return;
    let line = toLine(answer);
    if (Buffer.byteLength(line) > maxMessageBytes && "id" in answer) {
      line = toLine({ id: answer.id, fault: "too long" } satisfies DeskAnswer);
    }
    this.#socket.write(line, onSent);
    if (this.#socket.writableLength > maxUnreadBytes) this.#socket.destroy();
  }

  /** Whoever sends what no app of ours sends is cut off; a call of another version is answered. */
  #read(line: string): void {
    if (this.#socket.destroyed) return;
    const value = parseJson(line);
    if (!this.#app) return this.#greet(parseHello(value));
    const numbered = parseNumberedCall(value);
    if (!numbered || this.#callsUnderWay >= maxCallsUnderWay) {
      this.#socket.destroy();
    } else if (!numbered.call || !this.#mayCall(numbered.call)) {
      this.#send({ id: numbered.id, fault: "not understood" });
    } else this.#begin(numbered);
  }

  #greet(app: Hello | null): void {
    if (!app) {
      this.#socket.destroy();
      return;
    }
    this.#app = app;
    clearTimeout(this.#helloTimer);
    this.#send({ hello: protocolVersion, version: this.#deps.version, pid: process.pid });
  }

  /** Across protocol versions only handing over keeps its meaning. */
  #mayCall(call: DeskCall): boolean {
    return this.#app?.hello === protocolVersion || call.do === "handOver";
  }

  #begin(numbered: NumberedCall): void {
    this.#callsUnderWay += 1;
    if (numbered.call.do === "snapshot") {
      // Neither rejects: #answer turns a failure into an answer.
      void this.#answer(numbered);
    } else {
      this.#lastCommand = this.#lastCommand.then(() => this.#answer(numbered));
    }
  }

  async #answer({ id, call }: NumberedCall): Promise<void> {
    try {
      if (call.do === "subscribe" || call.do === "unsubscribe") {
        this.#setSubscribed(call.do === "subscribe");
        this.#send({ id, value: null });
      } else {
        const value = (await answerCall(call, this.#deps)) ?? null;
        this.#send({ id, value }, call.do === "handOver" ? this.#deps.onHandedOver : undefined);
      }
    } catch (error) {
      this.#deps.onFault(call.do, error);
      this.#send({ id, fault: "failed" });
    } finally {
      this.#callsUnderWay -= 1;
    }
  }

  #setSubscribed(isWanted: boolean): void {
    if (isWanted && !this.#socket.destroyed) {
      this.#unsubscribe ??= this.#deps.desk.subscribe(() => this.#changes.request());
      return;
    }
    this.#unsubscribe?.();
    this.#unsubscribe = null;
    this.#changes.stop();
  }
}
