// What this machine can do at all: node:http that reads a post and answers it. No JSON, no token, no disk.
import { createServer } from "node:http";

const body = JSON.stringify({ status: "accepted", id: "00000000-0000-0000-0000-000000000000" });

createServer((request, response) => {
  request.resume().on("end", () => {
    const status = request.method === "POST" ? 202 : 200;
    response
      .writeHead(status, { "content-type": "application/json", "content-length": body.length })
      .end(body);
  });
}).listen(Number(process.argv[2]), "127.0.0.1");
