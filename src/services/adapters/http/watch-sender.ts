import type { HttpCall, HttpReply, HttpSender } from "./http-call.ts";

/** What came of a request. */
export type CallEnd =
  | { readonly reply: HttpReply; readonly ms: number }
  | { readonly reply: null; readonly thrown: unknown; readonly ms: number };

/** A sender that tells `note` what came of each request, once it has. */
export const watchSender = (
  sender: HttpSender,
  note: (call: HttpCall, end: CallEnd) => void,
): HttpSender => ({
  send: async (call) => {
    const startedMs = performance.now();
    const elapsed = () => Math.round(performance.now() - startedMs);
    try {
      const reply = await sender.send(call);
      note(call, { reply, ms: elapsed() });
      return reply;
    } catch (thrown) {
      note(call, { reply: null, thrown, ms: elapsed() });
      throw thrown;
    }
  },
  close: () => sender.close(),
});
