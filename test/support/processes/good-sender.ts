import { request } from "node:http";

/** What became of the posts of one good sender. */
export interface GoodSenderResult {
  readonly posts: number;
  /** Answered 202 within the sender's patience. */
  readonly inTime: number;
  readonly maxMs: number;
}

export interface Patience {
  readonly seconds: number;
  /** It goes on until it has sent so many, however slow the machine is. */
  readonly minPosts?: number;
  /** How long a post may take. */
  readonly patienceMs: number;
}

/** One post on a connection of its own; milliseconds until its 202, or null. */
const post = async (port: number, body: string, patienceMs: number): Promise<number | null> =>
  new Promise((resolve) => {
    const startedMs = performance.now();
    const options = { port, host: "127.0.0.1", method: "POST", agent: false };
    const sent = request({ ...options, timeout: patienceMs }, (response) => {
      response.resume();
      resolve(response.statusCode === 202 ? performance.now() - startedMs : null);
    });
    sent.on("timeout", () => sent.destroy(new Error("too late")));
    sent.on("error", () => resolve(null));
    sent.end(body);
  });

/** Posts one message after the other for so long, each on a connection of its own, with a short rest in between. */
export const sendPatiently = async (
  port: number,
  token: string,
  { seconds, patienceMs, minPosts = 0 }: Patience,
): Promise<GoodSenderResult> => {
  const times: (number | null)[] = [];
  const untilMs = performance.now() + seconds * 1000;
  while (performance.now() < untilMs || times.length < minPosts) {
    const body = { Auth: token, Action: "Success", LogMessage: "m", Id: `good-${times.length}` };
    times.push(await post(port, JSON.stringify(body), patienceMs));
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  const answered = times.filter((ms) => ms !== null);
  return {
    posts: times.length,
    inTime: answered.filter((ms) => ms <= patienceMs).length,
    maxMs: Math.max(0, ...answered),
  };
};
