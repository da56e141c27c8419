import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import type { Hash, Hmac } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import { SignatureV4 } from "@smithy/signature-v4";
import type { S3User } from "./s3-types.ts";
import { accessDenied, invalid, S3Refusal } from "./refusal.ts";

type Bytes = string | ArrayBuffer | ArrayBufferView;

const toBytes = (data: Bytes): string | Uint8Array => {
  if (typeof data === "string") return data;
  return ArrayBuffer.isView(data)
    ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    : new Uint8Array(data);
};

/** SHA-256, or HMAC-SHA-256 when given a secret, in the shape that @smithy/signature-v4 asks for. */
class Sha256 {
  readonly #secret: Bytes | undefined;
  #hash: Hash | Hmac;

  constructor(secret?: Bytes) {
    this.#secret = secret;
    this.#hash = this.#create();
  }

  #create(): Hash | Hmac {
    return this.#secret === undefined
      ? createHash("sha256")
      : createHmac("sha256", toBytes(this.#secret));
  }

  update(data: Bytes): void {
    this.#hash.update(toBytes(data));
  }

  digest(): Promise<Uint8Array> {
    return Promise.resolve(this.#hash.digest());
  }

  reset(): void {
    this.#hash = this.#create();
  }
}

interface Claim {
  readonly accessKeyId: string;
  readonly region: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
  readonly atMs: number;
}

const authorizationForm =
  /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/u;
const dateForm = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/u;

const parseClaim = (headers: IncomingHttpHeaders): Claim => {
  const authorization = headers.authorization;
  if (authorization === undefined) throw accessDenied();
  const found = authorizationForm.exec(authorization);
  const date = dateForm.exec(String(headers["x-amz-date"]));
  if (found === null || date === null) {
    throw invalid("AuthorizationHeaderMalformed", "The authorization header is malformed.");
  }
  const [, accessKeyId = "", , region = "", signedHeaders = "", signature = ""] = found;
  const [, year, month, day, hour, minute, second] = date;
  const atMs = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return { accessKeyId, region, signedHeaders: signedHeaders.split(";"), signature, atMs };
};

// S3 takes requests signed up to 15 minutes early or late.
const maxSkewMs = 15 * 60 * 1000;

const checkClock = (claim: Claim, nowMs: number): void => {
  if (Math.abs(claim.atMs - nowMs) <= maxSkewMs) return;
  throw new S3Refusal(
    403,
    "RequestTimeTooSkewed",
    "The difference between the request time and the current time is too large.",
    {
      fields: {
        RequestTime: new Date(claim.atMs).toISOString(),
        ServerTime: new Date(nowMs).toISOString(),
        MaxAllowedSkewMilliseconds: String(maxSkewMs),
      },
    },
  );
};

const sign = async (
  request: SignedRequest,
  claim: Claim,
  secretAccessKey: string,
): Promise<string> => {
  const signer = new SignatureV4({
    service: "s3",
    region: claim.region,
    credentials: { accessKeyId: claim.accessKeyId, secretAccessKey },
    sha256: Sha256,
    // S3 signs the path as it was sent, every other service encodes it once more.
    uriEscapePath: false,
    applyChecksum: false,
  });
  const query: Record<string, string | string[]> = {};
  for (const name of new Set(request.query.keys())) query[name] = request.query.getAll(name);
  const headers = Object.fromEntries(
    claim.signedHeaders.map((name) => [name, String(request.headers[name] ?? "")]),
  );
  const signed = await signer.sign(
    {
      method: request.method,
      protocol: "https:",
      hostname: "",
      path: request.path,
      query,
      headers: {
        ...headers,
        "x-amz-content-sha256": String(request.headers["x-amz-content-sha256"]),
      },
    },
    { signingDate: new Date(claim.atMs), signableHeaders: new Set(claim.signedHeaders) },
  );
  return /Signature=([0-9a-f]+)$/u.exec(signed.headers["authorization"] ?? "")?.[1] ?? "";
};

/** A request as it came over the wire. */
export interface SignedRequest {
  readonly method: string;
  /** Not decoded, without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
}

/** Who signed, and for which region. */
export interface Signer {
  readonly user: S3User;
  readonly region: string;
}

/**
 * Checks a SigV4 header signature as S3 does. Throws AccessDenied (no signature), InvalidAccessKeyId,
 * RequestTimeTooSkewed, SignatureDoesNotMatch, InvalidToken, AuthorizationHeaderMalformed.
 */
export const checkSignature = async (
  request: SignedRequest,
  users: readonly S3User[],
  nowMs: number,
): Promise<Signer> => {
  const claim = parseClaim(request.headers);
  const user = users.find(({ accessKeyId }) => accessKeyId === claim.accessKeyId);
  if (user === undefined) {
    throw new S3Refusal(
      403,
      "InvalidAccessKeyId",
      "The AWS Access Key Id you provided does not exist in our records.",
      { fields: { AWSAccessKeyId: claim.accessKeyId } },
    );
  }
  checkClock(claim, nowMs);
  const expected = await sign(request, claim, user.secretAccessKey);
  const isHostSigned = claim.signedHeaders.includes("host");
  if (!isHostSigned || !timingSafeEqual(Buffer.from(expected), Buffer.from(claim.signature))) {
    throw new S3Refusal(
      403,
      "SignatureDoesNotMatch",
      "The request signature we calculated does not match the signature you provided. Check your key and signing method.",
    );
  }
  if (user.sessionToken !== undefined) {
    if (request.headers["x-amz-security-token"] !== user.sessionToken) {
      throw invalid("InvalidToken", "The provided token is malformed or otherwise invalid.");
    }
  }
  return { user, region: claim.region };
};
