import type { AppError } from "../../../src/domain/errors.ts";
import { ok, type Result } from "../../../src/domain/result.ts";
import type { Clock } from "../../../src/services/ports/clock.ts";
import type { ChunkedBody, ObjectStore } from "../../../src/services/ports/object-store.ts";
import { createMemoryObjectStore } from "./memory-object-store.ts";
import { readWholeBody } from "../values/read-body.ts";

/** A line as senders have them. */
export interface LineShape {
  /** From the last byte sent to the answer. */
  readonly answerMs: number;
  /** What one connection can carry; null for no limit of its own. */
  readonly connectionBytesPerSecond: number | null;
  /** What all connections can carry together; null for no limit. */
  readonly totalBytesPerSecond: number | null;
  /** Bytes that the line takes at once; default 256 KiB. */
  readonly stepBytes?: number;
  /** What a connection takes before it has left; more is taken when half of that has. Default none. */
  readonly bufferBytes?: number;
}

export interface SimulatedLine {
  readonly store: ObjectStore;
  /** Requests under way at once, at most. */
  maxAtOnce(): number;
}

const usualStepBytes = 256 * 1024;

/** Tells of bytes when they are taken, not when they have left. */
const throughBuffer = (
  totalBytes: number,
  bufferBytes: number,
  onSent: (sentBytes: number) => void,
): ((leftBytes: number) => void) => {
  let taken = Math.min(totalBytes, bufferBytes);
  if (taken > 0) onSent(taken);
  return (leftBytes) => {
    const room = leftBytes + bufferBytes - taken;
    if (room < bufferBytes / 2) return;
    taken = Math.min(totalBytes, taken + room);
    onSent(taken);
  };
};

/** A store at the end of a line, in the time of `clock`: nothing of it depends on how busy this machine is. */
export const createSimulatedLine = (clock: Clock, shape: LineShape): SimulatedLine => {
  const { stepBytes = usualStepBytes, bufferBytes = 0 } = shape;
  const inner = createMemoryObjectStore(() => clock.nowMs());
  let lineFreeMs = 0;
  let atOnce = 0;
  let max = 0;

  const carry = async (
    bytes: number,
    signal: AbortSignal,
    onSent: (sentBytes: number) => void,
  ): Promise<void> => {
    for (let sent = 0; sent < bytes; sent += stepBytes) {
      const step = Math.min(stepBytes, bytes - sent);
      const nowMs = clock.monotonicMs();
      const ownMs =
        shape.connectionBytesPerSecond === null
          ? 0
          : (step * 1000) / shape.connectionBytesPerSecond;
      if (shape.totalBytesPerSecond !== null)
        lineFreeMs = Math.max(lineFreeMs, nowMs) + (step * 1000) / shape.totalBytesPerSecond;
      const untilMs = Math.max(nowMs + ownMs, shape.totalBytesPerSecond === null ? 0 : lineFreeMs);
      if (untilMs > nowMs) await clock.sleep(untilMs - nowMs, signal);
      onSent(sent + step);
    }
  };
  /** Carries a body as it is read, and gives all of it. */
  const carryBody = async (
    body: Uint8Array | ChunkedBody | null,
    signal: AbortSignal,
    onSent: ((sentBytes: number) => void) | undefined,
  ): Promise<Result<Uint8Array, AppError>> => {
    if (body === null) return ok(new Uint8Array());
    const totalBytes = body instanceof Uint8Array ? body.length : body.sizeBytes;
    const left = throughBuffer(totalBytes, bufferBytes, (sent) => onSent?.(sent));
    if (body instanceof Uint8Array) {
      await carry(body.length, signal, left);
      return ok(body);
    }
    let before = 0;
    const chunks = async function* (): AsyncGenerator<Uint8Array> {
      for await (const chunk of body.chunks("to send")) {
        const start = before;
        await carry(chunk.length, signal, (sent) => left(start + sent));
        before += chunk.length;
        yield chunk;
      }
    };
    return readWholeBody({ ...body, chunks });
  };
  const during = async <T>(
    body: Uint8Array | ChunkedBody | null,
    signal: AbortSignal,
    onSent: ((sentBytes: number) => void) | undefined,
    answer: (body: Uint8Array) => Promise<Result<T, AppError>>,
  ): Promise<Result<T, AppError>> => {
    atOnce += 1;
    max = Math.max(max, atOnce);
    try {
      const carried = await carryBody(body, signal, onSent);
      if (!carried.ok) return carried;
      await clock.sleep(shape.answerMs, signal);
      return await answer(carried.value);
    } finally {
      atOnce -= 1;
    }
  };

  return {
    maxAtOnce: () => max,
    store: {
      ...inner,
      list: (params) => during(null, params.signal, undefined, () => inner.list(params)),
      put: ({ onSent, body, ...params }) =>
        during(body, params.signal, onSent, (carried) => inner.put({ ...params, body: carried })),
      createUpload: (params) =>
        during(null, params.signal, undefined, () => inner.createUpload(params)),
      uploadPart: ({ onSent, body, ...params }) =>
        during(body, params.signal, onSent, (carried) =>
          inner.uploadPart({ ...params, body: carried }),
        ),
      completeUpload: (params) =>
        during(null, params.signal, undefined, () => inner.completeUpload(params)),
    },
  };
};
