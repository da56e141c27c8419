// hostile-program.ts PORT BYTES_PER_SECOND: senders without a token that want nobody else to be heard. Ten addresses of
// the loopback network connect by themselves; one IPv6 customer's whole network comes by a proxy at 127.0.1.1, which the
// server has to trust. Runs until it is ended; prints how many connections it has opened, once a second.
import { randomBytes } from "node:crypto";
import { connect } from "node:net";

const [port = 0, bytesPerSecond = 0] = process.argv.slice(2).map(Number);

const tickMs = 10;
/** A SYN and what belongs to it. */
const connectionBytes = 60;

const someIpv6 = () => {
  const groups = randomBytes(10).toString("hex").match(/.{4}/g) ?? [];
  return `2001:db8:1:${groups.join(":")}`;
};

const headOf = (length: number, isProxied: boolean) => {
  const forwarded = isProxied ? `X-Forwarded-For: ${someIpv6()}\r\n` : "";
  return `POST / HTTP/1.1\r\nHost: x\r\n${forwarded}Content-Length: ${length}\r\n\r\n`;
};

const wrongToken = () =>
  JSON.stringify({ Auth: randomBytes(32).toString("hex"), Action: "Success", LogMessage: "m" });

/** What a connection says at first; then it says nothing more. */
const openings: readonly ((isProxied: boolean) => string)[] = [
  () => "",
  () => "POST / HTTP/1.1\r\nHost:",
  (isProxied) => headOf(60_000, isProxied),
  (isProxied) => `${headOf(60_000, isProxied)}{"Auth":"`,
  (isProxied) => `${headOf(60_000, isProxied)}${" ".repeat(1500)}`,
  (isProxied) => {
    const body = wrongToken();
    return `${headOf(body.length, isProxied)}${body}`;
  },
  () => "GET /health-check HTTP/1.1\r\nHost: x\r\n\r\n",
];

const proxied = 10;
let opened = 0;
let credit = 0;

const attack = (): number => {
  const sender = opened % (proxied + 1);
  const isProxied = sender === proxied;
  const opening = openings[Math.floor(opened / (proxied + 1)) % openings.length];
  const text = opening?.(isProxied) ?? "";
  const localAddress = isProxied ? "127.0.1.1" : `127.0.0.${sender + 2}`;
  const socket = connect({ port, host: "127.0.0.1", localAddress });
  socket.on("error", () => {}).resume();
  socket.write(text);
  opened += 1;
  return text.length + connectionBytes;
};

setInterval(() => {
  credit += (bytesPerSecond * tickMs) / 1000;
  while (credit > 0) credit -= attack();
}, tickMs);
setInterval(() => process.stdout.write(`${opened}\n`), 1000);
