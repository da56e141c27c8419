import type { HttpReply, HttpSender } from "./http-call.ts";

const isPage = ({ status, headers }: HttpReply): boolean =>
  status === 200 && headers["content-type"]?.startsWith("text/html") === true;

/**
 * A sender that takes a web page under status 200 for what it is: the word of a proxy or a sign-in portal, and not
 * of a store, which would otherwise count as delivery. It becomes 502.
 */
export const rejectHtml = (sender: HttpSender): HttpSender => ({
  send: async (call) => {
    const reply = await sender.send(call);
    return isPage(reply) ? { ...reply, status: 502 } : reply;
  },
  close: () => sender.close(),
});
