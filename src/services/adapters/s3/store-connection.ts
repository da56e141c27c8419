import { S3Client } from "@aws-sdk/client-s3";
import type { AppError } from "../../../domain/errors.ts";
import { fail, ok } from "../../../domain/result.ts";
import type { Result } from "../../../domain/result.ts";
import type { StoreAddress } from "../../ports/object-store.ts";
import { toBucketBase } from "./bucket-base.ts";
import type { BucketBase } from "./bucket-base.ts";
import { hashBody, sizeOf, WatchedBody } from "./body.ts";
import type { CredentialProvider } from "./default-credentials.ts";
import { createHttpSender } from "./http-sender.ts";
import type { Body, HttpReply, HttpSender } from "./http-sender.ts";
import { toAppError, toNetworkError } from "./s3-errors.ts";
import type { CallContext } from "./s3-errors.ts";
import { createSdkRequestHandler } from "./sdk-request-handler.ts";
import { refusePages } from "./refuse-pages.ts";
import { createRequestSigner, escapeKey, escapeUri } from "./sign-request.ts";
import type { RequestSigner } from "./sign-request.ts";
import { StoreClock } from "./store-clock.ts";
import { readRefusal, readSdkException } from "./store-refusal.ts";

export interface ConnectionOptions {
  readonly address: StoreAddress;
  readonly credentials: CredentialProvider;
  readonly onClockSkew: (minutes: number) => void;
  readonly connectTimeoutMs: number;
  readonly idleTimeoutMs: number;
  readonly environment: NodeJS.ProcessEnv;
}

/** A request that is signed by hand: a whole object, one part, or the start of an upload. */
export interface SignedCall {
  readonly method: "PUT" | "POST";
  readonly bucket: string;
  readonly key: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Body;
  readonly onSent?: ((sentBytes: number) => void) | undefined;
  readonly signal: AbortSignal;
}

/** What all calls to one store share: connections, signer, clock, SDK client. */
export class StoreConnection {
  readonly client: S3Client;
  readonly clock: StoreClock;
  readonly #options: ConnectionOptions;
  readonly #sender: HttpSender;
  readonly #signer: RequestSigner;
  /** Address of each bucket, by the SDK's own endpoint rules. */
  readonly #bases = new Map<string, BucketBase>();

  constructor(options: ConnectionOptions) {
    this.#options = options;
    this.#sender = refusePages(createHttpSender(options));
    this.#signer = createRequestSigner(options.address.region);
    this.clock = new StoreClock((minutes) => {
      this.client.config.systemClockOffset = this.clock.offsetMs;
      options.onClockSkew(minutes);
    });
    this.client = this.createClient(this.#sender, 1);
  }

  /** An SDK client that sends through `sender`. */
  createClient(sender: HttpSender, maxAttempts: number): S3Client {
    const { address, credentials } = this.#options;
    const client = new S3Client({
      region: address.region,
      ...(address.endpoint !== null && { endpoint: address.endpoint, forcePathStyle: true }),
      credentials: async () => {
        const { sessionToken, ...pair } = await credentials();
        return sessionToken === undefined ? pair : { ...pair, sessionToken };
      },
      maxAttempts,
      requestHandler: createSdkRequestHandler(sender),
      systemClockOffset: this.clock.offsetMs,
    });
    // The SDK signs payloads by SHA-256, a second pass over every byte.
    client.middlewareStack.add(
      (next) => (args) => {
        const { request } = args;
        if (isSdkRequest(request) && toBucketBase(originOf(request)).guardsPayload) {
          request.headers["x-amz-content-sha256"] = "UNSIGNED-PAYLOAD";
        }
        return next(args);
      },
      { step: "build", name: "leavePayloadUnsigned" },
    );
    return client;
  }

  get sender(): HttpSender {
    return this.#sender;
  }

  /** Address of a bucket: virtual-hosted at AWS, path-style at an endpoint of its own. */
  baseOf(bucket: string): BucketBase {
    const known = this.#bases.get(bucket);
    if (known !== undefined) return known;
    const { region, endpoint } = this.#options.address;
    const { url } = this.client.config.endpointProvider({
      Bucket: bucket,
      Region: region,
      ...(endpoint !== null && { Endpoint: endpoint, ForcePathStyle: true }),
      UseFIPS: false,
      UseDualStack: false,
    });
    const base = toBucketBase(url);
    this.#bases.set(bucket, base);
    return base;
  }

  /** Context of a call, for its errors. */
  contextOf(bucket: string, key: string, more: Partial<CallContext> = {}): CallContext {
    const { region } = this.#options.address;
    return {
      right: "write",
      bucket,
      key,
      region,
      host: this.baseOf(bucket).host,
      crc32: "",
      sizeBytes: 0,
      isComplete: false,
      ...more,
    };
  }

  /** Sends a request signed by hand; ok means status 200. */
  send(request: SignedCall, context: CallContext): Promise<Result<HttpReply, AppError>> {
    return this.clock.correct(async () => {
      const watched = new WatchedBody(request.body);
      try {
        const reply = await this.#signAndSend({ ...request, body: watched.body });
        return reply.status === 200 ? ok(reply) : fail(toAppError(readRefusal(reply), context));
      } catch (error) {
        request.signal.throwIfAborted();
        const sourceError = watched.sourceError();
        return fail(sourceError ?? toNetworkError(error, context.host, request.signal));
      }
    });
  }

  /** Runs an SDK call; its exceptions become AppErrors. */
  call<T>(
    send: () => Promise<T>,
    context: CallContext,
    signal: AbortSignal,
  ): Promise<Result<T, AppError>> {
    return this.clock.correct(() => this.attempt(send, context, signal));
  }

  /** As `call`, for what cannot be done twice: a clock found wrong is an error. */
  async attempt<T>(
    send: () => Promise<T>,
    context: CallContext,
    signal: AbortSignal,
  ): Promise<Result<T, AppError>> {
    try {
      return ok(await send());
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      const refusal = readSdkException(error);
      return fail(
        refusal === null
          ? toNetworkError(error, context.host, signal)
          : toAppError(refusal, context),
      );
    }
  }

  close(): void {
    this.client.destroy();
    this.#sender.close();
  }

  async #signAndSend(call: SignedCall): Promise<HttpReply> {
    call.signal.throwIfAborted();
    const base = this.baseOf(call.bucket);
    const path = `${base.path}/${escapeKey(call.key)}`;
    const query = Object.entries(call.query)
      .map(([name, value]) => `${escapeUri(name)}=${escapeUri(value)}`)
      .toSorted()
      .join("&");
    const headers = this.#signer(
      {
        method: call.method,
        host: base.host,
        path,
        query,
        headers: { ...call.headers, "content-length": String(sizeOf(call.body)) },
        payloadSha256: base.guardsPayload ? null : await hashBody("sha256", call.body),
      },
      await this.#options.credentials(),
      this.clock.nowMs(),
    );
    return this.#sender.send({
      method: call.method,
      origin: base.origin,
      path: query === "" ? path : `${path}?${query}`,
      headers,
      body: call.body,
      onSent: call.onSent,
      signal: call.signal,
    });
  }
}

interface SdkRequest {
  readonly protocol: string;
  readonly hostname: string;
  readonly headers: Record<string, string>;
}

/** True for the request of an SDK middleware, which the SDK types as unknown. */
export const isSdkRequest = (request: unknown): request is SdkRequest =>
  typeof request === "object" && request !== null && "hostname" in request && "headers" in request;

const originOf = ({ protocol, hostname }: SdkRequest): URL => new URL(`${protocol}//${hostname}`);
