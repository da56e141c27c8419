import { portOf } from "../../../domain/url-port.ts";
import { connect } from "node:tls";
import { networkCodes, unreachableReason } from "../../../domain/unreachable-reason.ts";
import { networkError, type HttpReply } from "./http-call.ts";
import type { Origin } from "./origin.ts";

/** http was spoken to a port that expects https. */
export const httpToTls = (): Error =>
  networkError("ERR_HTTP_TO_TLS", "the port that was asked by http expects https");

// nginx; Go's net/http, and with it MinIO; Tomcat; Apache.
const complaint =
  /plain HTTP request was sent to HTTPS port|HTTP request to an HTTPS server|combination of host and port requires TLS|speaking plain HTTP to an SSL-enabled server port/u;

/** True for the answer by which some servers say it. */
export const saysTls = ({ status, body }: HttpReply): boolean =>
  status === 400 && complaint.test(body.toString("latin1", 0, 2_048));

/** True when what came instead of an answer is an alert of TLS: RFC 8446 5.1 and 6. */
export const isTlsAlert = (thrown: unknown): boolean => {
  if (!(thrown instanceof Error) || !("rawPacket" in thrown)) return false;
  const { rawPacket } = thrown;
  return rawPacket instanceof Uint8Array && rawPacket[0] === 0x15 && rawPacket[1] === 3;
};

/** How long an answer to the handshake is worth waiting for: what is asked for is only a better word for the error. */
const maxProbeMs = 3_000;

/** Whether a host that hung up on http does speak TLS: a handshake, and nothing is sent behind it. */
export const speaksTls = (origin: Origin): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({
      host: origin.hostname,
      port: portOf(origin),
      rejectUnauthorized: false,
      timeout: maxProbeMs,
    });
    const end = (answer: boolean) => {
      resolve(answer);
      socket.destroy();
    };
    socket.once("secureConnect", () => end(true));
    // One that wants another version, or a certificate of ours, speaks it too.
    socket.on("error", (error) => end(unreachableReason(networkCodes(error)) === "handshake"));
    socket.once("timeout", () => end(false));
    socket.once("close", () => end(false));
  });
