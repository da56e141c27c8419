import type { IncomingHttpHeaders } from "node:http";
import { buffer } from "node:stream/consumers";
import { Readable } from "node:stream";
import { toOrigin } from "../http/origin.ts";
import type { HttpSender } from "../http/http-call.ts";
import { escapeUri } from "./sign-request.ts";

/** A request as the SDK hands it over; only what is read here. */
interface SdkRequest {
  readonly method: string;
  readonly protocol: string;
  readonly hostname: string;
  readonly port?: number | undefined;
  readonly path: string;
  readonly query: Readonly<Record<string, string | readonly string[] | null>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

const toQuery = (query: SdkRequest["query"]): string => {
  const pairs = Object.entries(query).flatMap(([name, value]) =>
    (typeof value === "string" || value === null ? [value] : value).map((each) =>
      each === null ? escapeUri(name) : `${escapeUri(name)}=${escapeUri(each)}`,
    ),
  );
  return pairs.length === 0 ? "" : `?${pairs.join("&")}`;
};

const toBytes = async (body: unknown): Promise<Uint8Array | null> => {
  if (body === undefined || body === null) return null;
  if (typeof body === "string") return Buffer.from(body);
  if (body instanceof Uint8Array) return body;
  if (body instanceof Readable) return buffer(body);
  throw new TypeError("the SDK gave a body of an unknown kind");
};

const toHeaderBag = (headers: IncomingHttpHeaders): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, Array.isArray(value) ? value.join(", ") : value]],
    ),
  );

/** The SDK's requestHandler on our sender: one set of connections, time limits and proxies for every request. */
export const createSdkRequestHandler = (sender: HttpSender) => ({
  metadata: { handlerProtocol: "http/1.1" },
  handle: async (
    request: SdkRequest,
    { abortSignal }: { readonly abortSignal?: AbortSignal } = {},
  ) => {
    const port = request.port === undefined ? "" : `:${request.port}`;
    const reply = await sender.send({
      method: request.method,
      origin: toOrigin(new URL(`${request.protocol}//${request.hostname}${port}`)),
      path: `${request.path}${toQuery(request.query)}`,
      headers: request.headers,
      body: await toBytes(request.body),
      signal: abortSignal,
    });
    return {
      response: {
        statusCode: reply.status,
        headers: toHeaderBag(reply.headers),
        body: Readable.from([reply.body]),
      },
    };
  },
  updateHttpClientConfig: () => {},
  httpHandlerConfigs: () => ({}),
  // The sender belongs to the store, which closes it.
  destroy: () => {},
});
