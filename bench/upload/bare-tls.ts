// Run as a program: PORT CERT BYTES. Pushes bytes through two bare TLS sockets, so that the table can show what
// sink, kernel and OpenSSL allow a single thread of Node: the ceiling.
import { readFileSync } from "node:fs";
import { connect } from "node:tls";

const [port = "", cert = "", bytes = ""] = process.argv.slice(2);
const partBytes = 8 * 1024 * 1024;
const chunkBytes = 256 * 1024;
const ca = readFileSync(cert);
let partsLeft = Math.ceil(Number(bytes) / partBytes);

const push = () =>
  new Promise<void>((resolve, reject) => {
    const part = Buffer.alloc(partBytes, 7);
    const socket = connect({ host: "127.0.0.1", port: Number(port), ca });
    const sendPart = (): void => {
      if (partsLeft <= 0) {
        socket.end(resolve);
        return;
      }
      partsLeft -= 1;
      socket.write(`PUT /b/k HTTP/1.1\r\nHost: sink\r\nContent-Length: ${partBytes}\r\n\r\n`);
      let at = 0;
      const more = (): void => {
        while (at < partBytes) {
          const piece = part.subarray(at, at + chunkBytes);
          at += piece.length;
          if (!socket.write(piece)) {
            socket.once("drain", more);
            return;
          }
        }
      };
      more();
    };
    socket.once("secureConnect", sendPart);
    socket.on("data", sendPart);
    socket.once("error", reject);
  });

await Promise.all([push(), push()]);
