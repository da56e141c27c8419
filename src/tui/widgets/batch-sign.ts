import type { ByState } from "../../domain/batch.ts";
import type { Span } from "./Spans.tsx";
import type { Symbols } from "./theme.ts";

/** The sign of a batch whose files have ended: what failed first, and green only where something was delivered. */
export const batchSign = (files: ByState, { state }: Symbols): Span => {
  if (files.failed > 0) return { text: state.failed, tone: "bad" };
  if (files.delivered > 0) return { text: state.delivered, tone: "good" };
  return { text: files.skipped > 0 ? state.skipped : state.cancelled, tone: "quiet" };
};
