import type { Clock } from "../../../src/services/ports/clock.ts";
import type { ObjectStore } from "../../../src/services/ports/object-store.ts";
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
}

export interface SimulatedLine {
  readonly store: ObjectStore;
  /** Requests under way at once, at most. */
  maxAtOnce(): number;
}

const stepBytes = 256 * 1024;

/** A store at the end of a line, in the time of `clock`: nothing of it depends on how busy this machine is. */
export const createSimulatedLine = (clock: Clock, shape: LineShape): SimulatedLine => {
  const inner = createMemoryObjectStore(() => clock.nowMs());
  let lineFreeMs = 0;
  let atOnce = 0;
  let max = 0;

  const carry = async (
    bytes: number,
    signal: AbortSignal,
    onSent: ((sentBytes: number) => void) | undefined,
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
      onSent?.(sent + step);
    }
  };
  const during = async <T>(
    bytes: number,
    signal: AbortSignal,
    onSent: ((sentBytes: number) => void) | undefined,
    answer: () => Promise<T>,
  ): Promise<T> => {
    atOnce += 1;
    max = Math.max(max, atOnce);
    try {
      await carry(bytes, signal, onSent);
      await clock.sleep(shape.answerMs, signal);
      return await answer();
    } finally {
      atOnce -= 1;
    }
  };

  return {
    maxAtOnce: () => max,
    store: {
      ...inner,
      list: (params) => during(0, params.signal, undefined, () => inner.list(params)),
      put: ({ onSent, ...params }) =>
        during(params.body.length, params.signal, onSent, () => inner.put(params)),
      createUpload: (params) =>
        during(0, params.signal, undefined, () => inner.createUpload(params)),
      uploadPart: async ({ onSent, body, ...params }) => {
        const read = await readWholeBody(body);
        if (!read.ok) return read;
        return during(read.value.length, params.signal, onSent, () =>
          inner.uploadPart({ ...params, body: read.value }),
        );
      },
      completeUpload: (params) =>
        during(0, params.signal, undefined, () => inner.completeUpload(params)),
    },
  };
};
