import { randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { pipeline } from "node:stream/promises";
import { Readable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import type { Buckets } from "./buckets.ts";
import { checkRegion, checkPermission } from "./check-permission.ts";
import type { WrongRegionAnswer } from "./check-permission.ts";
import { checkSignature } from "./check-signature.ts";
import type { S3Dialect } from "./dialect.ts";
import type { Faults } from "./faults.ts";
import { handleCall } from "./handle-call.ts";
import { Cut, held, readBody, trickle } from "./pace.ts";
import type { Pace } from "./pace.ts";
import { bucketInHost, readCall } from "./read-call.ts";
import { hostMustNameBucket, S3Refusal } from "./refusal.ts";
import type { S3Answer, S3Call, S3FaultAction, S3LogEntry, S3Shape, S3User } from "./s3-types.ts";
import { toErrorXml } from "./xml.ts";

/** What all requests of one stand-in share. */
export interface StandInState {
  readonly buckets: Buckets;
  readonly users: S3User[];
  readonly faults: Faults;
  readonly pace: Pace;
  readonly log: S3LogEntry[];
  readonly dialect: S3Dialect;
  /** A host below it names a bucket; null when none does. */
  readonly domain: string | null;
  readonly wrongRegion: WrongRegionAnswer;
  readonly nowMs: () => number;
  shape: S3Shape;
}

type Line = { -readonly [K in keyof S3LogEntry]: S3LogEntry[K] };

const openLine = (state: StandInState, call: S3Call, request: IncomingMessage): Line => {
  const partNumber = call.query.get("partNumber");
  const line: Line = {
    operation: call.operation,
    method: call.method,
    target: request.url ?? "/",
    bucket: call.bucket,
    key: call.key,
    partNumber: partNumber === null ? null : Number(partNumber),
    user: null,
    status: null,
    payload: /^[0-9a-f]{64}$/u.test(String(request.headers["x-amz-content-sha256"]))
      ? "signed"
      : "unsigned",
    bodyBytes: 0,
    atMs: Date.now(),
  };
  state.log.push(line);
  return line;
};

/** S3 names neither the resource nor the request in the answer to HEAD, which has no body. */
const toErrorAnswer = (
  refusal: S3Refusal,
  requestId: string,
  { hasMessages }: S3Dialect,
): S3Answer => ({
  status: refusal.status,
  headers: { "content-type": "application/xml", ...refusal.headers },
  body: toErrorXml({
    Code: refusal.code,
    Message: hasMessages ? refusal.message : "",
    ...refusal.fields,
    RequestId: requestId,
  }),
});

const refuseBy = (fault: S3FaultAction | null): void => {
  if (fault?.kind !== "answer") return;
  const headers =
    fault.retryAfterSeconds === undefined
      ? undefined
      : { "retry-after": String(fault.retryAfterSeconds) };
  throw new S3Refusal(fault.status, fault.code, "As the fault that was injected says.", {
    ...(headers && { headers }),
  });
};

/** Signature, region, right: in the order in which S3 asks. */
const authorise = async (
  state: StandInState,
  request: IncomingMessage,
  call: S3Call,
  line: Line,
): Promise<void> => {
  const signed = {
    method: call.method,
    path: request.url?.split("?", 1)[0] ?? "/",
    query: call.query,
    headers: request.headers,
  };
  const nowMs = state.nowMs() + state.shape.clockOffsetMs;
  const { user, region } = await checkSignature(signed, state.users, nowMs);
  line.user = user.name;
  if (call.operation !== "ListBuckets") {
    const bucket = state.buckets.get(call.bucket);
    checkRegion(region, bucket.region, bucket.name, state.wrongRegion);
  }
  checkPermission(user, call);
};

const perform = async (
  state: StandInState,
  request: IncomingMessage,
  call: S3Call,
  line: Line,
  fault: S3FaultAction | null,
): Promise<S3Answer> => {
  const wait = (bytes: number) => {
    line.bodyBytes += bytes;
    return state.pace.pass(request.socket, bytes, state.shape.connectionBytesPerSecond);
  };
  let chunks: AsyncIterable<Buffer> = readBody(request, wait, fault);
  if (fault?.kind === "hold") {
    // Read now: of a body that waits to be read nobody hears that its client has gone.
    const body = await Readable.from(chunks).toArray();
    await held(request.socket, fault.until);
    chunks = Readable.from(body);
  }
  if (fault?.kind === "answer" || (fault?.kind === "errorInBody" && !fault.isDone)) {
    // The body is read first: S3 too answers such faults late, and a reset would hide the answer.
    await Readable.from(chunks).forEach(() => {});
    refuseBy(fault);
    return { status: 200, headers: {}, body: "" };
  }
  const isInHost = bucketInHost(request.headers.host, state.domain) !== null;
  if (state.dialect.addressing === "virtual" && !isInHost) throw hostMustNameBucket();
  await authorise(state, request, call, line);
  return handleCall(state.buckets, call, { headers: request.headers, chunks });
};

/** An answer as the fault leaves it. */
const spoil = (answer: S3Answer, fault: S3FaultAction | null): S3Answer => {
  if (fault?.kind === "wrongETag") {
    const wrong = "0".repeat(32);
    const body =
      typeof answer.body === "string"
        ? answer.body.replace(/<ETag>.*?<\/ETag>/u, `<ETag>&quot;${wrong}&quot;</ETag>`)
        : answer.body;
    return { ...answer, headers: { ...answer.headers, etag: `"${wrong}"` }, body };
  }
  if (fault?.kind === "wrongCrc32") {
    const body =
      typeof answer.body === "string"
        ? answer.body.replace(/(<ChecksumCRC32>).*?(<\/ChecksumCRC32>)/u, "$1AAAAAA==$2")
        : answer.body;
    return { ...answer, headers: { ...answer.headers, "x-amz-checksum-crc32": "AAAAAA==" }, body };
  }
  if (fault?.kind === "errorInBody") {
    const body = toErrorXml({ Code: fault.code, Message: "After the headers had gone out." });
    return { status: 200, headers: { "content-type": "application/xml" }, body };
  }
  return answer;
};

const write = async (
  response: ServerResponse,
  answer: S3Answer,
  isBroken: boolean,
): Promise<void> => {
  const { body } = answer;
  if (typeof body !== "string") {
    response.writeHead(answer.status, answer.headers);
    await pipeline(Readable.from(body), response);
    return;
  }
  const hasLength = answer.status !== 204 && answer.headers["content-length"] === undefined;
  response.writeHead(answer.status, {
    ...answer.headers,
    ...(hasLength ? { "content-length": Buffer.byteLength(body) } : {}),
  });
  if (isBroken) {
    response.write(body.slice(0, body.length >> 1), () => response.destroy());
  } else {
    response.end(body);
  }
};

/** Answers one request as S3 would, or as the next fault says. Never rejects. */
export const serveCall = async (
  state: StandInState,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> => {
  const requestId = randomBytes(8).toString("hex").toUpperCase();
  try {
    const isCopy = request.headers["x-amz-copy-source"] !== undefined;
    const hostBucket = bucketInHost(request.headers.host, state.domain);
    const call = readCall(request.method ?? "", request.url ?? "/", hostBucket, isCopy);
    const line = openLine(state, call, request);
    const fault = state.faults.take(call);
    if (fault?.kind === "cut" && fault.at === "head") throw new Cut();
    let answer: S3Answer;
    try {
      answer = await perform(state, request, call, line, fault);
    } catch (error) {
      if (!(error instanceof S3Refusal)) throw error;
      answer = toErrorAnswer(error, requestId, state.dialect);
    }
    const delayMs = state.shape.answerDelayMs + (fault?.kind === "delay" ? fault.ms : 0);
    if (delayMs > 0) await sleep(delayMs, undefined, { ref: false });
    if (fault?.kind === "cut" && fault.at === "answer") throw new Cut();
    if (fault?.kind === "trickle") await trickle(request.socket, fault.everyMs);
    line.status = answer.status;
    const { requestIdHeader, emptyIsHtml } = state.dialect;
    if (requestIdHeader !== null) response.setHeader(requestIdHeader, requestId);
    if (emptyIsHtml && answer.body === "") response.setHeader("content-type", "text/html");
    response.setHeader("date", new Date(state.nowMs() + state.shape.clockOffsetMs).toUTCString());
    const isBroken = fault?.kind === "cut" && fault.at === "withinAnswer";
    await write(response, spoil(answer, fault), isBroken);
  } catch {
    // Cut on purpose, gone by itself in the middle of its body, or a request line nobody can read.
    response.destroy();
  }
};
