import type { AppError } from "../../../domain/errors.ts";
import { omitsChecksums } from "../../../domain/aws-address.ts";
import { fail, ok } from "../../../domain/result.ts";
import type { Result } from "../../../domain/result.ts";
import type { CredentialProvider } from "../../ports/credentials.ts";
import type { DebugLog } from "../../ports/debug-log.ts";
import type { Environment } from "../../ports/environment.ts";
import type { StoreAddress, StoreCredentials } from "../../ports/object-store.ts";
import type { StoreMemory } from "../../ports/store-memory.ts";
import type { StoreAbilities } from "../../../domain/store-abilities.ts";
import { BucketAddresses, type Refused } from "./bucket-addresses.ts";
import type { BucketBase } from "./bucket-base.ts";
import { KnownAbilities } from "./known-abilities.ts";
import { hashBody, sizeOf, WatchedBody } from "./body.ts";
import { createHttpSender } from "../http/http-sender.ts";
import type { Body, HttpCall, HttpReply, HttpSender } from "../http/http-call.ts";
import { toAppError, toNetworkError } from "./s3-errors.ts";
import type { CallContext } from "./s3-errors.ts";
import { rejectIntervening } from "./reject-intervening.ts";
import { createOptionHeaders, toTermHeaders } from "./option-headers.ts";
import { createRequestSigner, escapeKey } from "./sign-request.ts";
import type { RequestSigner } from "./sign-request.ts";
import { toQuery, type SignedCall } from "./signed-call.ts";
import { StoreClock } from "./store-clock.ts";
import { credentialsError, StoreKeys } from "./store-keys.ts";
import { header } from "./reply-header.ts";
import { readDocument, xmlText } from "./s3-document.ts";
import { refusalOf } from "./store-refusal.ts";
import { watchRequests } from "./watch-requests.ts";

export interface ConnectionOptions {
  readonly address: StoreAddress;
  readonly credentials: CredentialProvider;
  readonly onClockSkew: (minutes: number) => void;
  readonly connectTimeoutMs: number;
  readonly idleTimeoutMs: number;
  readonly environment: Environment;
  readonly debug: DebugLog;
  readonly memory: StoreMemory;
}

/** What came of one attempt; `refused` is what a store said against it. */
interface AttemptEnd {
  readonly result: Result<HttpReply, AppError>;
  readonly refused: Refused | null;
}

/** What a request was made with: whatever has changed since is worth another attempt. */
interface BeforeAttempt {
  readonly bucket: string;
  readonly offsetMs: number;
  readonly moves: number;
  readonly payload: StoreAbilities["payload"];
  readonly used: StoreCredentials;
}

const wantsSignedPayload = ({ code, message }: Refused["refusal"]): boolean =>
  code === "XAmzContentSHA256Mismatch" || /unsigned.payload/iu.test(message ?? "");

/** What all calls to one store share: connections, signer, clock. */
export class StoreConnection {
  readonly clock: StoreClock;
  /** Those of an object, by how it is to be stored. */
  readonly optionHeaders = createOptionHeaders();
  /** Those that encrypt with KMS though nobody asked for it, as their answers have told. */
  readonly bucketsWithoutMd5 = new Set<string>();
  readonly #options: ConnectionOptions;
  readonly #sender: HttpSender;
  readonly #signers = new Map<string, RequestSigner>();
  readonly #known: KnownAbilities;
  readonly #addresses: BucketAddresses;
  readonly #termHeaders: Readonly<Record<string, string>>;
  readonly #keys: StoreKeys;

  constructor(options: ConnectionOptions) {
    this.#options = options;
    this.#sender = rejectIntervening(watchRequests(createHttpSender(options), options.debug));
    this.#known = new KnownAbilities(options.address, options.memory);
    this.#termHeaders = toTermHeaders(options.address.terms ?? {});
    this.#addresses = new BucketAddresses({
      address: options.address,
      remembered: (bucket) => this.abilities(bucket).addressing,
      learn: (bucket, addressing) => this.learn(bucket, { addressing }),
      byRules: async (bucket, region) => {
        const { baseByRules } = await import("./sdk-client.ts");
        return baseByRules({ ...options.address, region }, bucket);
      },
      isListed: (base, bucket) => this.#isListed(base, bucket),
    });
    this.clock = new StoreClock(options.onClockSkew);
    this.#keys = new StoreKeys(options.credentials, () => this.clock.nowMs());
  }

  /** False where the person has told every AWS program to leave checksums out that nobody requires. */
  get offersChecksums(): boolean {
    const { address, environment } = this.#options;
    const asked = environment["AWS_REQUEST_CHECKSUM_CALCULATION"] ?? null;
    return !(address.omitsChecksums ?? omitsChecksums(asked));
  }

  get address(): StoreAddress {
    return this.#options.address;
  }

  /** True once an answer could be no web server's: a header of S3's own, or a list. */
  hasShownItself = false;

  get isAws(): boolean {
    return this.#known.isAws;
  }

  abilities(bucket: string): StoreAbilities {
    return this.#known.of(bucket);
  }

  /** Remembers what was seen, for the requests that follow and for later runs. */
  learn(bucket: string, seen: Partial<StoreAbilities>): void {
    this.#known.learn(bucket, seen);
  }

  /** Address of a bucket. Never rejects for the network's sake. */
  baseOf(bucket: string): Promise<BucketBase> {
    return this.#addresses.of(bucket);
  }

  /** Asks for one key of the bucket at an address that may be its own. */
  async #isListed(base: BucketBase, bucket: string): Promise<boolean | null> {
    try {
      const keys = await this.#keys.get();
      const path = `${base.path}/`;
      const query = "list-type=2&max-keys=1";
      const unsigned = { method: "GET", host: base.host, path, query, headers: {} };
      const headers = this.#signerFor(base)(
        { ...unsigned, payloadSha256: null },
        keys,
        this.clock.nowMs(),
      );
      const { origin } = base;
      const call = { method: "GET", origin, path: `${path}?${query}`, headers, body: null };
      const { status, body } = await this.#sender.send(call);
      return status === 200 && xmlText(readDocument(body), "Name") === bucket;
    } catch {
      // The request that comes next will tell what is wrong.
      return null;
    }
  }

  /** Context of a call, for its errors. */
  async #contextOf({ bucket, key }: SignedCall, more: Partial<CallContext>): Promise<CallContext> {
    return {
      right: "write",
      bucket,
      key,
      region: this.#options.address.region,
      host: (await this.baseOf(bucket)).host,
      crc32: null,
      sizeBytes: 0,
      isComplete: false,
      terms: this.#options.address.terms,
      ...more,
    };
  }

  /**
   * Sends a request signed by hand; ok means a status of success and no error in the answer. `more` is what its errors
   * have to know beside bucket and key.
   */
  async send(
    request: SignedCall,
    more: Partial<CallContext> = {},
  ): Promise<Result<HttpReply, AppError>> {
    const { bucket } = request;
    const { offsetMs } = this.clock;
    const moves = this.#addresses.movesOf(bucket);
    const { payload } = this.abilities(bucket);
    if (this.#keys.held === null) {
      const usable = await this.#keys.usable();
      if (!usable.ok) return usable;
    }
    const used = this.#keys.held;
    const first = await this.#attempt(request, more);
    // Nearly every call ends here, and what mends others is not made for it.
    if (first.result.ok || used === null) return first.result;
    const before = { bucket, offsetMs, moves, payload, used };
    return this.#mend(first, before, () => this.#attempt(request, more));
  }

  /** Signs a request and sends it once. */
  async #attempt(request: SignedCall, more: Partial<CallContext>): Promise<AttemptEnd> {
    const watched = new WatchedBody(request.body);
    try {
      const reply = await this.#sender.send(await this.#sign(request, watched.body));
      const refusal = refusalOf(reply);
      if (refusal === null) return { result: ok(reply), refused: null };
      return {
        result: fail(toAppError(refusal, await this.#contextOf(request, more))),
        refused: {
          refusal,
          location: header(reply, "location"),
          key: more.key === undefined ? request.key : more.key,
        },
      };
    } catch (error) {
      request.signal.throwIfAborted();
      const sourceError = watched.sourceError();
      if (sourceError) return { result: fail(sourceError), refused: null };
      const { host } = await this.baseOf(request.bucket);
      const fault = credentialsError(error) ?? fail(toNetworkError(error, host, request.signal));
      return { result: fault, refused: null };
    }
  }

  close(): void {
    this.#sender.close();
  }

  /** Once more with the store's time, with new credentials, or where the bucket is, where that was all that was wrong. */
  async #mend(
    first: AttemptEnd,
    before: BeforeAttempt,
    attempt: () => Promise<AttemptEnd>,
  ): Promise<Result<HttpReply, AppError>> {
    const { bucket, offsetMs, moves, payload, used } = before;
    let { refused } = first;
    const run = async () => {
      const end = await attempt();
      refused = end.refused;
      return end.result;
    };
    const inTime = async () => {
      const offsetNowMs = this.clock.offsetMs;
      return this.clock.correct(await run(), offsetNowMs, run);
    };
    const corrected = await this.clock.correct(first.result, offsetMs, run);
    const result = await this.#keys.renew(corrected, used, inTime);
    if (result.ok || refused === null) return result;
    // Of requests that were refused side by side, the first to come back has moved all.
    const isMoved = this.#addresses.movesOf(bucket) !== moves;
    const region = result.error.code === "WrongRegion" ? result.error.is : null;
    const isMended =
      isMoved ||
      (payload !== "signed" && (await this.#signs(bucket, refused))) ||
      (await this.#addresses.move(bucket, refused, region));
    return isMended ? this.#keys.renew(await inTime(), this.#keys.held ?? used, inTime) : result;
  }

  /** Signs the bodies too from now on, where that is what a refusal asks for. */
  async #signs(bucket: string, { refusal }: Refused): Promise<boolean> {
    const { guardsPayload } = await this.baseOf(bucket);
    const isAsked = guardsPayload && wantsSignedPayload(refusal);
    if (isAsked) this.learn(bucket, { payload: "signed" });
    return isAsked;
  }

  /** Each keeps the day's signing key. */
  #signerFor({ region }: BucketBase): RequestSigner {
    const name = region ?? this.#options.address.region;
    const signer = this.#signers.get(name) ?? createRequestSigner(name);
    this.#signers.set(name, signer);
    return signer;
  }

  #signsPayload({ guardsPayload }: BucketBase, { bucket }: SignedCall): boolean {
    return !guardsPayload || this.abilities(bucket).payload === "signed";
  }

  async #sign(call: SignedCall, body: Body): Promise<HttpCall> {
    call.signal.throwIfAborted();
    const base = await this.baseOf(call.bucket);
    const path = `${base.path}/${escapeKey(call.key)}`;
    const isAsking = call.method === "GET";
    const query = toQuery(call.query);
    const headers = this.#signerFor(base)(
      {
        method: call.method,
        host: base.host,
        path,
        query,
        headers: {
          ...call.headers,
          ...this.#termHeaders,
          ...(!isAsking && { "content-length": String(sizeOf(body)) }),
        },
        payloadSha256: this.#signsPayload(base, call) ? await hashBody("sha256", body) : null,
      },
      await this.#keys.get(),
      this.clock.nowMs(),
    );
    return {
      method: call.method,
      origin: base.origin,
      path: query === "" ? path : `${path}?${query}`,
      headers,
      body: isAsking ? null : body,
      ...(call.maxAnswerBytes !== undefined && { maxAnswerBytes: call.maxAnswerBytes }),
      onSent: call.onSent,
      signal: call.signal,
    };
  }
}
