import { createServer, request as send } from "node:http";
import { closeServer, listenOnLoopback } from "../../../src/demo/loopback.ts";

/** A proxy for plain HTTP that finds every host at one port of loopback: a test has no name server of its own. */
export const startNameProxy = async (port: number) => {
  const server = createServer((request, response) => {
    // Not by URL, which would take `..` out of a key.
    const target = request.url?.replace(/^http:\/\/[^/]+/u, "");
    const { method, headers } = request;
    const onward = send({ host: "127.0.0.1", port, method, path: target, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    onward.on("error", () => response.destroy());
    request.pipe(onward);
  });
  const own = await listenOnLoopback(server, 0);
  return { url: `http://127.0.0.1:${own}`, close: () => closeServer(server) };
};
