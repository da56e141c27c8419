// hostile-program.ts PORT BYTES_PER_SECOND: senders without a token that want nobody else to be heard. Ten addresses of
// the loopback network connect by themselves; one IPv6 customer's whole network comes by a proxy at 127.0.1.1, which the
// server has to trust; wrong tokens come from the good sender's own 127.0.0.1, too. Begins with as many unfinished posts
// as a server is likely to bear. Runs until it is ended; prints how many connections it has opened, once a second.
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

const wrongPost = (isProxied: boolean) => {
  const body = wrongToken();
  return `${headOf(body.length, isProxied)}${body}`;
};

const unfinishedPost = (isProxied: boolean) => `${headOf(60_000, isProxied)}{"Auth":"`;

/** What a connection says at first; then it says nothing more. Large ones are few: they eat up what may be spent. */
const openings: readonly ((isProxied: boolean) => string)[] = [
  () => "",
  () => "POST / HTTP/1.1\r\nHost:",
  unfinishedPost,
  wrongPost,
  unfinishedPost,
  () => "GET /health-check HTTP/1.1\r\nHost: x\r\n\r\n",
  unfinishedPost,
  (isProxied) => `${headOf(60_000, isProxied)}${" ".repeat(1100)}`,
];

const proxied = 10;
const firstPosts = 220 * (proxied + 1);
const goodSendersAddress = "127.0.0.1";
let opened = 0;
let credit = 0;

const say = (localAddress: string, text: string): number => {
  const socket = connect({ port, host: "127.0.0.1", localAddress });
  socket.on("error", () => {}).resume();
  socket.write(text);
  opened += 1;
  return text.length + connectionBytes;
};

const attack = (opening?: (isProxied: boolean) => string): number => {
  const sender = opened % (proxied + 1);
  const isProxied = sender === proxied;
  const next = opening ?? openings[Math.floor(opened / (proxied + 1)) % openings.length];
  return say(isProxied ? "127.0.1.1" : `127.0.0.${sender + 2}`, next?.(isProxied) ?? "");
};

for (let first = 1; first <= firstPosts; first += 1) {
  attack(unfinishedPost);
  // A few at a time: the server's backlog is theirs, too.
  if (first % 100 === 0) await new Promise((resolve) => setTimeout(resolve, tickMs));
}
setInterval(() => {
  credit += (bytesPerSecond * tickMs) / 1000;
  credit -= say(goodSendersAddress, wrongPost(false));
  while (credit > 0) credit -= attack();
}, tickMs);
setInterval(() => process.stdout.write(`${opened}\n`), 1000);
