import { connect } from "node:net";
import type { OnReadOpts } from "node:net";
import { afterEach, expect, it } from "vitest";
import { HttpConnection } from "../../../../src/services/adapters/http/http-connection.ts";
import { OpenTls } from "../../../../src/services/adapters/http/open-tls.ts";
import { callTo, HttpSite, say, shortAnswer } from "../../../support/sites/http-site.ts";

const site = new HttpSite();
afterEach(() => site.close());

it("a request that is answered before its body has left lets go of the body first", async () => {
  const { port } = await site.startServer(say(shortAnswer));
  const socket = connect({ host: "127.0.0.1", port });
  const readBuffer = Buffer.alloc(65_536);
  const callbacks: OnReadOpts["callback"][] = [];
  const connection = new HttpConnection(
    (onread) => {
      callbacks.push(onread.callback);
      return socket;
    },
    "connect",
    {
      connectTimeoutMs: 5_000,
      idleTimeoutMs: 5_000,
      keepIdleMs: 5_000,
      readBuffer,
      openTls: new OpenTls(),
      onFree: () => undefined,
      onClose: () => undefined,
    },
  );
  const bytes = 4_096;
  const head = `PUT /key HTTP/1.1\r\nHost: a\r\nContent-Length: ${bytes}\r\n\r\n`;
  const answered = connection
    .send(head, { ...callTo(port, bytes), body: Buffer.alloc(bytes) })
    .then(({ status }) => ({ status, isHeld: socket.writableLength > 0 && !socket.destroyed }));
  // Nothing has left yet: the connection is still being made.
  callbacks[0]?.(readBuffer.write(shortAnswer), readBuffer);
  expect(await answered).toEqual({ status: 200, isHeld: false });
});
